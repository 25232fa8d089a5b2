package org.havatar.relay.access.people;

/**
 * Who does something, for the audit log.
 *
 * @param account name of the account; empty when nobody has proved who they are, {@link #RELAY}
 *     when the relay does it by itself
 * @param address whence, as people read it; empty when it doesn't come over the network
 */
public record Actor(String account, String address) {
  /** What the node does by itself: expiry, rotation, retention. No account can have this name. */
  public static final String RELAY = "(relay)";

  /** What is done on the command line, by whoever may use the data directory. */
  public static final Actor OPERATOR = new Actor("(operator)", "");

  public static final Actor ITSELF = new Actor(RELAY, "");
}
