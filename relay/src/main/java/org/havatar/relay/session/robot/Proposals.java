package org.havatar.relay.session.robot;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.havatar.relay.session.connection.Budget;
import org.havatar.relay.session.connection.RegisterView;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.LeaseWish;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.Stamp;
import org.jspecify.annotations.Nullable;

/** Lease changes that were proposed to one robot and are not answered yet (PROTOCOL.md §9). */
final class Proposals {
  static final long ANSWER_WITHIN_MS = 2000;

  /** What a robot that reads nothing is sent in two such times fits into its event lane. */
  static final int MAX_PENDING = 16;

  /** Of them, for owners and administrators only: whoever takes the robot back finds room. */
  static final int RESERVED = 6;

  static final int MOST_OF_ONE = 2;

  /** Takings of all drivers together; an owner's or administrator's count in the second only. */
  static final int SHARED_PER_SECOND = 20;

  static final int SHARED_BURST = 40;
  static final int ALL_PER_SECOND = 60;
  static final int ALL_BURST = 100;

  private static final int OWNER_RANK = 2;

  /** Where the one who asked is told. */
  interface Answers {
    void refused(ClientAddress client, Refused refused);
  }

  private record Pending(ClientAddress address, Propose.Action action, long deadlineMs) {}

  private final Link link;
  private final RandomGenerator random;
  private final Answers answers;
  private final Map<Long, Pending> pending = new LinkedHashMap<>();
  private final Budget shared;
  private final Budget all;

  Proposals(Link link, RandomGenerator random, Answers answers, long nowMs) {
    this.shared = new Budget(SHARED_PER_SECOND, SHARED_BURST, nowMs);
    this.all = new Budget(ALL_PER_SECOND, ALL_BURST, nowMs);
    this.link = link;
    this.random = random;
    this.answers = answers;
  }

  /**
   * Proposes what a client session asks for. Its term is the one that the driver saw, or none when
   * they mean whatever is current.
   */
  void propose(
      ClientAddress address,
      LeaseWish asked,
      RegisterView registerView,
      @Nullable Stamp newest,
      long nowMs) {
    if (!registerView.isKnown() || newest == null) {
      refuse(
          address, asked.action(), Codes.UNAVAILABLE, "The robot has not said who drives. Retry.");
      return;
    }
    if (!asked.term().equals(Numbered.NONE) && !asked.term().equals(registerView.term())) {
      refuse(address, asked.action(), Codes.TERM_CHANGED, "The driver has just changed. Retry.");
      return;
    }
    if (asked.action() != Propose.Action.REVOKE && !hasRoom(address, asked)) {
      refuse(address, asked.action(), Codes.UNAVAILABLE, "Too many ask at once. Retry.");
      return;
    }
    if (!isWithinBudget(address, asked, registerView, nowMs)) {
      String code = Reason.RATE_LIMITED.wireName();
      refuse(address, asked.action(), code, "Too many ask for this robot. Retry in a moment.");
      return;
    }
    long id = newId();
    pending.put(id, new Pending(address, asked.action(), nowMs + ANSWER_WITHIN_MS));
    link.offer(
        new Propose(
            id,
            asked.action(),
            registerView.term(),
            address.holder(),
            asked.name(),
            asked.rank(),
            asked.durationMs(),
            newest));
  }

  /** Nobody's asking takes the place of anybody else's. */
  private boolean hasRoom(ClientAddress address, LeaseWish asked) {
    boolean isOwners = asked.rank() >= OWNER_RANK;
    int most = isOwners ? MAX_PENDING : MAX_PENDING - RESERVED;
    long theirs =
        pending.values().stream().filter(each -> each.address.holder() == address.holder()).count();
    return pending.size() < most && theirs < MOST_OF_ONE;
  }

  /** Who gives the robot back, or loses it, is never counted. */
  private boolean isWithinBudget(
      ClientAddress address, LeaseWish asked, RegisterView registerView, long nowMs) {
    boolean isEnding =
        switch (asked.action()) {
          case RELEASE -> registerView.holder() == address.holder();
          case REVOKE -> true;
          case TAKE, TAKE_OVER, HAND_OVER -> false;
        };
    boolean isOwners = asked.rank() >= OWNER_RANK;
    return isEnding || ((isOwners || shared.take(nowMs)) && all.take(nowMs));
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
    pending.remove(proposal);
  }

  void onRefused(Refused refused) {
    Pending asked = pending.remove(refused.proposal());
    if (asked != null) {
      refuse(asked.address, asked.action, refused.code(), refused.message());
    }
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  void onTick(long nowMs) {
    Iterator<Pending> oldest = pending.values().iterator();
    while (oldest.hasNext()) {
      Pending asked = oldest.next();
      if (nowMs - asked.deadlineMs < 0) {
        return; // in order of their deadlines
      }
      oldest.remove();
      refuse(asked.address, asked.action, Codes.UNAVAILABLE, "The robot does not answer. Retry.");
    }
  }

  /** The robot's connection is gone. */
  void abandon() {
    for (Pending asked : pending.values()) {
      refuse(asked.address, asked.action, Codes.UNAVAILABLE, "The robot's connection is gone.");
    }
    pending.clear();
  }

  private void refuse(ClientAddress address, Propose.Action action, String code, String message) {
    answers.refused(address, Refused.of(action.request(), code, message));
  }
}
