package org.havatar.relay.session;

import java.util.random.RandomGenerator;
import org.havatar.transports.link.Drops;

/**
 * What the sessions of one loop share.
 *
 * @param random for proposal and stop ids
 */
public record Surroundings(Place place, Ports ports, Drops drops, RandomGenerator random) {
  /**
   * Where these sessions are.
   *
   * @param node the node's id
   * @param loop bus address of the loop
   * @param leaseDurationMs for which a lease is proposed; it is extended at half time
   */
  public record Place(String node, String loop, long leaseDurationMs) {}
}
