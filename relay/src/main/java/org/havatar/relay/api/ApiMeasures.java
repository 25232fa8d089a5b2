package org.havatar.relay.api;

import org.havatar.relay.access.identity.LoginOutcome;

/** Port: what the interface observes, for the operator. Any thread, never blocks. */
public interface ApiMeasures {
  /**
   * A request was answered.
   *
   * @param route its template, such as {@code /api/robots/:robotId/commands}; {@code page} or
   *     {@code other} for what has none: never what the request wrote
   */
  void answered(String route, int status, long tookMs);

  void loginSettled(LoginOutcome outcome);
}
