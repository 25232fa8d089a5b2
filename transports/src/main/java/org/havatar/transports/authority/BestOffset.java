package org.havatar.transports.authority;

import org.jspecify.annotations.Nullable;

/** How far a robot's clock is before ours at least, by the best of the last one to two windows. */
final class BestOffset {
  /** So many milliseconds, by a stamp that came at {@code atMs}. */
  record Offset(int ms, long atMs) {}

  private final long windowMs;

  /** Of the window that lasts, of the one before, and of both. */
  private @Nullable Offset mine;

  private @Nullable Offset before;
  private @Nullable Offset best;
  private long sinceMs;

  BestOffset(long windowMs) {
    this.windowMs = windowMs;
  }

  void add(int offsetMs, long nowMs) {
    if (nowMs - sinceMs >= windowMs) {
      before = nowMs - sinceMs < 2 * windowMs ? mine : null;
      mine = null;
      sinceMs = nowMs;
    }
    Offset newest = later(mine, new Offset(offsetMs, nowMs));
    mine = newest;
    best = later(before, newest);
  }

  /** Serial arithmetic: both clocks wrap. */
  private static Offset later(@Nullable Offset one, Offset other) {
    return one == null || other.ms - one.ms >= 0 ? other : one;
  }

  /** Null when none was added. */
  @Nullable Offset best() {
    return best;
  }

  void forget() {
    mine = null;
    before = null;
    best = null;
  }
}
