package org.havatar.relay.node;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Dialer;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkListener;
import org.havatar.transports.wire.Message;
import org.jspecify.annotations.Nullable;

/** The far end of a real socket: keeps what comes, and lets a test wait for what it expects. */
class SocketPeer implements LinkListener {
  private static final long PATIENCE_S = 10;

  final CompletableFuture<CloseCode> closed = new CompletableFuture<>();
  private final List<Message> got = new ArrayList<>();
  private final CompletableFuture<Link> opened = new CompletableFuture<>();
  private @Nullable Context context;
  private @Nullable Predicate<Message> wanted;
  private CompletableFuture<Message> found = new CompletableFuture<>();

  /** Dials; fails with the relay's reason when it is not let in. */
  void dial(Dialer dialer, URI uri, @Nullable String bearer) {
    dialer.dial(
        uri,
        bearer,
        link -> {
          context = Vertx.currentContext();
          opened.complete(link);
          return this;
        },
        why -> opened.completeExceptionally(new IllegalStateException(why.sentence())));
    await(opened);
  }

  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** On the socket's loop, soon. */
  void send(Message message) {
    Link link = await(opened);
    Context loop = context;
    if (loop == null) {
      throw new AssertionError("not opened");
    }
    loop.runOnContext(ignored -> link.offer(message));
  }

  /** The next message of that kind that fits, counted from the last one that was expected. */
  <T extends Message> T expect(Class<T> kind, Predicate<T> fits) {
    CompletableFuture<Message> mine;
    synchronized (this) {
      Predicate<Message> wants = each -> kind.isInstance(each) && fits.test(kind.cast(each));
      wanted = wants;
      mine = new CompletableFuture<>();
      found = mine;
      while (!got.isEmpty() && !mine.isDone()) {
        Message next = got.remove(0);
        if (wants.test(next)) {
          wanted = null;
          mine.complete(next);
        }
      }
    }
    return kind.cast(await(mine));
  }

  <T extends Message> T expect(Class<T> kind) {
    return expect(kind, any -> true);
  }

  @Override
  public void onMessage(Message message) {
    synchronized (this) {
      Predicate<Message> wants = wanted;
      if (wants == null) {
        got.add(message);
      } else if (wants.test(message)) {
        wanted = null;
        found.complete(message);
      }
    }
  }

  @Override
  public void onClosed(CloseCode code) {
    closed.complete(code);
  }
}
