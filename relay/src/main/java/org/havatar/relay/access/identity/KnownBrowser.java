package org.havatar.relay.access.identity;

import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/**
 * A browser from which somebody has logged in with all that their account needs. Others' guessing
 * doesn't keep it waiting: it has failures of its own, and once they are used up it is worth
 * nothing until its next login. It is no part of a proof, and never good for codes.
 *
 * @param id names it; proves nothing
 * @param hash of what the browser shows, which is random
 * @param failures by virtue of it
 * @param sinceMs epoch milliseconds of that login
 */
public record KnownBrowser(String id, String hash, int failures, long sinceMs) {
  static final int MOST_FAILURES = 5;

  /** Longer than the oldest login, so that its owner is known when that has ended. */
  public static final long LIFE_MS = TimeUnit.DAYS.toMillis(180);

  static final int MAX_LENGTH = 200;
  private static final int ID_BYTES = 9;
  private static final int SECRET_BYTES = 32;
  private static final char SEPARATOR = '.';

  /** What a browser is to show. */
  static String createText(SecureRandom random) {
    return Secrets.create(random, ID_BYTES) + SEPARATOR + Secrets.create(random, SECRET_BYTES);
  }

  static KnownBrowser of(String text, long nowMs) {
    return new KnownBrowser(idOf(text), Secrets.hash(text), 0, nowMs);
  }

  private static String idOf(String text) {
    return text.substring(0, Math.max(0, text.indexOf(SEPARATOR)));
  }

  boolean is(String shown) {
    return shown.length() <= MAX_LENGTH && id.equals(idOf(shown)) && Secrets.matches(shown, hash);
  }

  boolean mayTry(long nowMs) {
    return failures < MOST_FAILURES && !isOver(nowMs);
  }

  boolean isOver(long nowMs) {
    return nowMs - sinceMs >= LIFE_MS;
  }

  KnownBrowser with(int changedFailures) {
    return new KnownBrowser(id, hash, Math.max(0, changedFailures), sinceMs);
  }

  /** Without the hash: records end up in logs. */
  @Override
  public String toString() {
    return "KnownBrowser[" + id + "]";
  }
}
