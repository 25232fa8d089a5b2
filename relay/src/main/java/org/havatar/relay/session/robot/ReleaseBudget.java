package org.havatar.relay.session.robot;

import org.havatar.relay.session.connection.Budget;

/**
 * How often one robot is asked to release its stop: each driver as often as a person presses, all
 * others together no more, since the robot refuses theirs.
 */
final class ReleaseBudget {
  static final int PER_SECOND = 4;
  static final int BURST = 8;

  private Budget drivers;
  private final Budget others;
  private long driver;

  ReleaseBudget(long nowMs) {
    drivers = new Budget(PER_SECOND, BURST, nowMs);
    others = new Budget(PER_SECOND, BURST, nowMs);
  }

  /**
   * @param holder of the lease now, 0 none
   */
  boolean take(long asker, long holder, long nowMs) {
    if (asker != holder) {
      return others.take(nowMs);
    }
    if (holder != driver) {
      driver = holder;
      drivers = new Budget(PER_SECOND, BURST, nowMs);
    }
    return drivers.take(nowMs);
  }
}
