package org.havatar.ops.kit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.havatar.transports.wire.Binary;
import org.havatar.transports.wire.BinaryCodec;
import org.havatar.transports.wire.Decoded;
import org.havatar.transports.wire.Event;
import org.havatar.transports.wire.JsonCodec;
import org.havatar.transports.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection. It queues what the path doesn't take (up to a bound), as a badly written
 * client would: what comes of that is the relay's and the robot's to refuse.
 */
public final class DriverSocket implements WebSocket.Listener {
  private static final int QUEUE_BOUND = 1000;

  private final Consumer<Message> receiver;
  private final AtomicInteger queued = new AtomicInteger();
  private final StringBuilder text = new StringBuilder();
  private @Nullable WebSocket socket;
  private CompletableFuture<?> lastSend = CompletableFuture.completedFuture(null);
  private volatile boolean frozen;
  private volatile boolean closed;
  private volatile String end = "open";

  public DriverSocket(Consumer<Message> receiver) {
    this.receiver = receiver;
  }

  /** To be called once, with the socket that this listener was given to. */
  synchronized void attach(WebSocket opened) {
    socket = opened;
  }

  /** False when it was not even queued. */
  public synchronized boolean send(Message message) {
    WebSocket open = socket;
    if (open == null || frozen || closed || queued.get() >= QUEUE_BOUND) {
      return false;
    }
    queued.incrementAndGet();
    lastSend =
        lastSend
            .thenCompose(
                ignored ->
                    switch (message) {
                      case Binary binary ->
                          open.sendBinary(ByteBuffer.wrap(BinaryCodec.encode(binary)), true);
                      case Event event -> open.sendText(JsonCodec.encode(event), true);
                    })
            .handle(
                (done, failure) -> {
                  queued.decrementAndGet();
                  return null;
                });
    return true;
  }

  /** From now on nothing is sent and nothing read, and nothing is closed: a process that hangs. */
  public void freeze() {
    frozen = true;
  }

  /** It goes on as if nothing had been. */
  public synchronized void thaw() {
    frozen = false;
    if (socket != null) {
      socket.request(1);
    }
  }

  /** How it ended, for the message of a failed assertion. */
  public String end() {
    return end;
  }

  public boolean isClosed() {
    return closed;
  }

  /** Says goodbye once what is queued was sent. */
  public synchronized void leave() {
    closed = true;
    WebSocket open = socket;
    if (open != null) {
      lastSend = lastSend.thenCompose(done -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }
  }

  /** Cuts the connection without a goodbye. */
  public synchronized void abort() {
    closed = true;
    if (socket != null) {
      socket.abort();
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      deliver(JsonCodec.decode(text.toString()));
      text.setLength(0);
    }
    more(from);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    deliver(BinaryCodec.decode(bytes));
    more(from);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed = true;
    end = "closed with " + code + " " + reason;
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed = true;
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    end = "failed with " + trace;
  }

  private void deliver(Decoded decoded) {
    switch (decoded) {
      case Decoded.Ok ok -> receiver.accept(ok.message());
      case Decoded.Bad bad ->
          throw new IllegalStateException("the relay sent nonsense: " + bad.code());
    }
  }

  private void more(WebSocket from) {
    if (!frozen) {
      from.request(1);
    }
  }
}
