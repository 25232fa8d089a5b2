package org.havatar.bridge;

import java.net.URI;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which address is dialled next, when, and how long it may take (PROTOCOL.md §6): in turn, and with
 * back-off only after each has had its chance, so that a dead one costs the others next to nothing.
 */
final class DialPlan {
  static final int LIMIT_MS = 5000;

  /** An address that swallows packets must not keep the others waiting, in the first round. */
  static final int FIRST_ROUND_LIMIT_MS = 1500;

  private final RandomGenerator random;
  private final Backoff backoff;
  private List<URI> addresses;
  private int next;

  /** Attempts that failed since a node last echoed. */
  private int failures;

  DialPlan(List<URI> addresses, RandomGenerator random) {
    this.addresses = List.copyOf(addresses);
    this.random = random;
    this.backoff = new Backoff(random, Backoff.UPLINK_LONGEST_MS);
  }

  /** Other addresses, from the next attempt on; none of them has failed yet. */
  void follow(List<URI> newAddresses) {
    addresses = List.copyOf(newAddresses);
    next = 0;
    failures = 0;
  }

  URI address() {
    return addresses.get(next);
  }

  /** The same, or the one after it when another uplink has that. */
  URI addressBut(@Nullable URI taken) {
    if (address().equals(taken)) {
      turn();
    }
    return address();
  }

  boolean hasOthers() {
    return addresses.size() > 1;
  }

  /** For the address that is dialled now. */
  int limitMs() {
    return hasOthers() && failures < addresses.size() ? FIRST_ROUND_LIMIT_MS : LIMIT_MS;
  }

  /** A node works. */
  void onEcho() {
    backoff.reset();
    failures = 0;
  }

  /** The attempt led to nothing; returns how long to wait before the next. */
  int afterFailure(int askedMs) {
    failures++;
    turn();
    return wait(askedMs, failures % addresses.size() == 0);
  }

  /** A connection that worked is gone; returns how long to wait before the next. */
  int afterLoss(int askedMs) {
    turn();
    return wait(askedMs, true);
  }

  /** The node said goodbye: returns how long to wait before the next, which is another if any. */
  int afterGoodbye(int askedMs) {
    return turn() ? 0 : wait(askedMs, true);
  }

  private boolean turn() {
    next = (next + 1) % addresses.size();
    return hasOthers();
  }

  /**
   * @param askedMs by the node, 0 when it asked nothing; another node needn't be spared
   */
  private int wait(int askedMs, boolean backingOff) {
    if (askedMs > 0 && !hasOthers()) {
      return askedMs + random.nextInt(askedMs + 1);
    }
    return backingOff ? backoff.next() : 0;
  }
}
