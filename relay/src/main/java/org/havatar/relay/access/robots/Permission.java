package org.havatar.relay.access.robots;

/** What a user may do with one robot, in rising order. */
public enum Permission {
  NONE,
  /** Know that it exists, and book it; watching and driving need a booking that runs. */
  BOOK,
  /** See it, and stop it. */
  WATCH,
  DRIVE
}
