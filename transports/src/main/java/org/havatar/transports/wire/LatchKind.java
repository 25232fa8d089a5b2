package org.havatar.transports.wire;

/**
 * What must happen before the robot moves again (PROTOCOL.md §8); the ordinal is the wire number.
 */
public enum LatchKind {
  NONE,
  FAILSAFE,
  STOP,
  ADMINISTRATOR
}
