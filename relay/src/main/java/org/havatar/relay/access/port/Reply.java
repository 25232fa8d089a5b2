package org.havatar.relay.access.port;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is worked out on another thread and heard where it was asked for: on the Vert.x
 * context of the thread that made this object, if it had one.
 */
public final class Reply<T> {
  private final @Nullable Context askedOn = Vertx.currentContext();
  private final Promise<T> promise = Promise.promise();

  public Future<T> future() {
    return promise.future();
  }

  public void succeed(T value) {
    whereAsked(() -> promise.tryComplete(value));
  }

  public void fail(Throwable cause) {
    whereAsked(() -> promise.tryFail(cause));
  }

  private void whereAsked(Runnable answer) {
    if (askedOn == null) {
      answer.run();
    } else {
      askedOn.runOnContext(ignored -> answer.run());
    }
  }
}
