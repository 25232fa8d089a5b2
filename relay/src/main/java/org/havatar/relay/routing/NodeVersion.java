package org.havatar.relay.routing;

/**
 * The version of what nodes say to each other, raised when a layout changes; a further kind of
 * message needs no other version. Nodes are replaced one by one, so two that are one apart speak
 * the older of theirs.
 */
public final class NodeVersion {
  /** The newest that this node speaks. */
  public static final int NEWEST = 2;

  /** The oldest that this node speaks. */
  public static final int OLDEST = 1;

  /** From this on a watch says of which part it is. */
  static final int PARTS = 2;

  private NodeVersion() {}
}
