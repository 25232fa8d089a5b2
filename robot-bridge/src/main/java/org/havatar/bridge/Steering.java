package org.havatar.bridge;

import org.havatar.transports.authority.Register;
import org.havatar.transports.authority.RegisterOptions;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.jspecify.annotations.Nullable;

/** Hands what the register accepted to the board, and lets go of it early. On the event loop. */
final class Steering {
  /**
   * Milliseconds that a setpoint of our own lives: it has to survive the serial line, and brings no
   * speed however long it is held.
   */
  static final int LET_GO_LIFE_MS = 40;

  private final BoardLink board;
  private final RegisterOptions limits;
  private final Copies copies = new Copies();

  /** The newest that the board was given of its term. */
  private @Nullable Drive passed;

  Steering(BoardLink board, RegisterOptions limits) {
    this.board = board;
    this.limits = limits;
  }

  /**
   * Judges a setpoint that arrived now and passes it on when it may be; returns the answer. A copy
   * of one that came over another road is answered alike and is nothing else.
   */
  Ack drive(Drive drive, Register register, long nowMs) {
    register.tick(nowMs); // a term that time has ended has no copies
    Ack known = copies.answerTo(drive, register.term());
    if (known != null) {
      return known;
    }
    Ack judged = register.judge(drive, board.isReady(nowMs), nowMs);
    Ack ack = judged.reason() == Reason.ACCEPTED ? toBoard(drive, judged, nowMs) : judged;
    copies.onAnswered(ack, register.term());
    return ack;
  }

  /**
   * While the board itself still wants a neutral (the one that cleared the latch may have been lost
   * on the line) it gets neutrals, whatever was asked.
   */
  private Ack toBoard(Drive drive, Ack ack, long nowMs) {
    boolean neutral = board.wantsNeutral();
    int left = neutral ? 0 : ack.leftPermille();
    int right = neutral ? 0 : ack.rightPermille();
    Drive given = with(drive, drive.sequence(), left, right);
    int lifeMs = Math.min(drive.ttlMs(), limits.ttlLimitMs());
    board.setpoint(given, lifeMs, limits.holdMs(), nowMs);
    passed = given;
    return new Ack(
        ack.reason(),
        ack.term(),
        ack.sequence(),
        ack.stamp(),
        ack.ageMs(),
        ack.capPermille(),
        left,
        right);
  }

  /**
   * The answer to a setpoint that comes over a road which is about to end: nothing is executed, and
   * its sequence number stays unused.
   */
  static Ack refused(Drive drive, long nowMs) {
    int ageMs = StampClock.stampAt(nowMs).ageMsOf(drive.echo());
    return new Ack(
        Reason.NO_ROBOT,
        drive.term(),
        drive.sequence(),
        StampClock.stampAt(nowMs),
        Math.clamp(ageMs, 0, 0xFFFF),
        0,
        0,
        0);
  }

  /**
   * Nobody can renew the setpoint that the board holds: its ramp to zero begins now and not at the
   * end of its hold. To the register that is the lapse which it would have been anyway. The board
   * takes only what is newer, so this uses the next sequence number of the driver: should a
   * setpoint under that number come over another road, the board refuses that one and takes the
   * next. Nothing is held any more once the board was stopped, nor in a later term.
   */
  void letGo(Register register, long nowMs) {
    Drive last = passed;
    if (last != null && register.holdRemainingMs(nowMs) > 0) {
      letGo(last, nowMs);
    }
  }

  /** The same at the end of that term's lease, while its setpoint is still held. */
  void letGoAtEnd(Numbered term, long nowMs) {
    Drive last = passed;
    if (last != null && last.term().equals(term)) {
      letGo(last, nowMs);
    }
  }

  private void letGo(Drive last, long nowMs) {
    if (isNeutral(last)) {
      return;
    }
    Drive own = with(last, last.sequence().next(), 0, 0);
    Drive fresh =
        new Drive(own.term(), own.sequence(), StampClock.stampAt(nowMs), LET_GO_LIFE_MS, 0, 0, 0);
    board.setpoint(fresh, LET_GO_LIFE_MS, LET_GO_LIFE_MS, nowMs);
    passed = fresh;
  }

  private static boolean isNeutral(Drive drive) {
    return drive.leftPermille() == 0 && drive.rightPermille() == 0;
  }

  private static Drive with(Drive drive, Sequence sequence, int left, int right) {
    return new Drive(
        drive.term(), sequence, drive.echo(), drive.ttlMs(), drive.inputAgeMs(), left, right);
  }
}
