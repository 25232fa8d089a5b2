package org.havatar.relay.session.older;

import java.util.function.LongSupplier;
import org.havatar.relay.session.connection.Budget;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Request;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.TakeLease;
import org.jspecify.annotations.Nullable;

/**
 * Drives in an older client's name (PROTOCOL.md §11): holds its newest command for a while, always
 * with that command's own echo, then sends neutrals; takes the lease and re-arms when the person
 * had let go. Times are the node's monotonic milliseconds.
 */
final class StandInDriver {
  static final long PERIOD_MS = 20;

  /** Commands that go on coming quicker replace each other. */
  static final long LEAST_PERIOD_MS = 8;

  /** So many may come quicker, and go at once: a new command waits for no repetition. */
  static final int QUICK_ONES = 4;

  private static final int MILLI = 1000;

  static final long ASK_EVERY_MS = 250;

  /** A robot, or a relay, that has just started knows soon what it doesn't know yet. */
  static final long ASK_AGAIN_MS = 50;

  private static final int MOST_INPUT_AGE_MS = 0xFFFF;

  /** Where its messages go: the session of a modern client. */
  interface Road {
    void say(Message message, long nowMs);
  }

  private final Road road;
  private final Answers answers;
  private final ProbeClock probes;
  private final LongSupplier holdMs;
  private final RobotView robot = new RobotView();
  private final RobotStamps stamps = new RobotStamps();
  private final LetGoPermits permits;
  private long self;
  private @Nullable HeldCommand held;
  private Sequence sequence = Sequence.ZERO;
  private boolean wasHolder;
  private long inputMs;
  private long sentMs;
  private long askedMs;

  /** Apart from the other: a first press that takes the lease also has to release a start latch. */
  private long releaseAskedMs;

  private long provenFromMs;
  private final Budget quickOnes;

  /** Something is to be said before the next repetition is due. */
  private boolean isUrgent;

  /** As the newest beacon says; null before the first one. */
  private @Nullable Numbered latch;

  private @Nullable LatchKind latchKind;

  /** What was proven since was sent after that latch was made. */
  private long latchSeenMs;

  StandInDriver(Road road, Answers answers, ProbeClock probes, LongSupplier holdMs, long nowMs) {
    this.road = road;
    this.answers = answers;
    this.probes = probes;
    this.holdMs = holdMs;
    this.permits = new LetGoPermits(nowMs);
    this.inputMs = nowMs;
    this.sentMs = nowMs - PERIOD_MS;
    this.askedMs = nowMs - ASK_EVERY_MS;
    this.releaseAskedMs = nowMs - ASK_EVERY_MS;
    this.provenFromMs = Long.MIN_VALUE;
    this.quickOnes = new Budget((int) (MILLI / LEAST_PERIOD_MS), QUICK_ONES, nowMs);
  }

  /** Welcomed: this is our tag. */
  void onWelcome(long holder) {
    self = holder;
  }

  boolean isHolder() {
    return self != 0 && robot.holder() == self;
  }

  boolean isSelected() {
    return robot.isSelected();
  }

  /** The client's network is to be watched closely. */
  boolean isBusy(long nowMs) {
    return isHolder() || permits.mayTake(nowMs) || held != null;
  }

  void onSelected(RobotSelected selected, long nowMs) {
    if (robot.onSelected(selected)) {
      forgetRobot(nowMs);
    }
  }

  /** Stamps, and what was reckoned from them, mean nothing any more. */
  private void forgetRobot(long nowMs) {
    stamps.forget();
    provenFromMs = nowMs;
    drop(robot.isOffline() ? Reason.NO_ROBOT.wireName() : Reason.TERM_OLD.wireName());
  }

  void onBeacon(Beacon beacon, long nowMs) {
    if (robot.onBeacon(beacon)) {
      forgetRobot(nowMs);
    }
    stamps.onStamp(beacon.stamp(), nowMs);
    if (!beacon.latch().equals(latch) || beacon.latchKind() != latchKind) {
      latch = beacon.latch();
      latchKind = beacon.latchKind();
      onLatchNews(nowMs);
    }
  }

