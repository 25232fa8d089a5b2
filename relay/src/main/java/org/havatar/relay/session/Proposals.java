package org.havatar.relay.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.Stamp;
import org.jspecify.annotations.Nullable;

/** Lease changes that were proposed to one robot and are not answered yet (PROTOCOL.md §9). */
final class Proposals {
  static final long ANSWER_WITHIN_MS = 2000;
  static final int MAX_PENDING = 64;

  /** Where the one who asked is told. */
  interface Answers {
    void refused(Seat seat, Refused refused);
  }

  private record Pending(Seat seat, Propose.Action action, long deadlineMs) {}

  private final Link link;
  private final RandomGenerator random;
  private final Answers answers;
  private final Map<Long, Pending> pending = new LinkedHashMap<>();

  Proposals(Link link, RandomGenerator random, Answers answers) {
    this.link = link;
    this.random = random;
    this.answers = answers;
  }

  /**
   * Proposes what a client session asks for. Its term is the one that the driver saw, or none when
   * he means whatever is current.
   */
  void propose(Seat seat, Propose asked, Mirror mirror, @Nullable Stamp newest, long nowMs) {
    if (!mirror.isKnown() || newest == null) {
      refuse(seat, asked.action(), Codes.UNAVAILABLE, "The robot has not said who drives. Retry.");
      return;
    }
    if (!asked.term().equals(Numbered.NONE) && !asked.term().equals(mirror.term())) {
      refuse(seat, asked.action(), Codes.TERM_CHANGED, "The driver has just changed. Retry.");
      return;
    }
    if (pending.size() >= MAX_PENDING) {
      refuse(seat, asked.action(), Codes.UNAVAILABLE, "Too many ask at once. Retry.");
      return;
    }
    long id = newId();
    pending.put(id, new Pending(seat, asked.action(), nowMs + ANSWER_WITHIN_MS));
    link.offer(
        new Propose(
            id,
            asked.action(),
            mirror.term(),
            asked.holder(),
            asked.holderName(),
            asked.rank(),
            asked.durationMs(),
            newest));
  }

  private long newId() {
    long id = random.nextLong();
    while (id == 0 || pending.containsKey(id)) {
      id = random.nextLong();
    }
    return id;
  }

  /** The robot announced a lease that this proposal caused. */
  void onAccepted(@Nullable Long proposal) {
    if (proposal != null) {
      pending.remove(proposal);
    }
  }

  void onRefused(Refused refused) {
    Pending asked = refused.proposal() == null ? null : pending.remove(refused.proposal());
    if (asked != null) {
      refuse(asked.seat, asked.action, refused.code(), refused.message());
    }
  }

  void onTick(long nowMs) {
    Iterator<Pending> oldest = pending.values().iterator();
    while (oldest.hasNext()) {
      Pending asked = oldest.next();
      if (nowMs - asked.deadlineMs < 0) {
        return; // in order of their deadlines
      }
      oldest.remove();
      refuse(asked.seat, asked.action, Codes.UNAVAILABLE, "The robot does not answer. Retry.");
    }
  }

  /** The robot's connection is gone. */
  void abandon() {
    for (Pending asked : pending.values()) {
      refuse(asked.seat, asked.action, Codes.UNAVAILABLE, "The robot's connection is gone.");
    }
    pending.clear();
  }

  private void refuse(Seat seat, Propose.Action action, String code, String message) {
    answers.refused(seat, new Refused(requestOf(action), code, message, null, null));
  }

  /** The client's message that stands behind an action. */
  static String requestOf(Propose.Action action) {
    return switch (action) {
      case TAKE -> "take_lease";
      case TAKE_OVER -> "take_over";
      case HAND_OVER -> "request_lease";
      case RELEASE, REVOKE -> "release_lease";
    };
  }
}
