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
final class FakeRobot implements EntranceListener {
  final List<Message> heard = new ArrayList<>();
  final List<Long> conflicts = new ArrayList<>();
  final List<Entrance> promoted = new ArrayList<>();
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
  public RobotHello hello(boolean standby) {
    if (helloFaults > 0) {
      helloFaults--;
      throw new IllegalStateException("a robot's fault");
    }
    return new RobotHello(List.of(1), List.of(), "tank-1", boot, 7, "test 1", 1L, standby);
  }

  @Override
  public void onPromoted(Entrance now) {
    promoted.add(now);
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
  public void onUp(Entrance from) {
    ups++;
  }

  @Override
  public void onLeaving(Entrance from) {
    leavings++;
  }

  @Override
  public void onDrive(Entrance from, Drive drive) {
    heard.add(drive);
  }

  @Override
  public void onStop(Entrance from, Stop stop) {
    heard.add(stop);
  }

  @Override
  public void onPropose(Entrance from, Propose proposal) {
    heard.add(proposal);
  }

  @Override
  public void onReleaseStop(Entrance from, ReleaseStop release) {
    heard.add(release);
  }

  @Override
  public void onBootConflict(long highest) {
    conflicts.add(highest);
  }
}
