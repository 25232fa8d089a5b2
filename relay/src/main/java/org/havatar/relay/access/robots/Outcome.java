package org.havatar.relay.access.robots;

/** What became of a request about a robot. */
public sealed interface Outcome<T> {
  record Done<T>(T value) implements Outcome<T> {}

  /** There is none, or the one who asks may not know of it: the same answer for both. */
  record Unknown<T>() implements Outcome<T> {}

  /** They may see the robot, but not do this. */
  record NotPermitted<T>() implements Outcome<T> {}

  /**
   * It can't be done as things are.
   *
   * @param code for programs
   * @param sentence for a person: why, and what to do
   */
  record Refused<T>(String code, String sentence) implements Outcome<T> {}
}
