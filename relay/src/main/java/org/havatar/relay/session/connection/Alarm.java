package org.havatar.relay.session.connection;

/** By which a session gets the loop's next tick, and says afterwards when it needs another one. */
public interface Alarm {
  /** What {@code dueMs} says when nothing is to be done unless something happens. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Something has happened that a tick may have to go on with. Cheap, and as often as one likes.
   */
  void wake();

  /** When the loop's present turn began: who slept has no newer time of its own. */
  long nowMs();
}
