package org.havatar.relay.session.older;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.havatar.relay.session.FakeLink;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;

/**
 * The driver in an older client's name, between that client and a robot that says what it is told.
 */
abstract class StandInDriverScene {
  static final long SELF = 0xa1;
  static final long OTHER = 0xb2;
  static final int FULL = 1000;

  final FakeLink link = new FakeLink(false);
  final List<Message> said = new ArrayList<>();
  long nowMs = startMs();
  long holdMs = 500;
  final Answers answers = new Answers(link, () -> 1_800_000_000_000L);
  final ProbeClock probes = new ProbeClock(link, new Random(1), nowMs);
  final StandInDriver driver =
      new StandInDriver((message, atMs) -> said.add(message), answers, probes, () -> holdMs, nowMs);

  long boot = 7;
  long term = 3;
  long holder;
  long latchCounter = 5;
  LatchKind latch = LatchKind.NONE;
  int flags;

  /** The robot's clock is ahead of ours. */
  int aheadMs = 1000;

  private int commands;

  /** What the node's clock shows in the beginning. */
  long startMs() {
    return 50_000;
  }

  /** What a client hears that presses at once, at a robot that is latched, and answers no ping. */
  String answerToAFirstPressWithoutAPong(LatchKind standing) {
    driver.onWelcome(SELF);
    String id = command(FULL);
    nowMs += 1;
    select();
    latch = standing;
    beacon();
    lease(SELF, "Olda");
    beacon();
    nowMs += 20;
    driver.onTick(nowMs);
    nowMs += 479;
    answers.onTick(nowMs);
    return answerTo(id);
  }

  Stamp stampAt(long atMs) {
    return new Stamp((int) atMs + aheadMs);
  }

  /** The echo of what was sent after that moment. */
  Stamp echoOf(long provenMs) {
    return stampAt(provenMs - RobotStamps.MARGIN_MS);
  }

  void select() {
    driver.onSelected(new RobotSelected("tank-1", "Tank", true, null), nowMs);
  }

  void beacon() {
    driver.onBeacon(
        new Beacon(
            flags,
            latch,
            boot,
            term,
            latchCounter,
            1,
            stampAt(nowMs),
            holder,
            60_000,
            0,
            255,
            0,
            0,
            0,
            FULL,
            0,
            Sequence.ZERO),
        nowMs);
  }

  void lease(long newHolder, String name) {
    term++;
    holder = newHolder;
    driver.onLease(
        new Lease(
            "tank-1", new Numbered(boot, term), holder, name, 60_000, Lease.Cause.TAKEN, null),
        nowMs);
  }

  /** A ping of now is answered at once. */
  void prove() {
    probes.probe(nowMs);
    probes.onProbed(link.probes.get(link.probes.size() - 1), nowMs);
  }

  /** Known, free, unlatched, proven. */
  void meet() {
    driver.onWelcome(SELF);
    select();
    beacon();
    prove();
  }

  /** Its holder, with nothing held. */
  void lead() {
    meet();
    lease(SELF, "Olda");
    beacon();
  }

  /** The id under which it is answered. */
  String command(int left, int right) {
    String id = Integer.toString(++commands);
    int leftSpeed = left * MotorControl.MAX_SPEED / FULL;
    int rightSpeed = right * MotorControl.MAX_SPEED / FULL;
    MotorControl control = new MotorControl(id, null, leftSpeed, rightSpeed, null);
    driver.onCommand(control, answers.open(id, nowMs), nowMs);
    return id;
  }

  String command(int permille) {
    return command(permille, permille);
  }

  /** Time passes with pongs and beacons. */
  void pass(long durationMs) {
    for (long passed = 0; passed < durationMs; passed += 10) {
      nowMs += 10;
      prove();
      beacon();
      driver.onTick(nowMs);
      answers.onTick(nowMs);
    }
  }

  List<Drive> drives() {
    return all(Drive.class);
  }

  Drive lastDrive() {
    return drives().get(drives().size() - 1);
  }

  /** What the robot did with the newest setpoint. */
  void ack(Reason reason, int left, int right) {
    Drive newest = lastDrive();
    driver.onAck(
        new Ack(reason, newest.term(), newest.sequence(), stampAt(nowMs), 0, FULL, left, right),
        nowMs);
  }

  <T extends Message> List<T> all(Class<T> kind) {
    return said.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** "ok", the code of its answer, or "none". */
  String answerTo(String id) {
    return link.all(MotorResponse.class).stream()
        .filter(each -> id.equals(each.id()))
        .map(each -> each.ok() ? "ok" : String.valueOf(each.code()))
        .reduce((one, other) -> one + "+" + other)
        .orElse("none");
  }
}
