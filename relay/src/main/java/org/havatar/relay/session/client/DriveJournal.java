package org.havatar.relay.session.client;

import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.port.DriveLog;
import org.havatar.transports.wire.Lease;

/** Tells for the audit log when one client begins and ends to drive one robot, and why. */
final class DriveJournal {
  static final String TAKEN = "drive.taken";
  static final String HANDED_OVER = "drive.handed_over";
  static final String RELEASED = "drive.released";
  static final String LOST = "drive.lost";
  static final String STOP = "drive.stop";

  /** Who hammers the stop is noted once in such a time; the command log has every press. */
  static final long STOP_EVERY_MS = 1000;

  private final String robotId;
  private final Supplier<String> identity;
  private final String account;
  private final long holder;
  private final DriveLog log;
  private final LongSupplier epochMs;
  private boolean isDriving;
  private boolean hasStopped;
  private long stoppedMs;

  /**
   * @param identity of the robot; empty as long as it isn't known
   */
  DriveJournal(String robotId, Supplier<String> identity, Client client, LoopContext context) {
    this.robotId = robotId;
    this.identity = identity;
    this.account = client.account().name();
    this.holder = client.address().holder();
    this.log = context.ports().driveLog();
    this.epochMs = context.epochMs();
  }

  /** The robot announced a lease that is news. */
  void onLease(Lease lease) {
    String cause = lease.cause().name().toLowerCase(Locale.ROOT);
    boolean drives = lease.holder() == holder;
    if (drives != isDriving) {
      isDriving = drives;
      add(drives ? TAKEN : actionOf(lease.cause()), cause);
    }
  }

  private static String actionOf(Lease.Cause cause) {
    return switch (cause) {
      case HANDED_OVER -> HANDED_OVER;
      case RELEASED -> RELEASED;
      case TAKEN, TAKEN_OVER, REVOKED, EXPIRED, SILENT, IDLE, RESTART, CURRENT -> LOST;
    };
  }

  /** The robot is not connected any more. */
  void onRobotGone() {
    end("the robot is not connected");
  }

  /** The client is gone, or at another robot; its lease runs out by itself. */
  void close() {
    end("the client has left");
  }

  private void end(String why) {
    if (isDriving) {
      isDriving = false;
      add(LOST, why);
    }
  }

  /** A new press. */
  void onStop(boolean sent, long nowMs) {
    if (!hasStopped || nowMs - stoppedMs >= STOP_EVERY_MS) {
      hasStopped = true;
      stoppedMs = nowMs;
      add(STOP, sent ? "sent to the robot" : "the robot is not connected");
    }
  }

  private void add(String action, String detail) {
    String known = identity.get();
    log.add(
        new DriveLog.Event(
            epochMs.getAsLong(),
            robotId,
            known.isEmpty() ? robotId : known,
            account,
            action,
            detail));
  }
}
