package org.havatar.relay.session.client;

import org.havatar.relay.session.connection.Budget;
import org.havatar.relay.session.connection.RecentIds;
import org.havatar.transports.wire.Stop;

/**
 * How often one connection presses and repeats STOP. Nothing is refused for it: a peer that goes
 * far beyond what any person could mean is dismissed, after its last press was passed on.
 */
final class StopBudget {
  static final int PRESSES_PER_SECOND = 20;
  static final int PRESSES_BURST = 40;

  /**
   * Seconds' worth. Until the robot has answered the first each new press goes on, and a robot's
   * serial line takes 2 ms for one: all that one peer may send before it is dismissed has to be
   * through long before the robot misses its node.
   */
  static final int PRESSES_PATIENCE_S = 2;

  /** With all repetitions, of several presses at once and on a path that confirms none. */
  static final int MESSAGES_PER_SECOND = 400;

  static final int MESSAGES_BURST = 800;

  private static final int REMEMBERED = 256;

  private final Budget presses;
  private final Budget messages;
  private final RecentIds known = new RecentIds(REMEMBERED);

  StopBudget(long nowMs) {
    presses = new Budget(PRESSES_PER_SECOND, PRESSES_BURST, PRESSES_PATIENCE_S, nowMs);
    messages = new Budget(MESSAGES_PER_SECOND, MESSAGES_BURST, nowMs);
  }

  void onStop(Stop stop, long nowMs) {
    messages.take(nowMs);
    if (stop.stopId() == 0 || known.add(stop.stopId())) {
      presses.take(nowMs);
    }
  }

  /** True when it was so much that it is no mistake. */
  boolean isAbused() {
    return presses.isAbused() || messages.isAbused();
  }
}
