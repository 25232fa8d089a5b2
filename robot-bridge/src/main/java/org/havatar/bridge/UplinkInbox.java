package org.havatar.bridge;

import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.BootConflict;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.ForRobot;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Protocol;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RotateKey;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Welcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sorts what a node says: the robot's business goes to the robot, the connection's is returned.
 * Until the welcome only stops are the robot's business.
 */
final class UplinkInbox {
  private static final Logger LOG = LoggerFactory.getLogger(UplinkInbox.class);

  /** Enough to see what is wrong; a broken node may complain about every packet. */
  private static final int COMPLAINTS_LOGGED = 3;

  /** What a message means for the connection. */
  sealed interface Heard {
    record Nothing() implements Heard {}

    record Answer(Message message) implements Heard {}

    record Welcomed(String node, String session) implements Heard {}

    record Outnumbered(long highest) implements Heard {}

    record Echo(Pong pong) implements Heard {}

    record FreshKey(RotateKey fresh) implements Heard {}

    record Leaving(int retryMs) implements Heard {}

    record Unusable(String why) implements Heard {}
  }

  private static final Heard NOTHING = new Heard.Nothing();

  private final EntranceListener listener;
  private final Drops drops;
  private int complaints;

  UplinkInbox(EntranceListener listener, Drops drops) {
    this.listener = listener;
    this.drops = drops;
  }

  Heard read(Message message, Entrance from, boolean up) {
    if (!(message instanceof ForRobot told)) {
      return wrongDirection();
    }
    return switch (told) {
      case Stop stop -> {
        listener.onStop(from, stop);
        yield NOTHING;
      }
      case Ping ping ->
          new Heard.Answer(new Pong(ping.id(), ping.senderMs(), true, listener.stamp()));
      case Welcome welcome -> up ? wrongDirection() : onWelcome(welcome);
      case BootConflict conflict ->
          up ? wrongDirection() : new Heard.Outnumbered(conflict.highest());
      case ErrorReport report -> onError(report);
      case GoingAway leaving -> new Heard.Leaving(leaving.retryMs());
      case Pong pong -> up ? new Heard.Echo(pong) : wrongDirection();
      case Drive drive -> up ? onDrive(drive, from) : wrongDirection();
      case Propose proposal -> up ? onPropose(proposal, from) : wrongDirection();
      case RotateKey fresh -> up ? new Heard.FreshKey(fresh) : wrongDirection();
      case ReleaseStop release -> up ? onReleaseStop(release, from) : wrongDirection();
    };
  }

  private Heard wrongDirection() {
    drops.count(Reason.WRONG_DIRECTION);
    return NOTHING;
  }

  private static Heard onWelcome(Welcome welcome) {
    return welcome.version() == Protocol.VERSION
        ? new Heard.Welcomed(welcome.node(), welcome.session())
        : new Heard.Unusable("the node wants protocol version " + welcome.version());
  }

  private Heard onDrive(Drive drive, Entrance from) {
    listener.onDrive(from, drive);
    return NOTHING;
  }

  private Heard onPropose(Propose proposal, Entrance from) {
    listener.onPropose(from, proposal);
    return NOTHING;
  }

  private Heard onReleaseStop(ReleaseStop release, Entrance from) {
    listener.onReleaseStop(from, release);
    return NOTHING;
  }

  private Heard onError(ErrorReport report) {
    if (complaints++ < COMPLAINTS_LOGGED) {
      LOG.warn("the node answers {}: {}", report.code(), report.message());
    }
    return NOTHING;
  }
}
