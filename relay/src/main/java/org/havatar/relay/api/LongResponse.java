package org.havatar.relay.api;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.havatar.relay.access.port.OffLoop;
import org.havatar.relay.access.port.Unavailable;

/**
 * A file that is sent while it is read: whoever writes it waits until the client has taken what was
 * written before. Written on a thread that may wait; sent on the request's event loop.
 */
final class LongResponse {
  /** Who takes nothing for so long doesn't keep others from being answered. */
  private static final long TAKE_WITHIN_S = 20;

  /** However it is taken: a node has few places for such answers. */
  private static final long WHOLE_WITHIN_MS = TimeUnit.MINUTES.toMillis(5);

  private final RoutingContext context;
  private final HttpServerResponse response;
  private final Context loop;
  private volatile boolean isLate;

  /** To be made on the request's event loop. */
  LongResponse(RoutingContext context) {
    this.context = context;
    this.response = context.response();
    this.loop = context.vertx().getOrCreateContext();
  }

  /** What writes it. */
  @FunctionalInterface
  interface Source {
    void writeTo(LongResponse out) throws Exception;
  }

  /** Sends what {@code source} writes; what fails before the first part is told as a problem. */
  Future<?> send(String contentType, String fileName, Source source) {
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
        .putHeader("content-disposition", "attachment; filename=\"" + fileName + "\"");
    long timer = context.vertx().setTimer(WHOLE_WITHIN_MS, ignored -> isLate = true);
    return OffLoop.call(
            () -> {
              source.writeTo(this);
              return true;
            })
        .compose(ignored -> response.end())
        .onFailure(this::giveUp)
        .onComplete(ignored -> context.vertx().cancelTimer(timer));
  }

  /**
   * Blocks until the client has taken it.
   *
   * @throws Unavailable when the client doesn't, or has gone
   */
  void write(String part) throws InterruptedException {
    if (part.isEmpty()) {
      return;
    }
    if (isLate) {
      throw new Unavailable("The file was taken too slowly.");
    }
    Promise<Void> written = Promise.promise();
    loop.runOnContext(ignored -> response.write(part).onComplete(written));
    try {
      OffLoop.await(written.future().timeout(TAKE_WITHIN_S, TimeUnit.SECONDS));
    } catch (Unavailable e) {
      throw e.getCause() instanceof TimeoutException
          ? new Unavailable("The file was not taken.", e)
          : e;
    }
  }

  /** An answer that has begun can't become a refusal: it is cut off, so that nobody trusts it. */
  private void giveUp(Throwable cause) {
    if (response.headWritten()) {
      context.request().connection().close();
    } else {
      response.setChunked(false).headers().remove("content-disposition");
      context.fail(cause);
    }
  }
}
