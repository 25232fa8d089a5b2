package org.havatar.relay.session;

import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;

/** The roads as a client session sees them: keeps what would go to the robot. */
final class FakeRouter implements SessionRouter {
  final List<ToRobotSession> sent = new ArrayList<>();
  boolean isOnline = true;

  /** The same ports with these roads. */
  Ports of(Ports ports) {
    return new Ports(
        ports.accounts(),
        ports.boots(),
        ports.standingStops(),
        ports.robotKeys(),
        ports.registry(),
        ports.instances(),
        ports.devices(),
        this,
        ports.commandLog(),
        ports.driveLog());
  }

  @Override
  public boolean isOnline(String robotId) {
    return isOnline;
  }

  @Override
  public boolean send(ToRobotSession message) {
    sent.add(message);
    return isOnline;
  }

  @Override
  public void send(ToClientSession message) {
    throw new AssertionError("only a robot's session does");
  }
}