  /** Re-arming needs a pong of a ping that was sent after the latch: it is sent at once. */
  private void onLatchNews(long nowMs) {
    latchSeenMs = nowMs;
    isUrgent = held != null;
    boolean isAwaited = held != null && !held.isNeutral() && mayRearm(nowMs);
    if (isAwaited && latchKind != LatchKind.NONE) {
      probes.probe(nowMs);
    }
  }

  /** A pong came: what waits for a proof may go. */
  void onProven(long nowMs) {
    Beacon beacon = robot.current();
    boolean isLatched = beacon != null && beacon.latchKind() != LatchKind.NONE;
    HeldCommand command = held;
    if (isLatched && isHolder() && command != null && !command.isNeutral()) {
      drive(nowMs);
    }
  }

  void onLease(Lease lease, long nowMs) {
    robot.onLease(lease);
    isUrgent = held != null;
    if (isHolder()) {
      permits.usedTake(nowMs);
    }
  }

  void onAck(Ack ack, long nowMs) {
    boolean moved = ack.leftPermille() != 0 || ack.rightPermille() != 0;
    if (ack.reason() == Reason.ACCEPTED && moved) {
      permits.usedRearm(nowMs);
    }
    boolean latched =
        ack.reason() == Reason.LATCHED_FAILSAFE || ack.reason() == Reason.LATCHED_STOP;
    answers.onAck(ack, latched && mayRearm(nowMs));
  }

  void onRefused(Refused refused, long nowMs) {
    if (refused.answers(Request.TAKE_LEASE)) {
      boolean passing =
          refused.code().equals(Codes.UNAVAILABLE) || refused.code().equals(Codes.TERM_CHANGED);
      if (passing) {
        askedMs = nowMs - ASK_EVERY_MS + ASK_AGAIN_MS;
      } else {
        permits.usedTake(nowMs);
        held = null;
        answers.refuseAll(refused.code(), refused.message());
      }
    }
  }

  /** A command that was too old. */
  void onStale(MotorControl command, long nowMs) {
    permits.onRefused(!command.isNeutral(), nowMs);
  }

  /** A command that passed the gate. */
  void onCommand(MotorControl command, Answers.Open answer, long nowMs) {
    boolean moves = !command.isNeutral();
    permits.onCommand(moves, nowMs);
    HeldCommand before = held;
    if (before != null) {
      answers.onReplaced(before.answer());
    }
    boolean wasMoving = before != null && !before.isNeutral();
    inputMs = moves || wasMoving ? nowMs : inputMs;
    held =
        new HeldCommand(
            answer, command.leftPermille(), command.rightPermille(), probes.provenMs(), nowMs);
    if (!moves || quickOnes.take(nowMs) || nowMs - sentMs >= LEAST_PERIOD_MS) {
      drive(nowMs);
    } else {
      isUrgent = true;
    }
  }

  /** Ends the hold at once: a neutral follows. */
  void rest(long nowMs) {
    HeldCommand before = held;
    if (before != null && !before.isNeutral()) {
      drop(Reason.STALE.wireName());
      inputMs = nowMs;
      drive(nowMs);
    }
  }

  private void drop(String code) {
    HeldCommand before = held;
    held = null;
    if (before != null) {
      answers.refuse(before.answer(), code);
    }
  }

  void onTick(long nowMs) {
    HeldCommand command = held;
    if (command != null && !command.isNeutral()) {
      boolean tooOld = nowMs - command.sampledMs() > Drive.MAX_TTL_MS;
      if (tooOld || nowMs - command.arrivedMs() >= holdMs.getAsLong()) {
        // Not answered here: its answer may be under way, else its deadline comes.
        held = null;
        if (tooOld) {
          command.answer().because(Reason.STALE.wireName());
        }
        inputMs = nowMs;
      }
    }
    if (nowMs - sentMs >= (isUrgent ? LEAST_PERIOD_MS : PERIOD_MS)) {
      drive(nowMs);
    }
  }

