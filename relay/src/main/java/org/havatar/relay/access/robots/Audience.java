package org.havatar.relay.access.robots;

/** Who may drive a robot besides its owner and administrators. */
public enum Audience {
  /** Only accounts that hold a grant. */
  GRANTED,
  /** Every account of this relay. */
  EVERYONE
}
