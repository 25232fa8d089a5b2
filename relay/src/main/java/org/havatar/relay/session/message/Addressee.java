package org.havatar.relay.session.message;

/** Whom a robot's session speaks to. */
public sealed interface Addressee permits ClientAddress, Addressee.Watchers {
  /** Bus address of their event loop. */
  String loop();

  /** Every client session of that loop that has selected the robot. */
  record Watchers(String loop) implements Addressee {}
}
