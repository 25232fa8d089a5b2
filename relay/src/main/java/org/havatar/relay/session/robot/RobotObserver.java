package org.havatar.relay.session.robot;

import org.havatar.relay.session.port.SessionMetrics;
import org.havatar.relay.session.port.SessionMetrics.LiveRobot;
import org.havatar.relay.session.port.SessionMetrics.Presser;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;

/** Tells the operator's measures what one robot says, and what is done to it. Decides nothing. */
final class RobotObserver {
  private final String robotId;
  private final SessionMetrics metrics;
  private final StopTimes stopTimes;
  private @Nullable LiveRobot live;
  private @Nullable Beacon newest;

  RobotObserver(String robotId, SessionMetrics metrics) {
    this.robotId = robotId;
    this.metrics = metrics;
    this.stopTimes = new StopTimes(metrics);
  }

  /** The robot was welcomed. */
  void onUp(LinkInfo link) {
    live = metrics.robotUp(robotId, link);
  }

  void onBeacon(Beacon beacon) {
    if (live != null) {
      live.onBeacon(beacon);
    }
    Beacon before = newest;
    newest = beacon;
    boolean isNews =
        before != null
            && (beacon.latchCounter() != before.latchCounter() || beacon.boot() != before.boot());
    if (isNews && beacon.latchKind() != LatchKind.NONE) {
      metrics.latched(beacon.latchKind());
    }
  }

  void onLease(Lease lease) {
    metrics.leaseAnnounced(lease.cause());
  }

  /**
   * A new press was offered to the robot.
   *
   * @param holder tag of the driver, 0 none
   */
  void onPressed(Stop stop, long holder, long nowMs) {
    stopTimes.onOffered(stop.stopId(), nowMs);
    metrics.stopPressed(presser(stop, holder));
  }

  private static Presser presser(Stop stop, long holder) {
    if (stop.authority() == Stop.ADMINISTRATOR) {
      return Presser.ADMINISTRATOR;
    }
    return holder != 0 && stop.origin() == holder ? Presser.DRIVER : Presser.WATCHER;
  }

  void onStopped(Stopped stopped, long nowMs) {
    stopTimes.onStopped(stopped, nowMs);
  }

  void onTick(long nowMs) {
    stopTimes.onTick(nowMs);
  }

  /** The connection is gone. */
  void close() {
    stopTimes.close();
    if (live != null) {
      live.gone();
      live = null;
    }
  }
}
