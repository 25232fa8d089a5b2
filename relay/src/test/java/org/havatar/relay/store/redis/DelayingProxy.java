package org.havatar.relay.store.redis;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;

/** Hands bytes on in their order, late. */
final class DelayingProxy implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final NetServer server = vertx.createNetServer();
  private volatile long delayMs;

  private DelayingProxy(int port) throws Exception {
    server.connectHandler(
        near -> {
          near.pause();
          vertx
              .createNetClient()
              .connect(port, "127.0.0.1")
              .onFailure(ignored -> near.close())
              .onSuccess(
                  far -> {
                    hand(near, far);
                    hand(far, near);
                    near.resume();
                  });
        });
    server
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  static DelayingProxy before(int port) throws Exception {
    return new DelayingProxy(port);
  }

  int port() {
    return server.actualPort();
  }

  void delayMs(long ms) {
    delayMs = ms;
  }

  private void hand(NetSocket from, NetSocket to) {
    from.handler(bytes -> later(() -> write(to, bytes)));
    from.closeHandler(ignored -> to.close());
  }

  private static void write(NetSocket to, Buffer bytes) {
    to.write(bytes).onFailure(ignored -> to.close());
  }

  private void later(Runnable work) {
    long ms = delayMs;
    if (ms == 0) {
      work.run();
    } else {
      vertx.setTimer(ms, ignored -> work.run());
    }
  }

  @Override
  public void close() {
    vertx.close();
  }
}
