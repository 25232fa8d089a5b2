package org.havatar.relay.cluster;

import java.util.Set;

/**
 * The nodes that this one works with. Who is in the network but may not be (another store, another
 * authority, another generation) is none of them. Any thread, never blocks.
 */
public interface Members {
  /** This node's id, fresh at every start. */
  String self();

  /** Ids of the others, as known now. */
  Set<String> others();

  /** What is known of the others. */
  Set<Peer> known();

  /** Tells every change from now on. */
  void onChange(Listener listener);

  /**
   * Hears who comes and goes, one after the other, on a thread of the membership's; never blocks.
   */
  interface Listener {
    void joined(Peer peer);

    void left(String id);
  }
}
