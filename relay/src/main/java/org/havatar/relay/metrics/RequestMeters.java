package org.havatar.relay.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.identity.LoginOutcome;
import org.havatar.relay.api.ApiMeasures;

/** Plain HTTP, by route and class of the status; and logins by outcome. Any thread. */
final class RequestMeters implements ApiMeasures {
  private static final String LOGINS = "havatar.logins";
  private static final String OUTCOME = "outcome";

  private final MeterRegistry registry;

  RequestMeters(MeterRegistry registry) {
    this.registry = registry;
    for (String outcome : List.of("accepted", "denied", "wait", "busy")) {
      registry.counter(LOGINS, OUTCOME, outcome);
    }
    timer("other", 404);
  }

  private Timer timer(String route, int status) {
    String statusClass = status / 100 + "xx";
    return Buckets.REQUEST.timer(
        registry,
        "havatar.http.requests",
        "Plain HTTP requests",
        "route",
        route,
        "status",
        statusClass);
  }

  @Override
  public void answered(String route, int status, long tookMs) {
    timer(route, status).record(tookMs, TimeUnit.MILLISECONDS);
  }

  @Override
  public void loginSettled(LoginOutcome outcome) {
    String name =
        switch (outcome) {
          case LoginOutcome.Accepted ignored -> "accepted";
          case LoginOutcome.Denied ignored -> "denied";
          case LoginOutcome.CodeRequired ignored -> "code_required";
          case LoginOutcome.CodeWrong ignored -> "code_wrong";
          case LoginOutcome.CodesBlocked ignored -> "codes_blocked";
          case LoginOutcome.Disabled ignored -> "disabled";
          case LoginOutcome.PasswordOver ignored -> "password_over";
          case LoginOutcome.StepLeft ignored -> "step_left";
          case LoginOutcome.Wait ignored -> "wait";
          case LoginOutcome.Busy ignored -> "busy";
        };
    registry.counter(LOGINS, OUTCOME, name).increment();
  }
}
