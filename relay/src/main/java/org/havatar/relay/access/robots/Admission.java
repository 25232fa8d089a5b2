package org.havatar.relay.access.robots;

/** Whether somebody who claims to be a robot may connect. */
public sealed interface Admission {
  /**
   * What strangers are told, to the letter the same: whether there is no such robot, it is switched
   * off, its key is revoked, or this is not it.
   */
  String NOT_ITS_KEY =
      "This key opens no robot of that id. Compare both with what its owner sees, or have its owner"
          + " give it a new key.";

  /** The key is the robot's; {@code series} tells later whether it still is. */
  record Admitted(long series) implements Admission {}

  /** There is no such robot, or it is switched off. */
  record UnknownRobot() implements Admission {}

  /**
   * The key opens nothing.
   *
   * @param code for programs and logs: {@code unauthenticated}, {@code key_expired}, {@code
   *     key_replaced}, {@code key_revoked}
   * @param sentence what to do
   */
  record Refused(String code, String sentence) implements Admission {}
}
