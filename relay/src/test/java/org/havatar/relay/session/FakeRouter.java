package org.havatar.relay.session;

import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.Ports;
import org.havatar.relay.session.port.SessionRouter;

/** The roads as a client session sees them: keeps what would go to the robot. */
public final class FakeRouter implements SessionRouter {
  public final List<ToRobotSession> sent = new ArrayList<>();
  public boolean isOnline = true;

  /** The same ports with these roads. */
  public Ports of(Ports ports) {
    return new Ports(
        ports.accounts(),
        ports.storeReach(),
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
