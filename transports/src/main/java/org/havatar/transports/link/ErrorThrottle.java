package org.havatar.transports.link;

import java.util.HashMap;
import java.util.Map;

/**
 * How often one peer is told what it does wrong: at most once a second for each code, with the
 * count since. Codes are ours, so the map is small. One thread.
 */
public final class ErrorThrottle {
  private static final long EVERY_MS = 1000;

  private static final class Answered {
    private long lastMs;
    private long unanswered;

    private Answered(long lastMs) {
      this.lastMs = lastMs;
    }
  }

  private final Map<String, Answered> byCode = new HashMap<>();

  /** One more; how many the answer is about, 0 when it is too early for one. */
  public long take(String code, long nowMs) {
    Answered answered = byCode.computeIfAbsent(code, ignored -> new Answered(nowMs - EVERY_MS));
    answered.unanswered++;
    if (nowMs - answered.lastMs < EVERY_MS) {
      return 0;
    }
    long count = answered.unanswered;
    answered.lastMs = nowMs;
    answered.unanswered = 0;
    return count;
  }
}
