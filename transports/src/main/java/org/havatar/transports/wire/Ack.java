package org.havatar.transports.wire;

/**
 * What became of a setpoint (PROTOCOL.md §3.2).
 *
 * @param stamp the robot's clock when it judged; 0 when a node refused
 * @param ageMs the closed loop robot → driver → robot, saturates at 65535
 * @param capPermille the speed cap in force, 0 … 1000
 * @param leftPermille handed to the board, 0 when refused
 */
public record Ack(
    Reason reason,
    Numbered term,
    Sequence sequence,
    Stamp stamp,
    int ageMs,
    int capPermille,
    int leftPermille,
    int rightPermille)
    implements Binary, FromRobot {

  /** The answer of a node that refused {@code drive} before the robot saw it. */
  public static Ack refusedByNode(Drive drive, Reason reason) {
    return new Ack(reason, drive.term(), drive.sequence(), new Stamp(0), 0, 0, 0, 0);
  }
}
