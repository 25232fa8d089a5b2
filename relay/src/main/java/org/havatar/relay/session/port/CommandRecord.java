package org.havatar.relay.session.port;

import org.jspecify.annotations.Nullable;

/**
 * What somebody sent to a robot and what became of it: one command, or a run of equal ones.
 *
 * @param identity of the robot, see {@link Accounts.RobotProfile}
 * @param firstMs epoch milliseconds of the node when the first of them came
 * @param lastMs of the last
 * @param holder tag of the client instance
 * @param kind the message's type, such as {@code drive} or {@code stop}
 * @param leftPermille as asked for, 0 when it is no setpoint
 * @param fate {@code accepted} when the robot has executed it, {@code forwarded} when such a
 *     message is not answered one by one, {@code unanswered}, or a reason or code of PROTOCOL.md §4
 *     and §5.3
 * @param count how many
 */
public record CommandRecord(
    String robotId,
    String identity,
    long firstMs,
    long lastMs,
    String account,
    long holder,
    String kind,
    int leftPermille,
    int rightPermille,
    String fate,
    int count) {
  public static final String FORWARDED = "forwarded";
  public static final String UNANSWERED = "unanswered";

  /** Of a robot whose identity is its id, as it is of those that are older than identities. */
  public CommandRecord(
      String robotId,
      long firstMs,
      long lastMs,
      String account,
      long holder,
      String kind,
      int leftPermille,
      int rightPermille,
      String fate,
      int count) {
    this(
        robotId,
        robotId,
        firstMs,
        lastMs,
        account,
        holder,
        kind,
        leftPermille,
        rightPermille,
        fate,
        count);
  }

  /** The same under another name; which client it came from is forgotten. */
  public CommandRecord of(String pseudonym) {
    return new CommandRecord(
        robotId,
        identity,
        firstMs,
        lastMs,
        pseudonym,
        0,
        kind,
        leftPermille,
        rightPermille,
        fate,
        count);
  }

  private boolean isLike(CommandRecord other) {
    return robotId.equals(other.robotId)
        && identity.equals(other.identity)
        && account.equals(other.account)
        && holder == other.holder
        && kind.equals(other.kind)
        && leftPermille == other.leftPermille
        && rightPermille == other.rightPermille
        && fate.equals(other.fate);
  }

  /** This run prolonged by {@code next}, or null when that is another one or too late. */
  public @Nullable CommandRecord with(CommandRecord next, long longestRunMs) {
    if (!isLike(next) || next.lastMs - firstMs >= longestRunMs || next.lastMs < firstMs) {
      return null;
    }
    return new CommandRecord(
        robotId,
        identity,
        firstMs,
        next.lastMs,
        account,
        holder,
        kind,
        leftPermille,
        rightPermille,
        fate,
        count + next.count);
  }
}
