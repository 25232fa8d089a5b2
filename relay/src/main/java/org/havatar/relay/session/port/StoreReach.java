package org.havatar.relay.session.port;

/**
 * Port: how long rights that nobody can confirm still count. Any thread; never blocks, because each
 * command asks.
 *
 * <p>Time counts against such rights as <em>exposed</em> while somebody may change one without this
 * node's hearing of it: always, but while no node that can be heard reaches the store.
 */
public interface StoreReach {
  /** No bound is less: rights are confirmed every 5 s, and an answer may be late. */
  long LEAST_MS = 7000;

  /** Exposed milliseconds until {@code nowMs}, of the node's monotonic clock; never falls. */
  long exposedMs(long nowMs);

  /** True while this node can't ask the store. */
  boolean isCut();

  /** True while no node that can be heard can ask it: then time doesn't count as exposed. */
  boolean isCutEverywhere();

  /** So many exposed milliseconds rights hold that can't be confirmed. */
  long graceMs();

  /** So many milliseconds they hold in any case at most. */
  long outageMs();
}
