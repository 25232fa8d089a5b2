package org.havatar.relay.session.robot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.havatar.relay.session.connection.RegisterView;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.LeaseWish;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.LeaseRequested;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.Request;

/** Who asks the driver of one robot to hand over, and what they answer (PROTOCOL.md §9). */
final class LeaseRequests {
  static final long ANSWER_WITHIN_MS = 10_000;
  static final long QUIET_MS = 5000;
  static final int MOST = 8;

  /** What the requests need of the robot's session. */
  interface Desk {
    void tell(ClientAddress address, LeaseRequested request);

    /** Tells every session of that instance which watches. */
    void tellAll(long holder, LeaseRequested request);

    void refuse(ClientAddress address, Refused refused);

    boolean isWatching(ClientAddress address);

    void propose(ClientAddress address, LeaseWish wish, long nowMs);
  }

  private record Asker(ClientAddress address, LeaseWish wish, long deadlineMs) {
    private LeaseRequested told(String robotId, long remainingMs) {
      return new LeaseRequested(robotId, address.holder(), wish.name(), remainingMs);
    }
  }

  private final String robotId;
  private final RegisterView registerView;
  private final Desk desk;
  private final Map<Long, Asker> byAsker = new LinkedHashMap<>();
  private final Map<Long, Long> quietUntilMs = new HashMap<>();
  private Numbered term = Numbered.NONE;

  LeaseRequests(String robotId, RegisterView registerView, Desk desk) {
    this.robotId = robotId;
    this.registerView = registerView;
    this.desk = desk;
  }

  /** Somebody asks; asking again waits no longer. */
  void ask(ClientAddress address, LeaseWish asked, long nowMs) {
    if (registerView.holder() == 0) {
      desk.propose(address, asked.in(registerView.term()), nowMs);
    } else if (registerView.holder() == address.holder()) {
      refuse(address, Request.REQUEST_LEASE, Codes.HELD, "You drive already.");
    } else if (byAsker.size() >= MOST && !byAsker.containsKey(address.holder())) {
      refuse(address, Request.REQUEST_LEASE, Codes.UNAVAILABLE, "Too many ask at once. Retry.");
    } else if (isQuiet(address.holder(), nowMs)) {
      refuse(
          address,
          Request.REQUEST_LEASE,
          Reason.RATE_LIMITED.wireName(),
          "The driver has just said no. Wait.");
    } else {
      Asker known = byAsker.get(address.holder());
      long deadlineMs = known == null ? nowMs + ANSWER_WITHIN_MS : known.deadlineMs;
      Asker request = new Asker(address, asked, deadlineMs);
      byAsker.put(address.holder(), request);
      LeaseRequested told = request.told(robotId, deadlineMs - nowMs);
      desk.tell(address, told);
      if (known == null) {
        desk.tellAll(registerView.holder(), told);
      }
    }
  }

  /** A driver who said no is left in peace for a while, and so is one who said nothing. */
  private boolean isQuiet(long asker, long nowMs) {
    quietUntilMs.values().removeIf(untilMs -> nowMs - untilMs >= 0);
    return quietUntilMs.containsKey(asker);
  }

  private void announce(Asker request, long nowMs) {
    LeaseRequested told = request.told(robotId, request.deadlineMs - nowMs);
    desk.tellAll(registerView.holder(), told);
    desk.tell(request.address, told);
  }

  /** The driver has answered. */
  void onAnswer(ClientAddress from, AnswerRequest answer, long nowMs) {
    if (registerView.holder() != from.holder()) {
      refuse(
          from, Request.ANSWER_REQUEST, Reason.NOT_HOLDER.wireName(), "You don't drive any more.");
      return;
    }
    Asker request = byAsker.remove(answer.holder());
    if (request == null) {
      refuse(from, Request.ANSWER_REQUEST, Codes.UNANSWERED, "That request is over.");
      return;
    }
    over(request);
    if (answer.grant()) {
      desk.propose(request.address, request.wish.in(registerView.term()), nowMs);
    } else {
      quietUntilMs.put(request.address.holder(), nowMs + QUIET_MS);
      refuse(
          request.address, Request.REQUEST_LEASE, Codes.DECLINED, "The driver keeps the controls.");
    }
  }

  private void over(Asker request) {
    LeaseRequested told = request.told(robotId, 0);
    desk.tellAll(registerView.holder(), told);
    desk.tell(request.address, told);
  }

  private void refuse(ClientAddress address, Request request, String code, String message) {
    desk.refuse(address, Refused.of(request, code, message));
  }

  /** True while somebody asks, or an announcement was not looked at yet. */
  boolean isBusy() {
    return !byAsker.isEmpty() || !registerView.term().equals(term);
  }

  /** Time has passed, or the robot has announced something. */
  void onTick(long nowMs) {
    if (!registerView.term().equals(term)) {
      term = registerView.term();
      onNewTerm(nowMs);
    }
    Iterator<Asker> each = byAsker.values().iterator();
    List<Asker> lapsed = new ArrayList<>();
    while (each.hasNext()) {
      Asker request = each.next();
      if (!desk.isWatching(request.address) || nowMs - request.deadlineMs >= 0) {
        each.remove();
        lapsed.add(request);
      }
    }
    for (Asker request : lapsed) {
      over(request);
      quietUntilMs.put(request.address.holder(), nowMs + QUIET_MS);
      refuse(
          request.address,
          Request.REQUEST_LEASE,
          Codes.UNANSWERED,
          "The driver did not answer. Ask again.");
    }
  }

  /** A free lease goes to the one who has asked for longest; a new driver hears who asks. */
  private void onNewTerm(long nowMs) {
    Asker granted = byAsker.remove(registerView.holder());
    if (granted != null) {
      over(granted);
    }
    if (registerView.holder() != 0) {
      List.copyOf(byAsker.values()).forEach(request -> announce(request, nowMs));
      return;
    }
    Iterator<Asker> oldest = byAsker.values().iterator();
    if (oldest.hasNext()) {
      Asker first = oldest.next();
      oldest.remove();
      over(first);
      desk.propose(first.address, first.wish.in(term), nowMs);
    }
  }
}
