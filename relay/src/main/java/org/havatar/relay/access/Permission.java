package org.havatar.relay.access;

/** What a user may do with one robot. */
public enum Permission {
  NONE,
  /** See it, and stop it. */
  WATCH,
  DRIVE
}
