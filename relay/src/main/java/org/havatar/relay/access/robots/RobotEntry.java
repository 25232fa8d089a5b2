package org.havatar.relay.access.robots;

/** A robot as the store keeps it; its keys are kept beside it, see {@link Keyring}. */
public record RobotEntry(Robot robot, RobotDetails details, RobotAcl reach) {
  /** Name of the account that owns it; empty: nobody. */
  public String owner() {
    return reach.owner();
  }

  boolean isOwnedBy(String account) {
    return !account.isEmpty() && reach.owner().equals(account);
  }

  RobotEntry with(RobotAcl newReach) {
    return new RobotEntry(robot, details, newReach);
  }
}
