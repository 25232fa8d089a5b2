package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Lets only few answers be under way that take long however small the request is: one an account,
 * and few a node. Who asks for more is told to wait. Any thread.
 */
final class LongAnswers {
  /** Most are over by then. */
  private static final long RETRY_AFTER_MS = 2000;

  private final Set<String> underWay = new HashSet<>(); // guarded by this
  private final int mostOfNode;

  LongAnswers(int mostOfNode) {
    this.mostOfNode = mostOfNode;
  }

  /**
   * Answers, or refuses with 429.
   *
   * @param answer begins to answer; it is over when its future is complete
   */
  void run(RoutingContext context, Supplier<Future<?>> answer) {
    String account = Guards.user(context).name();
    if (!begin(account)) {
      Guards.retryAfter(context, RETRY_AFTER_MS);
      Problem.rateLimited().answer(context);
      return;
    }
    begun(answer).onComplete(ignored -> end(account));
  }

  private static Future<?> begun(Supplier<Future<?>> answer) {
    try {
      return answer.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private synchronized boolean begin(String account) {
    return underWay.size() < mostOfNode && underWay.add(account);
  }

  private synchronized void end(String account) {
    underWay.remove(account);
  }
}
