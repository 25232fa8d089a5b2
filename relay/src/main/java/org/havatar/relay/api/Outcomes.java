package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.havatar.relay.access.port.OffLoop;
import org.havatar.relay.access.robots.Outcome;
import org.havatar.transports.wire.Reason;

/** Answers with what became of a request about a robot. */
final class Outcomes {
  private static final Set<String> ABSENT = Set.of("unknown_account", "link_over", "no_offer");

  private Outcomes() {}

  /**
   * @param done answers when it was done
   */
  static <T> void answer(RoutingContext context, Future<Outcome<T>> asked, Consumer<T> done) {
    asked
        .onFailure(context::fail)
        .onSuccess(
            outcome -> {
              switch (outcome) {
                case Outcome.Done<T> value -> done.accept(value.value());
                case Outcome.Unknown<T> ignored -> noSuchRobot().answer(context);
                case Outcome.NotPermitted<T> ignored -> Problem.notPermitted().answer(context);
                case Outcome.Refused<T> refused -> problem(refused).answer(context);
              }
            });
  }

  /** Answers with what may be long, which is written outside the event loop. */
  static <T> void longJson(RoutingContext context, Future<T> asked, Function<T, JsonObject> json) {
    asked
        .compose(value -> OffLoop.call(() -> json.apply(value).encode()))
        .onFailure(context::fail)
        .onSuccess(text -> json(context, text));
  }

  /**
   * @param text a JSON document
   */
  static void json(RoutingContext context, String text) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(text);
  }

  static void noContent(RoutingContext context) {
    context.response().setStatusCode(204).end();
  }

  private static Problem noSuchRobot() {
    return new Problem(
        404, "Not Found", "not_found", "There is no such robot, or it is not shared with you.");
  }

  private static Problem problem(Outcome.Refused<?> refused) {
    String code = refused.code();
    if (code.equals(Reason.OUT_OF_RANGE.wireName())) {
      return Problem.outOfRange(refused.sentence());
    }
    if (code.equals(Reason.NOT_PERMITTED.wireName())) {
      return new Problem(403, "Forbidden", code, refused.sentence());
    }
    return ABSENT.contains(code)
        ? new Problem(404, "Not Found", code, refused.sentence())
        : new Problem(409, "Conflict", code, refused.sentence());
  }
}
