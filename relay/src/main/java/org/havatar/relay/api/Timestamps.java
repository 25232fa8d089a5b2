package org.havatar.relay.api;

import java.time.DateTimeException;
import java.time.Instant;

/** Moments as bodies have them: RFC 3339 texts in UTC. */
final class Timestamps {
  private Timestamps() {}

  static String text(long epochMs) {
    return Instant.ofEpochMilli(epochMs).toString();
  }

  static long ms(String field, String text) {
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new ProblemException(
          Problem.outOfRange(field, "a moment in UTC like 2026-11-21T13:00:00Z"));
    }
  }
}
