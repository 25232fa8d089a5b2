package org.havatar.transports.authority;

import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;

/** What keeps the robot from moving (PROTOCOL.md §8). Times are the register's own milliseconds. */
final class Latch {
  private LatchKind kind = LatchKind.NONE;
  private Numbered number;
  private long madeAtMs;
  private boolean pressed;

  Latch(long boot) {
    number = new Numbered(boot, 0);
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
    return isStop() && pressed;
  }

  /** A person pressed stop. */
  void press(LatchKind wanted, long nowMs) {
    set(wanted, nowMs);
    pressed = true;
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
    pressed = false;
    madeAtMs = nowMs;
  }

  /** True when a neutral sampled at {@code echoMs} may clear the failsafe latch. */
  boolean isClearedByNeutralOf(long echoMs) {
    return kind == LatchKind.FAILSAFE && echoMs > madeAtMs;
  }

  void clear() {
    kind = LatchKind.NONE;
  }
}
