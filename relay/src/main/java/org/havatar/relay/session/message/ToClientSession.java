package org.havatar.relay.session.message;

import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.LeaseRequested;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.StatusResponse;
import org.havatar.transports.wire.StopPressed;
import org.havatar.transports.wire.Stopped;
import org.havatar.transports.wire.WatcherList;

/** What a robot's session, or the node in its place, tells client sessions. */
public sealed interface ToClientSession extends SessionMessage {
  Addressee to();

  String robotId();

  /** What became of a setpoint. */
  record Acknowledged(Addressee to, String robotId, Ack ack, long readNs)
      implements ToClientSession {}

  /** The robot's register and telemetry. */
  record Heard(Addressee to, String robotId, Beacon beacon) implements ToClientSession {}

  /** Who drives now. */
  record Leased(Addressee to, String robotId, Lease lease) implements ToClientSession {}

  /** The robot has stopped, and stays stopped. */
  record Latched(Addressee to, String robotId, Stopped stopped) implements ToClientSession {}

  /** Who pressed stop. */
  record Pressed(Addressee to, String robotId, StopPressed press) implements ToClientSession {}

  /** A request is refused. */
  record Denied(Addressee to, String robotId, Refused refused) implements ToClientSession {}

  /** Something that is no request was not done. */
  record Failed(Addressee to, String robotId, ErrorReport error) implements ToClientSession {}

  /** Somebody asks the driver to hand over, or doesn't any more. */
  record Asked(Addressee to, String robotId, LeaseRequested request) implements ToClientSession {}

  /** Who watches. */
  record Watched(Addressee to, String robotId, WatcherList watchers) implements ToClientSession {}

  /** The robot's state. */
  record StatusTold(Addressee to, String robotId, StatusResponse status)
      implements ToClientSession {}
}
