package org.havatar.transports.authority;

import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Stop;

/** What keeps the robot from moving (PROTOCOL.md §8). Times are the register's own milliseconds. */
final class Latch {
  private LatchKind kind;
  private Numbered number;
  private long madeAtMs;

  /** What a restart has to know of it. */
  private StandingStop standing;

  /** The robot starts: what stood before stands again. */
  Latch(long boot, StandingStop kept) {
    kind = kept.stands() ? kept.kind() : LatchKind.STOP;
    number = new Numbered(boot, 1);
    standing = kept;
  }

  LatchKind kind() {
    return kind;
  }

  Numbered number() {
    return number;
  }

  boolean isStop() {
    return kind == LatchKind.STOP || kind == LatchKind.ADMINISTRATOR;
  }

  /** True while a stop stands that a person pressed: only a person may release it. */
  boolean isPressed() {
    return standing.pressed();
  }

  StandingStop standing() {
    return standing;
  }

  /** A stop was ordered, by a person or a program. */
  void stop(Stop stop, long nowMs) {
    boolean locks = stop.authority() == Stop.ADMINISTRATOR;
    set(locks ? LatchKind.ADMINISTRATOR : LatchKind.STOP, nowMs);
    boolean pressed = standing.pressed() || stop.cause() == Stop.Cause.PERSON;
    StandingStop now =
        pressed || kind == LatchKind.ADMINISTRATOR
            ? new StandingStop(kind, pressed, stop.stopId(), stop.origin())
            : StandingStop.NONE;
    boolean known = now.keepsLike(standing) && !standing.equals(StandingStop.UNREADABLE);
    standing = known ? standing : now;
  }

  /** What stood before the start is known late; what was made since is not weakened by it. */
  void remember(StandingStop kept) {
    if (standing.equals(StandingStop.UNREADABLE)) {
      standing = kept;
    } else if (kept.kind().compareTo(standing.kind()) > 0) {
      standing = new StandingStop(kept.kind(), standing.pressed(), kept.stopId(), kept.origin());
    }
    kind = standing.stands() ? standing.kind() : kind;
  }

  /** A new latch: the number rises, a stronger kind stays. */
  void set(LatchKind wanted, long nowMs) {
    kind = kind.compareTo(wanted) > 0 ? kind : wanted;
    number = number.next();
    madeAtMs = nowMs;
  }

  /** A stop was released: a neutral made after this moment is still wanted. */
  void release(long nowMs) {
    kind = LatchKind.FAILSAFE;
    standing = StandingStop.NONE;
    madeAtMs = nowMs;
  }

  /** True when a neutral sampled at {@code echoMs} may clear it, a failsafe latch. */
  boolean isClearedByNeutralOf(long echoMs) {
    return echoMs > madeAtMs;
  }

  void clear() {
    kind = LatchKind.NONE;
  }
}
