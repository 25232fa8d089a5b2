package org.havatar.bridge;

import org.havatar.transports.authority.Register;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;

/** Hands stops to the register, among them the one that ends this process. On the event loop. */
final class StopOrders {
  private final long startId;
  private long anonymous;

  /** The stop that ends this process; 0 while it is to go on. */
  private long lastId;

  private boolean lastConfirmed;

  /**
   * @param startId random, of this start
   */
  StopOrders(long startId) {
    this.startId = startId;
  }

  /**
   * Stops, whatever it says. One without an id can't be answered (null) or told from its
   * repetitions: each is a new stop.
   */
  @Nullable Stopped press(Stop stop, Register register, long nowMs) {
    if (stop.stopId() != 0) {
      return register.stop(stop, nowMs);
    }
    long id = startId ^ ++anonymous;
    register.stop(new Stop(stop.cause(), stop.authority(), id, stop.origin(), stop.latch()), nowMs);
    return null;
  }

  /** Stops the motors for good. {@code stopId} is random and not 0. */
  void pressLast(long stopId, Register register, long nowMs) {
    lastId = stopId;
    register.stop(new Stop(Stop.Cause.SHUTDOWN, 0, stopId, 0, Numbered.NONE), nowMs);
  }

  void onConfirmed(Stopped stopped) {
    lastConfirmed |= lastId != 0 && stopped.stopId() == lastId;
  }

  /** True once this process is to end: nothing may be released any more. */
  boolean isEnding() {
    return lastId != 0;
  }

  /** True when the board confirmed the last stop. */
  boolean isOver() {
    return lastConfirmed;
  }
}