  private void drive(long nowMs) {
    if (isHolder()) {
      inputMs = wasHolder || held != null ? inputMs : nowMs;
      wasHolder = true;
      permits.usedTake(nowMs);
      Beacon beacon = robot.current();
      if (beacon != null) {
        drive(beacon, nowMs);
      }
      return;
    }
    wasHolder = false;
    if (robot.isOffline()) {
      drop(Reason.NO_ROBOT.wireName());
    } else if (held != null && robot.isKnown()) {
      wantLease(nowMs);
    }
  }

  private void wantLease(long nowMs) {
    if (robot.holder() != 0) {
      permits.usedTake(nowMs);
      held = null;
      answers.refuseAll(Codes.HELD, robot.holderName() + " drives.");
    } else if (!permits.mayTake(nowMs)) {
      drop(Reason.NO_LEASE.wireName());
    } else if (mayAsk(nowMs)) {
      road.say(new TakeLease(), nowMs);
    }
    HeldCommand waiting = held;
    if (waiting != null) {
      waiting.answer().because(Reason.NO_LEASE.wireName());
    }
  }

  private boolean mayAsk(long nowMs) {
    boolean may = nowMs - askedMs >= ASK_EVERY_MS;
    askedMs = may ? nowMs : askedMs;
    return may;
  }

  private void drive(Beacon beacon, long nowMs) {
    HeldCommand command = held;
    if (command == null || command.isNeutral()) {
      rest(beacon, command, nowMs);
    } else if (RobotView.isStartLatch(beacon) && mayRearm(nowMs)) {
      command.answer().because(whyStillLatched());
      release(beacon, nowMs);
    } else if (beacon.latchKind() == LatchKind.FAILSAFE && mayRearm(nowMs)) {
      command.answer().because(whyStillLatched());
      send(0, 0, stamps.at(provenMs()), 0, null, nowMs);
    } else if (command.sampledMs() >= provenFromMs) {
      Stamp echo = command.echo(stamps);
      Answers.Open answer = command.answer();
      send(command.leftPermille(), command.rightPermille(), echo, 0, answer, nowMs);
    }
  }

  /** The robot is being re-armed: what is missing is no fault of the person's. */
  private String whyStillLatched() {
    return probes.provenMs() < latchSeenMs ? Codes.UNPROVEN : Codes.UNAVAILABLE;
  }

  private boolean mayRearm(long nowMs) {
    return permits.mayRearm(nowMs);
  }

  private void release(Beacon beacon, long nowMs) {
    Stamp echo = stamps.at(provenMs());
    if (echo != null && nowMs - releaseAskedMs >= ASK_EVERY_MS) {
      releaseAskedMs = nowMs;
      Numbered latch = beacon.latch();
      road.say(new ReleaseStop(robot.term(), latch, echo, Drive.MAX_TTL_MS, null, 0), nowMs);
    }
  }

  /** A neutral, as long as it doesn't re-arm a robot whose driver hasn't let go for long. */
  private void rest(Beacon beacon, @Nullable HeldCommand neutral, long nowMs) {
    Answers.Open asked = neutral == null || neutral.answer().isAnswered() ? null : neutral.answer();
    if (beacon.latchKind() == LatchKind.NONE || asked != null || permits.isResting(nowMs)) {
      long sinceInputMs = Math.clamp(nowMs - inputMs, 0, MOST_INPUT_AGE_MS);
      send(0, 0, stamps.at(provenMs()), (int) sinceInputMs, asked, nowMs);
    }
  }

  /** What arrives now was sent after this moment, if it was sent to this start of the robot. */
  private long provenMs() {
    return probes.provenMs() >= provenFromMs ? probes.provenMs() : Long.MIN_VALUE / 2;
  }

  private void send(
      int left,
      int right,
      @Nullable Stamp echo,
      int inputAgeMs,
      Answers.@Nullable Open answer,
      long nowMs) {
    if (echo == null) {
      if (answer != null) {
        answer.because(Reason.STALE.wireName());
      }
      return;
    }
    sequence = sequence.next();
    sentMs = nowMs;
    isUrgent = false;
    if (answer != null) {
      answers.onSent(answer, sequence);
    }
    road.say(
        new Drive(robot.term(), sequence, echo, Drive.MAX_TTL_MS, inputAgeMs, left, right), nowMs);
  }
}
