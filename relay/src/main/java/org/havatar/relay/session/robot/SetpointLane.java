package org.havatar.relay.session.robot;

import org.havatar.relay.session.connection.Arrival;
import org.havatar.relay.session.connection.Instrumentation;
import org.havatar.relay.session.connection.RegisterView;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.transports.authority.RobotClock;
import org.havatar.transports.authority.Window;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * The last stage of a node before a robot's link: at most a window of unacknowledged setpoints and
 * one that waits, the newest. Everything is judged immediately before it is written, however long
 * it has waited (PROTOCOL.md §7).
 */
final class SetpointLane {
  /** Where the senders are told. */
  interface Refusals {
    void refused(ClientAddress from, Drive drive, Reason reason);
  }

  /** Compared by identity: two senders may send the same. */
  private static final class Setpoint {
    private final Drive drive;
    private final ClientAddress from;
    private boolean hasWaited; // for the robot: what it took is not the node's own share

    private Setpoint(Drive drive, ClientAddress from) {
      this.drive = drive;
      this.from = from;
    }
  }

  private final Link link;
  private final RegisterView registerView;
  private final Instrumentation instrumentation;
  private final Refusals refusals;
  private final RobotClock clock = new RobotClock();
  private final Window window = new Window();
  private final RoundTrips roundTrips = new RoundTrips();
  private @Nullable Setpoint waiting;
  private boolean isBlind;
  private long blindSinceMs;

  SetpointLane(
      Link link, RegisterView registerView, Instrumentation instrumentation, Refusals refusals) {
    this.link = link;
    this.registerView = registerView;
    this.instrumentation = instrumentation;
    this.refusals = refusals;
  }

  /** The newest stamp, for proposals. */
  @Nullable Stamp newestStamp() {
    return clock.newest();
  }

  /** True while nothing proves how old what arrives is: a client's word must not move the robot. */
  boolean isBlind() {
    return isBlind;
  }

  /** True when {@code echo} is proven older than {@code ttlMs}. */
  boolean isStale(Stamp echo, int ttlMs, long nowMs) {
    return clock.leastAgeMs(echo, nowMs) > ttlMs;
  }

  /** A setpoint came from a client session, on whatever loop. */
  void onSetpoint(Drive drive, ClientAddress from, long nowMs) {
    Setpoint setpoint = new Setpoint(drive, from);
    Reason reason = refusalOf(setpoint, nowMs);
    if (reason != null) {
      refuse(setpoint, reason);
    } else if (!window.isOpen(nowMs)) {
      hold(setpoint, Reason.WINDOW_FULL);
    } else {
      write(setpoint, nowMs);
    }
  }

  private @Nullable Reason refusalOf(Setpoint setpoint, long nowMs) {
    Drive drive = setpoint.drive;
    Reason reason = registerView.refusalOf(drive, setpoint.from.holder());
    if (reason != null) {
      return reason;
    }
    Setpoint other = waiting;
    if (other != null && other != setpoint && isOlder(drive, other.drive)) {
      return Reason.SEQUENCE_OLD;
    }
    return isBlind || isStale(drive.echo(), drive.ttlMs(), nowMs) ? Reason.STALE : null;
  }

  private static boolean isOlder(Drive drive, Drive other) {
    return drive.term().equals(other.term()) && !drive.sequence().isNewerThan(other.sequence());
  }

  private void write(Setpoint setpoint, long nowMs) {
    switch (link.offer(setpoint.drive)) {
      case SENT -> {
        window.onSent(setpoint.drive.term(), setpoint.drive.sequence(), nowMs);
        measureSent(setpoint);
        supersede(setpoint);
      }
      case FULL -> hold(setpoint, Reason.LINK_FULL);
      case CLOSED -> refuse(setpoint, Reason.NO_ROBOT);
    }
  }

  /** The newest waits; its sender hears why, and hears the robot itself when it still goes. */
  private void hold(Setpoint setpoint, Reason why) {
    if (setpoint == waiting) {
      return; // said already
    }
    supersede(setpoint);
    waiting = setpoint;
    setpoint.hasWaited = true;
    refuse(setpoint, why);
  }

  private void supersede(Setpoint by) {
    Setpoint replaced = waiting;
    waiting = null;
    if (replaced != null && replaced != by) {
      instrumentation.drops().count(Reason.SUPERSEDED);
    }
  }

  private void refuse(Setpoint setpoint, Reason reason) {
    instrumentation.drops().count(reason);
    refusals.refused(setpoint.from, setpoint.drive, reason);
  }

  /** Drops the one that waits. */
  void drop(Reason reason) {
    Setpoint dropped = waiting;
    waiting = null;
    if (dropped != null) {
      refuse(dropped, reason);
    }
  }

  /** Judges the one that waits again, and writes it when there is room. */
  void flush(long nowMs) {
    Setpoint next = waiting;
    if (next == null) {
      return;
    }
    Reason reason = refusalOf(next, nowMs);
    if (reason != null) {
      drop(reason);
    } else if (window.isOpen(nowMs)) {
      write(next, nowMs);
    }
  }

  /** How much longer than this node's the robot's clock has run, 0 when both agree. */
  int onStamp(Stamp stamp, long nowMs) {
    return clock.onStamp(stamp, nowMs);
  }

  private void measureSent(Setpoint setpoint) {
    Arrival arrival = instrumentation.arrival();
    long nowNs = arrival.nowNs();
    roundTrips.onSent(setpoint.drive, nowNs);
    if (arrival.isKnown() && !setpoint.hasWaited) {
      instrumentation.metrics().commandPassed(arrival.hop(), nowNs - arrival.readNs());
    }
  }

  private void measureAnswer(Ack ack) {
    long roundTripNs = roundTrips.onAck(ack, instrumentation.arrival().nowNs());
    if (roundTripNs != RoundTrips.UNKNOWN) {
      instrumentation.metrics().commandRoundTrip(roundTripNs);
    }
    if (ack.reason() == Reason.ACCEPTED || ack.reason() == Reason.STALE) {
      instrumentation.metrics().loopAge(ack.ageMs());
    }
  }

  /** True when it answers a setpoint of ours. */
  boolean onAck(Ack ack, long nowMs) {
    measureAnswer(ack);
    boolean isAnswer = window.onAck(ack.term(), ack.sequence(), nowMs);
    flush(nowMs);
    return isAnswer;
  }

  /** The robot answered a ping of ours; when that was sent after the freeze, we see again. */
  void onPong(long pingSentAtMs, boolean stampValid, long nowMs) {
    window.onPong(pingSentAtMs);
    if (isBlind && stampValid && pingSentAtMs - blindSinceMs >= 0) {
      isBlind = false;
    }
    flush(nowMs);
  }

  /** The robot restarted: its clock starts anew, nothing of ours is under way. */
  void forget() {
    clock.forget();
    window.reset();
  }

  /**
   * This loop stood still. What it read since, stamps included, may have waited just as long: no
   * setpoint goes on until the robot has answered a ping sent from now on.
   */
  void onFreeze(long nowMs) {
    isBlind = true;
    blindSinceMs = nowMs;
    drop(Reason.STALE);
  }
}
