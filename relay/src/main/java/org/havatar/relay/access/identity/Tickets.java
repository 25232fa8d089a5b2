package org.havatar.relay.access.identity;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One-time tickets, in memory. Any thread. Holds at most {@link #MAX_PER_USER} an account: the next
 * one ends that account's oldest.
 */
public final class Tickets {
  static final int MAX_PER_USER = 16;
  private static final int BYTES = 32;

  private record Issued(String userName, long deadlineMs) {}

  private final SecureRandom random = new SecureRandom();
  private int ttlMs;
  private final Map<String, Issued> open = new HashMap<>();
  private final Map<String, ArrayDeque<String>> byUser = new HashMap<>();

  public Tickets(int ttlMs) {
    this.ttlMs = ttlMs;
  }

  public synchronized int lifeS() {
    return ttlMs / 1000;
  }

  /** Those that are issued from now on. */
  public synchronized void live(int milliseconds) {
    ttlMs = milliseconds;
  }

  public synchronized String issue(String userName, long nowMs) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    ArrayDeque<String> own = byUser.computeIfAbsent(userName, name -> new ArrayDeque<>());
    if (own.size() >= MAX_PER_USER) {
      open.remove(own.removeFirst());
    }
    own.addLast(ticket);
    open.put(ticket, new Issued(userName, nowMs + ttlMs));
    return ticket;
  }

  /** Whose it is, once and before its deadline. */
  public synchronized Optional<String> redeem(String ticket, long nowMs) {
    Issued issued = open.remove(ticket);
    if (issued == null) {
      return Optional.empty();
    }
    ArrayDeque<String> own = byUser.get(issued.userName());
    if (own != null && own.remove(ticket) && own.isEmpty()) {
      byUser.remove(issued.userName());
    }
    return issued.deadlineMs() - nowMs > 0 ? Optional.of(issued.userName()) : Optional.empty();
  }
}
