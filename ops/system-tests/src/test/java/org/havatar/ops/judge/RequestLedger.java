package org.havatar.ops.judge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.LeaseRequested;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Refused;

/**
 * What one client asked and what became of each: an answer, a refusal with its reason, or lost with
 * the connection that it was asked on. Anything else stays open, and that is a fault.
 */
public final class RequestLedger {
  /** The client's requests, named as on the wire. */
  public enum Kind {
    TAKE_LEASE("take_lease"),
    TAKE_OVER("take_over"),
    REQUEST_LEASE("request_lease"),
    RELEASE_LEASE("release_lease"),
    ANSWER_REQUEST("answer_request");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }
  }

  private final Map<Kind, Integer> sent = new EnumMap<>(Kind.class);
  private final Map<Kind, Map<String, Integer>> outcomes = new EnumMap<>(Kind.class);
  private final Deque<Kind> open = new ArrayDeque<>();
  private final List<String> unexpected = new ArrayList<>();
  private int overAnswers;
  private long driver;
  private String causeOfWaited = "";

  /** To be called before it is handed to the socket. */
  public synchronized void asked(Kind kind) {
    sent.merge(kind, 1, Integer::sum);
    open.addLast(kind);
  }

  /** The socket did not take it after all. */
  public synchronized void unasked(Kind kind) {
    sent.merge(kind, -1, Integer::sum);
    open.removeLastOccurrence(kind);
  }

  public synchronized boolean isOpen(Kind kind) {
    return open.contains(kind);
  }

  public synchronized boolean isEmpty() {
    return open.isEmpty();
  }

  /** The connection is gone. */
  public synchronized void lost() {
    open.forEach(kind -> count(kind, "lost"));
    open.clear();
    overAnswers = 0;
    driver = 0;
  }

  /**
   * What answers a request, or refuses it; all else is left aside.
   *
   * @param self the holder tag of the client on this connection
   */
  public synchronized void hear(Message message, long self) {
    switch (message) {
      case Lease lease -> onLease(lease, self);
      case Refused refused -> onRefused(refused);
      case LeaseRequested told -> {
        if (told.remainingMs() == 0 && told.holder() != self) {
          if (settle(Kind.ANSWER_REQUEST, "answered")) {
            overAnswers++;
          }
        }
      }
      default -> {
        // No answer to a request.
      }
    }
  }

  private void onLease(Lease lease, long self) {
    String cause = lease.cause().name().toLowerCase(Locale.ROOT);
    boolean wasDriver = driver == self;
    driver = lease.holder();
    if (lease.cause() == Lease.Cause.RELEASED) {
      if (wasDriver) {
        settle(Kind.RELEASE_LEASE, cause);
      }
    } else if (lease.holder() == self) {
      // One lease ends the request that waits as well as what was asked just now.
      boolean waited = settle(Kind.REQUEST_LEASE, cause);
      causeOfWaited = waited ? cause : causeOfWaited;
      if (lease.cause() == Lease.Cause.TAKEN_OVER) {
        settle(Kind.TAKE_OVER, cause);
      } else if (!waited && !settle(Kind.TAKE_LEASE, cause)) {
        settle(Kind.TAKE_OVER, cause);
      }
    }
  }

  private void onRefused(Refused refused) {
    for (Kind kind : Kind.values()) {
      if (kind.wireName.equals(refused.request()) && settle(kind, refused.code())) {
        return;
      }
    }
    if (refused.request().equals(Kind.ANSWER_REQUEST.wireName) && overAnswers > 0) {
      // The request was over when the answer came: both were told, the answer is refused too.
      overAnswers--;
      uncount(Kind.ANSWER_REQUEST, "answered");
      count(Kind.ANSWER_REQUEST, refused.code());
    } else if (refused.request().equals(Kind.TAKE_LEASE.wireName)
        && settle(Kind.REQUEST_LEASE, refused.code())) {
      // A request of a free lease is a take.
      return;
    } else if (refused.request().equals(Kind.REQUEST_LEASE.wireName)
        && settle(Kind.TAKE_LEASE, causeOfWaited)) {
      // Both were under way: the lease was the answer to the take, not to the request.
      uncount(Kind.REQUEST_LEASE, causeOfWaited);
      count(Kind.REQUEST_LEASE, refused.code());
    } else {
      unexpected.add(refused.toString());
    }
  }

  private boolean settle(Kind kind, String outcome) {
    boolean was = open.removeFirstOccurrence(kind);
    if (was) {
      count(kind, outcome);
    }
    return was;
  }

  private void count(Kind kind, String outcome) {
    add(kind, outcome, 1);
  }

  private void uncount(Kind kind, String outcome) {
    add(kind, outcome, -1);
  }

  private void add(Kind kind, String outcome, int number) {
    outcomes.computeIfAbsent(kind, k -> new TreeMap<>()).merge(outcome, number, Integer::sum);
  }

  /** Refusals of nothing that was asked. */
  public synchronized List<String> unexpected() {
    return List.copyOf(unexpected);
  }

  /** How often each kind was asked. */
  public synchronized Map<Kind, Integer> sent() {
    return new EnumMap<>(sent);
  }

  /** How often each kind ended how. */
  public synchronized Map<Kind, Map<String, Integer>> outcomes() {
    Map<Kind, Map<String, Integer>> copy = new EnumMap<>(Kind.class);
    outcomes.forEach((kind, ends) -> copy.put(kind, new TreeMap<>(ends)));
    return copy;
  }

  /** What was asked and has no answer yet, the oldest first. */
  public synchronized List<Kind> stillOpen() {
    return List.copyOf(open);
  }
}
