package org.havatar.relay.limits;

/** Port: what limits observe, for the operator. Any thread, never blocks. */
public interface LimitMeasures {
  /** Something was refused because of that limit. */
  void refused(Limit limit);

  /** The shared counters didn't answer in time: this node's own bucket decided alone. */
  void unshared(Limit limit);
}
