package org.havatar.relay.session.connection;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.havatar.relay.session.port.Ports;
import org.havatar.relay.session.port.SessionMetrics;
import org.havatar.transports.link.Drops;

/**
 * What the sessions of one loop share.
 *
 * @param random for proposal and stop ids
 * @param epochMs the wall clock, for time stamps that people and older programs read; it may step
 * @param leaps what any loop's robots showed of the node's clock
 */
public record LoopContext(
    Place place,
    Ports ports,
    Instrumentation instrumentation,
    RandomGenerator random,
    LongSupplier epochMs,
    ClockLeaps leaps) {
  public Drops drops() {
    return instrumentation.drops();
  }

  public SessionMetrics metrics() {
    return instrumentation.metrics();
  }

  /**
   * Where these sessions are.
   *
   * @param node the node's id
   * @param loop bus address of the loop
   * @param leaseDurationMs for which a lease is proposed; it is extended at half time
   * @param olderHoldMs how long an older client's command is held, 1 … 1000; asked each time
   */
  public record Place(String node, String loop, long leaseDurationMs, LongSupplier olderHoldMs) {}
}
