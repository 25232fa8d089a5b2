package org.havatar.transports.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.havatar.transports.http.Undertow;
import org.havatar.transports.link.Acceptor.Opener;
import org.havatar.transports.link.BadMessages;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.FrameBudget;
import org.havatar.transports.link.Lanes;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.link.LinkListener;
import org.havatar.transports.wire.Binary;
import org.havatar.transports.wire.BinaryCodec;
import org.havatar.transports.wire.Decoded;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Event;
import org.havatar.transports.wire.JsonCodec;
import org.havatar.transports.wire.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open WebSocket as a link; the same on both sides. On its event loop only. */
final class WebSocketLink implements Link, Lanes.Pipe {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketLink.class);

  /** Bytes that may wait in user space; the kernel has its own buffer. */
  static final int WRITE_QUEUE_BYTES = 1024;

  /** For a goodbye to a peer that doesn't read; then the connection is ended without. */
  private static final long GOODBYE_MS = 3000;

  private final WebSocketBase socket;
  private final ChannelHandlerContext channel;
  private final ControlFrames control;
  private final FrameBudget budget;
  private final LinkInfo info;
  private final LongSupplier monotonicMs;
  private final BadMessages badMessages;
  private final Lanes lanes;
  private final LinkListener listener;
  private CloseCode closedWith = CloseCode.LOST;
  private boolean closed;

  private WebSocketLink(
      WebSocketBase socket, LinkInfo info, Opener opener, LongSupplier clock, Drops drops) {
    this.socket = socket;
    this.channel = ((WebSocketInternal) socket).channelHandlerContext();
    this.info = info;
    this.monotonicMs = clock;
    this.budget = new FrameBudget(clock.getAsLong());
    this.control = new ControlFrames(budget, clock, drops, this::onFlood);
    this.lanes = new Lanes(this, drops);
    this.badMessages = new BadMessages(drops, info.named());
    this.listener = opener.open(this);
  }

  /** Takes over a socket that has just opened; must run before its first frame is read. */
  static void open(
      WebSocketBase socket, LinkInfo info, Opener opener, LongSupplier clock, Drops drops) {
    socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
    WebSocketLink link = new WebSocketLink(socket, info, opener, clock, drops);
    socket.binaryMessageHandler(
        bytes -> link.onDecoded(BinaryCodec.decode(bytes.getBytes()), bytes.length()));
    socket.textMessageHandler(text -> link.onDecoded(JsonCodec.decode(text), text.length()));
    socket.pongHandler(link::onPong);
    socket.drainHandler(ignored -> link.onDrain());
    socket.exceptionHandler(failure -> LOG.debug("socket failed: {}", failure.toString()));
    socket.closeHandler(ignored -> link.onClose());
    link.channel.pipeline().addBefore(link.channel.name(), ControlFrames.NAME, link.control);
  }

  private void onDecoded(Decoded decoded, int size) {
    if (closed) {
      return;
    }
    try {
      switch (decoded) {
        case Decoded.Ok ok -> listener.onMessage(ok.message());
        case Decoded.Bad bad -> onBad(bad);
      }
    } catch (RuntimeException e) {
      // A fault of ours; the peer's session must not go on in an unknown state.
      LOG.error("session failed on a message of {} bytes", size, e);
      close(CloseCode.LOST);
    }
  }

  private void onBad(Decoded.Bad bad) {
    long nowMs = monotonicMs.getAsLong();
    ErrorReport answer = badMessages.onBad(bad, nowMs);
    if (answer != null) {
      offer(answer);
    }
    if (badMessages.isAbuse(nowMs)) {
      close(CloseCode.MALFORMED);
    } else if (!budget.take(nowMs)) {
      onFlood();
    }
  }

  private void onFlood() {
    close(CloseCode.FLOODED);
    channel.channel().config().setAutoRead(false); // what still comes stays with the peer
  }

  private void onPong(Buffer payload) {
    if (closed || payload.length() != Long.BYTES) {
      return;
    }
    try {
      listener.onProbed(payload.getLong(0));
    } catch (RuntimeException e) {
      LOG.error("session failed on a pong", e);
      close(CloseCode.LOST);
    }
  }

  private void onDrain() {
    if (!isGone() && lanes.drain()) {
      listener.onWritable();
    }
  }

  private void onClose() {
    closed = true;
    Short number = socket.closeStatusCode();
    boolean ours = closedWith != CloseCode.LOST;
    listener.onClosed(ours || number == null ? closedWith : CloseCode.ofNumber(number));
  }

  @Override
  public Offer offer(Message message) {
    if (isGone()) {
      return Offer.CLOSED;
    }
    Offer offered = lanes.offer(message);
    if (offered == Offer.CLOSED) {
      close(CloseCode.OVERFLOW);
    }
    return offered;
  }

  @Override
  public void probe(long token) {
    if (isWritable()) {
      socket.writePing(Buffer.buffer(Long.BYTES).appendLong(token));
    }
  }

  /** A socket may be closed some turns before its close handler runs; it throws on use then. */
  private boolean isGone() {
    return closed || socket.isClosed();
  }

  @Override
  public boolean isWritable() {
    return !socket.isClosed() && !socket.writeQueueFull();
  }

  @Override
  public void write(Message message) {
    switch (message) {
      case Binary binary -> socket.writeBinaryMessage(Buffer.buffer(BinaryCodec.encode(binary)));
      case Event event -> socket.writeTextMessage(JsonCodec.encode(event));
    }
  }

  @Override
  public void close(CloseCode code) {
    if (closed) {
      return;
    }
    closed = true;
    closedWith = code;
    control.onClosing();
    if (code == CloseCode.LOST) {
      socket.close();
    } else {
      socket.close((short) code.number(), code.text());
    }
    // Vert.x waits for the goodbye to be written, with a peer that doesn't read for ever.
    var unused = channel.executor().schedule(this::end, GOODBYE_MS, TimeUnit.MILLISECONDS);
  }

  /** Past Vert.x, which would wait for the goodbye. */
  private void end() {
    var unused = channel.close();
  }

  /** Bytes that wait in user space. On the event loop. */
  long waitingBytes() {
    return Undertow.waitingBytes(channel.channel());
  }

  @Override
  public LinkInfo info() {
    return info;
  }
}
