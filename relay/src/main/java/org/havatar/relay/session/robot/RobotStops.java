package org.havatar.relay.session.robot;

import java.util.List;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.StopPressed;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;

/** The stops of one live robot: what goes on to it, what it answers, and who is told of them. */
final class RobotStops {
  /** What stops need of the robot's session. */
  interface Host {
    String nameOf(long holder);

    void tell(ClientAddress client, Stopped stopped);

    void tellWatchers(StopPressed press);

    /** A press that is new goes on to the robot. */
    void onPressed(Stop stop, long nowMs);
  }

  private final String robotId;
  private final Host host;
  private final Drops drops;
  private final RepeatedStops repeated;
  private final PressedStops pressed = new PressedStops();
  private final MergedPresses merged;

  RobotStops(String robotId, Link link, Drops drops, Host host) {
    this.robotId = robotId;
    this.host = host;
    this.drops = drops;
    this.repeated = new RepeatedStops(link, () -> drops.count(Reason.SUPERSEDED));
    this.merged = new MergedPresses(host::tell);
  }

  /** From whoever may watch. */
  void onStop(ClientAddress from, Stop stop, long nowMs) {
    boolean isNew = !pressed.isKnown(stop.stopId());
    Stopped standing = merged.answerTo(from, stop, isNew, nowMs);
    if (standing == null) {
      forward(from, stop, nowMs);
    } else {
      drops.count(Reason.SUPERSEDED);
      host.tell(from, standing);
    }
  }

  private void forward(ClientAddress from, Stop stop, long nowMs) {
    repeated.send(stop, nowMs);
    String name = host.nameOf(from.holder());
    StopPressed press = new StopPressed(robotId, stop.stopId(), from.holder(), name);
    if (pressed.add(press)) {
      host.onPressed(stop, nowMs);
      if (pressed.isToldAtOnce(press, nowMs)) {
        host.tellWatchers(press);
      }
    }
  }

  /** Presses that were merged, and may not be covered by the latch any more. */
  private void again(List<MergedPresses.Press> presses, long nowMs) {
    presses.forEach(press -> onStop(press.from(), press.stop(), nowMs));
  }

  void onStopped(Stopped stopped) {
    repeated.onStopped(stopped);
    pressed.onStopped(stopped);
    merged.onStopped(stopped);
  }

  void onBeacon(Beacon beacon, long nowMs) {
    again(merged.onBeacon(beacon, nowMs), nowMs);
  }

  /** A release goes to the robot next. */
  void beforeRelease(long nowMs) {
    again(merged.beforeRelease(nowMs), nowMs);
  }

  void onNewBoot(long nowMs) {
    again(merged.onNewBoot(nowMs), nowMs);
  }

  /** What a newcomer is told of the press behind the latch that stands. */
  PressedStops.@Nullable Answered behind(Beacon beacon) {
    return pressed.behind(beacon);
  }

  /** True while a stop is to be repeated, its time is taken, or a press is to be told. */
  boolean isBusy() {
    return !repeated.isEmpty() || pressed.isWaiting();
  }

  void onTick(long nowMs) {
    repeated.onTick(nowMs);
    pressed.due(nowMs).forEach(host::tellWatchers);
  }
}
