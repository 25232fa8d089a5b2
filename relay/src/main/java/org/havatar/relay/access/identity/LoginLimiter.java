package org.havatar.relay.access.identity;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slows guessing down: after some free failures the wait doubles with each one. Counted for
 * (account, address), so that nobody locks somebody else out from afar, for the address over all
 * accounts, and for the account over all addresses: that bound is short, and addresses from which
 * the account has a login that stands are spared, so that strangers can slow its owner's next
 * device down but not lock him out of those he has. An attempt counts as a failure from its
 * beginning, so parallel ones don't slip through. In memory, any thread; at most {@link
 * #MAX_ENTRIES} entries, the one used longest ago goes first.
 */
public final class LoginLimiter {
  static final int MAX_ENTRIES = 10_000;
  public static final int FREE_PER_ACCOUNT = 5;
  static final int FREE_PER_ADDRESS = 20;
  static final int FREE_FROM_ANYWHERE = 50;
  public static final long FIRST_WAIT_MS = 1_000;
  static final long LONGEST_WAIT_MS = 300_000;
  static final long LONGEST_WAIT_FROM_ANYWHERE_MS = 8_000;
  static final long FORGET_AFTER_MS = 900_000;
  private static final int MAX_DOUBLINGS = 20;

  private static final class Failures {
    int count;
    long lastMs;
  }

  private final Map<String, Failures> all =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  /**
   * 0: go ahead. Else refuse, and say to come back after that many milliseconds.
   *
   * @param familiar whether the account has a login that stands from that address
   */
  public synchronized long attempt(String account, String address, boolean familiar, long nowMs) {
    String accountKey = accountKey(account, address);
    String anywhereKey = anywhereKey(account);
    long anywhereMs =
        familiar
            ? 0
            : waitMs(
                all.get(anywhereKey), FREE_FROM_ANYWHERE, LONGEST_WAIT_FROM_ANYWHERE_MS, nowMs);
    long waitMs =
        Math.max(
            anywhereMs,
            Math.max(
                waitMs(all.get(accountKey), FREE_PER_ACCOUNT, LONGEST_WAIT_MS, nowMs),
                waitMs(all.get(address), FREE_PER_ADDRESS, LONGEST_WAIT_MS, nowMs)));
    if (waitMs == 0) {
      count(accountKey, nowMs);
      count(address, nowMs);
      count(anywhereKey, nowMs);
    }
    return waitMs; // a refused attempt leaves no trace, so nobody can push others out with them
  }

  /** The attempt was no failure: the account starts anew, the address gets its one back. */
  public synchronized void succeeded(String account, String address) {
    all.remove(accountKey(account, address));
    takeBack(address);
    takeBack(anywhereKey(account));
  }

  /** The attempt came to nothing (the node was busy): it doesn't count. */
  public synchronized void undecided(String account, String address) {
    takeBack(accountKey(account, address));
    takeBack(address);
    takeBack(anywhereKey(account));
  }

  private void takeBack(String key) {
    Failures failures = all.get(key);
    if (failures != null && failures.count > 0) {
      failures.count--;
    }
  }

  private void count(String key, long nowMs) {
    Failures failures = all.computeIfAbsent(key, k -> new Failures());
    failures.count = isForgotten(failures, nowMs) ? 1 : failures.count + 1;
    failures.lastMs = nowMs;
  }

  private static boolean isForgotten(Failures failures, long nowMs) {
    return nowMs - failures.lastMs >= FORGET_AFTER_MS;
  }

  private static long waitMs(@Nullable Failures failures, int free, long longestMs, long nowMs) {
    if (failures == null || failures.count < free || isForgotten(failures, nowMs)) {
      return 0;
    }
    int doublings = Math.min(failures.count - free, MAX_DOUBLINGS);
    long fullMs = Math.min(FIRST_WAIT_MS << doublings, longestMs);
    return Math.max(0, failures.lastMs + fullMs - nowMs);
  }

  /** No address begins like this. */
  private static String anywhereKey(String account) {
    return "* " + account;
  }

  private static String accountKey(String account, String address) {
    return address + ' ' + account;
  }
}
