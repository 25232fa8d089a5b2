package org.havatar.relay.access.robots;

/** Whose booking of a robot runs at the moment that is asked about. */
public enum Booked {
  NOBODY,
  /** The one who asks. */
  OWN,
  SOMEBODY_ELSE
}
