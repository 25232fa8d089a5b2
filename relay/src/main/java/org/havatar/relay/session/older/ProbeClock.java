package org.havatar.relay.session.older;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.havatar.transports.link.Link;

/**
 * Proves how old at most is what a peer without stamps sends (PROTOCOL.md §11): a message that
 * comes after a pong was sent after that pong's ping. Tokens are random, so that a pong can't be
 * made before its ping has arrived. Times are the node's monotonic milliseconds.
 */
final class ProbeClock {
  static final long BUSY_EVERY_MS = 50;
  static final long IDLE_EVERY_MS = 500;
  static final long DEAD_AFTER_MS = 5000;

  /** More than what is sent until the peer counts as dead. */
  private static final int MOST_OPEN = 128;

  private record Probe(long number, long token, long sentAtMs) {}

  private final Link link;
  private final RandomGenerator random;
  private final Deque<Probe> open = new ArrayDeque<>();
  private long sent;
  private long answered;
  private long provenMs;
  private long heardMs;
  private long probedMs;

  /** The end of the handshake is as good as a first answered ping: nobody sends before it. */
  ProbeClock(Link link, RandomGenerator random, long openedMs) {
    this.link = link;
    this.random = random;
    this.provenMs = openedMs;
    this.heardMs = openedMs;
    this.probedMs = openedMs - IDLE_EVERY_MS;
  }

  void onTick(boolean busy, long nowMs) {
    if (nowMs - probedMs >= (busy ? BUSY_EVERY_MS : IDLE_EVERY_MS)) {
      probe(nowMs);
    }
  }

  /** Sends a ping; its number, for {@link #answered}. */
  long probe(long nowMs) {
    probedMs = nowMs;
    sent++;
    Probe probe = new Probe(sent, random.nextLong(), nowMs);
    if (open.size() == MOST_OPEN) {
      open.removeFirst();
    }
    open.addLast(probe);
    link.probe(probe.token); // a full link loses it: the next one comes soon
    return sent;
  }

  /** A pong; false when it answers no open ping of ours. */
  boolean onProbed(long token, long nowMs) {
    if (open.stream().noneMatch(each -> each.token == token)) {
      return false;
    }
    Probe probe = open.removeFirst();
    while (probe.token != token) {
      probe = open.removeFirst(); // overtaken: no proof any more
    }
    answered = probe.number;
    provenMs = probe.sentAtMs;
    heardMs = nowMs;
    return true;
  }

  /** Number of the newest ping that was answered, 0 none. */
  long answered() {
    return answered;
  }

  /** What arrives now was sent after this moment. */
  long provenMs() {
    return provenMs;
  }

  /** Milliseconds since the last pong, or since the handshake. */
  long silentMs(long nowMs) {
    return nowMs - heardMs;
  }

  boolean isDead(long nowMs) {
    return silentMs(nowMs) >= DEAD_AFTER_MS;
  }

  /** This loop stood still: the silence was ours. */
  void forgive(long nowMs) {
    heardMs = nowMs;
  }
}
