package org.havatar.relay.access.robots;

/** Whether somebody who says that he is a robot may connect. */
public sealed interface Admission {
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
