package org.havatar.bridge;

import java.util.ArrayList;
import java.util.List;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;

/** What an uplink tells the robot, kept for the test. */
final class FakeRobot implements UplinkListener {
  final List<Message> heard = new ArrayList<>();
  final List<Long> conflicts = new ArrayList<>();
  int ups;
  int leavings;
  long boot = 5;
  boolean driven;

  /** So many hellos throw. */
  int helloFaults;

  private final FakeClock clock;

  FakeRobot(FakeClock clock) {
    this.clock = clock;
  }

  @Override
  public RobotHello hello() {
    if (helloFaults > 0) {
      helloFaults--;
      throw new IllegalStateException("a robot's fault");
    }
    return new RobotHello(List.of(1), List.of(), "tank-1", boot, 7, "test 1");
  }

  @Override
  public Stamp stamp() {
    return clock.stamp();
  }

  @Override
  public boolean isDriven() {
    return driven;
  }

  @Override
  public void onUp(Uplink uplink) {
    ups++;
  }

  @Override
  public void onLeaving(Uplink uplink) {
    leavings++;
  }

  @Override
  public void onDrive(Uplink uplink, Drive drive) {
    heard.add(drive);
  }

  @Override
  public void onStop(Uplink uplink, Stop stop) {
    heard.add(stop);
  }

  @Override
  public void onPropose(Uplink uplink, Propose proposal) {
    heard.add(proposal);
  }

  @Override
  public void onReleaseStop(Uplink uplink, ReleaseStop release) {
    heard.add(release);
  }

  @Override
  public void onBootConflict(long highest) {
    conflicts.add(highest);
  }
}
