package org.havatar.relay.store.redis;

import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.port.Unavailable;
import org.jspecify.annotations.Nullable;

/**
 * Whether Redis can be asked, by what becomes of the probes. It is cut when no answer has come for
 * a while, and is not cut any more when for some time nothing but answers have: a Redis that comes
 * and goes changes it seldom. On the engine's loop, but {@link #isCut}.
 */
final class RedisReach {
  static final long CUT_AFTER_NS = TimeUnit.SECONDS.toNanos(1);

  /** More than this nobody waits, however patient the target is. */
  static final long CUT_AFTER_MOST_NS = TimeUnit.SECONDS.toNanos(10);

  static final long BACK_AFTER_NS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Probes later than this say that the node was frozen, not Redis. */
  private static final long LATE_NS = TimeUnit.MILLISECONDS.toNanos(2L * RedisChanges.TICK_MS);

  private final RedisTarget target;
  private final long cutAfterNs;
  private volatile boolean isCut;
  private boolean isAnswering;
  private long tickedNs;
  private long answeredNs;
  private long answeringSinceNs;
  private @Nullable Unavailable why;

  RedisReach(RedisTarget target, long nowNs) {
    this.target = target;
    long twiceNs = TimeUnit.MILLISECONDS.toNanos(2L * target.timeoutMs());
    cutAfterNs = Math.max(CUT_AFTER_NS, Math.min(twiceNs, CUT_AFTER_MOST_NS));
    tickedNs = nowNs;
    answeredNs = nowNs;
  }

  boolean isCut() {
    return isCut;
  }

  /** Before each probe. */
  void onProbe(long nowNs) {
    long passedNs = nowNs - tickedNs;
    tickedNs = nowNs;
    if (passedNs > LATE_NS) {
      answeredNs += passedNs;
    }
    if (nowNs - answeredNs >= cutAfterNs) {
      isCut = true;
      isAnswering = false;
    }
  }

  /** A probe was answered; true when Redis is back by that. */
  boolean onAnswer(long nowNs) {
    answeredNs = nowNs;
    if (!isAnswering) {
      isAnswering = true;
      answeringSinceNs = nowNs;
    }
    boolean back = isCut && nowNs - answeringSinceNs >= BACK_AFTER_NS;
    isCut = isCut && !back;
    return back;
  }

  void onFailure(Unavailable reason) {
    isAnswering = false;
    why = reason;
  }

  /** For whoever asks while it is cut. */
  Unavailable refusal() {
    Unavailable last = why;
    String reason =
        last == null
            ? "Redis at " + target + " doesn't answer."
            : String.valueOf(last.getMessage());
    return new Unavailable(
        reason + " Try again in a moment: the relay goes on as soon as it answers.", last);
  }
}
