package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.havatar.relay.access.port.Ephemera;
import org.jspecify.annotations.Nullable;

/**
 * One-time tickets, good on every node that shares the store. Any thread. A node issues at most
 * {@link #MAX_PER_USER} that are open an account: the next one ends the oldest of them. Only hashes
 * are kept.
 */
public final class Tickets {
  static final int MAX_PER_USER = 16;
  private static final int BYTES = 32;
  private static final String KEY = "ticket/";

  /** At so many accounts those without an open ticket are forgotten. */
  private static final int MAX_USERS = 10_000;

  private record Issued(String key, long deadlineMs) {}

  private final SecureRandom random = new SecureRandom();
  private final Ephemera ephemera;
  private volatile int ttlMs;
  private final Map<String, ArrayDeque<Issued>> byUser = new HashMap<>(); // under this

  public Tickets(Ephemera ephemera, int ttlMs) {
    this.ephemera = ephemera;
    this.ttlMs = ttlMs;
  }

  public int lifeS() {
    return ttlMs / 1000;
  }

  /** Those that are issued from now on. */
  public void live(int milliseconds) {
    ttlMs = milliseconds;
  }

  public Future<String> issue(String userName, long nowMs) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    int lifeMs = ttlMs;
    String tooMany = noteIssued(userName, new Issued(key(ticket), nowMs + lifeMs), nowMs);
    Future<Boolean> put = ephemera.put(key(ticket), userName, lifeMs);
    return tooMany == null
        ? put.map(ticket)
        : put.compose(ignored -> ephemera.take(tooMany)).map(ticket);
  }

  /** The key of the ticket that has to end for this one. */
  private synchronized @Nullable String noteIssued(String userName, Issued issued, long nowMs) {
    if (byUser.size() >= MAX_USERS) {
      byUser.values().removeIf(each -> each.getLast().deadlineMs() - nowMs <= 0);
    }
    ArrayDeque<Issued> own = byUser.computeIfAbsent(userName, name -> new ArrayDeque<>());
    own.removeIf(each -> each.deadlineMs() - nowMs <= 0);
    own.addLast(issued);
    return own.size() > MAX_PER_USER ? own.removeFirst().key() : null;
  }

  /** Whose it is, once and before its deadline. */
  public Future<Optional<String>> redeem(String ticket) {
    String key = key(ticket);
    return ephemera
        .take(key)
        .onSuccess(userName -> userName.ifPresent(each -> noteRedeemed(each, key)));
  }

  private synchronized void noteRedeemed(String userName, String key) {
    ArrayDeque<Issued> own = byUser.get(userName);
    if (own != null && own.removeIf(each -> each.key().equals(key)) && own.isEmpty()) {
      byUser.remove(userName);
    }
  }

  private static String key(String ticket) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha256.digest(ticket.getBytes(StandardCharsets.UTF_8));
      return KEY + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
