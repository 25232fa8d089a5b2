package org.havatar.transports.authority;

import org.jspecify.annotations.Nullable;

/** How far a robot's clock is before ours at least, by the best of the last one to two windows. */
final class BestOffset {
  private record Offset(int ms, long atMs) {}

  private final long windowMs;
  private @Nullable Offset best;
  private @Nullable Offset before;
  private long sinceMs;

  BestOffset(long windowMs) {
    this.windowMs = windowMs;
  }

  void add(int offsetMs, long nowMs) {
    if (nowMs - sinceMs >= windowMs) {
      before = nowMs - sinceMs < 2 * windowMs ? best : null;
      best = null;
      sinceMs = nowMs;
    }
    best = later(best, new Offset(offsetMs, nowMs));
  }

  /** Serial arithmetic: both clocks wrap. */
  private static Offset later(@Nullable Offset one, Offset other) {
    return one == null || other.ms - one.ms >= 0 ? other : one;
  }

  private @Nullable Offset offset() {
    Offset mine = best;
    return mine == null ? null : before == null ? mine : later(before, mine);
  }

  /** Null when none was added. */
  @Nullable Integer best() {
    Offset offset = offset();
    return offset == null ? null : offset.ms;
  }

  /** When the best one was added; 0 when none was. */
  long bestMs() {
    Offset offset = offset();
    return offset == null ? 0 : offset.atMs;
  }

  void forget() {
    best = null;
    before = null;
  }
}
