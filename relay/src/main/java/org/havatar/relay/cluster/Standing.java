package org.havatar.relay.cluster;

import java.util.Optional;

/**
 * What a node says of itself before anything else, and whether two nodes may work together.
 *
 * @param id fresh at every start
 * @param store tells stores apart
 * @param authority the print of the authority that signed its certificate
 * @param protocol version of what nodes say to each other
 */
record Standing(String id, String name, String bus, String store, String authority, int protocol) {
  /** Nodes are replaced one by one: a build and the one before it understand each other. */
  static final int MOST_VERSIONS_APART = 1;

  /** The version that both speak; empty: there is none. */
  static Optional<Integer> spoken(int mine, int theirs) {
    return Math.abs((long) mine - theirs) <= MOST_VERSIONS_APART
        ? Optional.of(Math.min(mine, theirs))
        : Optional.empty();
  }

  /** Why this node can't be in a cluster with {@code other}, as a sentence; empty: it can. */
  Optional<String> refusal(Standing other) {
    if (!authority.equals(other.authority)) {
      return Optional.of(
          "This node's certificate is of another authority than that of %s: set cluster.authority, cluster.certificate and cluster.key to what one `relay cluster-certificate` made."
              .formatted(other.title()));
    }
    if (!store.equals(other.store)) {
      return Optional.of(
          "This node doesn't share its Redis with %s: set store.redis_url to the same Redis and database on all nodes."
              .formatted(other.title()));
    }
    if (spoken(protocol, other.protocol).isEmpty()) {
      return Optional.of(
          "This node speaks version %d to other nodes and %s version %d: replace nodes one by one, never by a build more than one version away."
              .formatted(protocol, other.title(), other.protocol));
    }
    return Optional.empty();
  }

  private String title() {
    return name + " (" + bus + ")";
  }

  Peer peer() {
    return new Peer(id, name, bus, protocol);
  }
}
