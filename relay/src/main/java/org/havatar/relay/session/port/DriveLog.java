package org.havatar.relay.session.port;

/**
 * Port: keeps who drove and who stopped a robot, for the audit log. Any loop; never blocks, and may
 * lose but then counts.
 */
@FunctionalInterface
public interface DriveLog {
  void add(Event event);

  /**
   * One thing that a person did, or that befell them as the driver. Not one a command.
   *
   * @param atMs epoch milliseconds
   * @param identity of the robot, see {@link Accounts.RobotProfile}
   * @param account name of the person's account
   * @param action {@code drive.taken} and its siblings of {@link
   *     org.havatar.relay.session.client.DriveJournal}
   * @param detail why, or what became of it
   */
  record Event(
      long atMs, String robotId, String identity, String account, String action, String detail) {}
}
