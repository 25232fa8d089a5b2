package org.havatar.relay.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.LeaseWish;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.LeaseRequested;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.Request;

/** Who asks the driver of one robot to hand over, and what he answers (PROTOCOL.md §9). */
final class LeaseRequests {
  static final long ANSWER_WITHIN_MS = 10_000;
  static final long QUIET_MS = 5000;
  static final int MOST = 8;

  /** What the requests need of the robot's session. */
  interface Desk {
    void tell(ClientAddress seat, LeaseRequested request);

    /** Tells every session of that instance which watches. */
    void tellAll(long holder, LeaseRequested request);

    void refuse(ClientAddress seat, Refused refused);

    boolean isWatching(ClientAddress seat);

    void propose(ClientAddress seat, LeaseWish wish, long nowMs);
  }

  private record Asker(ClientAddress seat, LeaseWish wish, long deadlineMs) {
    private LeaseRequested told(String robotId, long remainingMs) {
      return new LeaseRequested(robotId, seat.holder(), wish.name(), remainingMs);
    }
  }

  private final String robotId;
  private final Mirror mirror;
  private final Desk desk;
  private final Map<Long, Asker> byAsker = new LinkedHashMap<>();
  private final Map<Long, Long> quietUntilMs = new HashMap<>();
  private Numbered term = Numbered.NONE;

  LeaseRequests(String robotId, Mirror mirror, Desk desk) {
    this.robotId = robotId;
    this.mirror = mirror;
    this.desk = desk;
  }

  /** Somebody asks; asking again waits no longer. */
  void ask(ClientAddress seat, LeaseWish asked, long nowMs) {
    if (mirror.holder() == 0) {
      desk.propose(seat, asked.in(mirror.term()), nowMs);
    } else if (mirror.holder() == seat.holder()) {
      refuse(seat, Request.REQUEST_LEASE, Codes.HELD, "You drive already.");
    } else if (byAsker.size() >= MOST && !byAsker.containsKey(seat.holder())) {
      refuse(seat, Request.REQUEST_LEASE, Codes.UNAVAILABLE, "Too many ask at once. Retry.");
    } else if (isQuiet(seat.holder(), nowMs)) {
      refuse(
          seat,
          Request.REQUEST_LEASE,
          Reason.RATE_LIMITED.wireName(),
          "The driver has just said no. Wait.");
    } else {
      Asker known = byAsker.get(seat.holder());
      long deadlineMs = known == null ? nowMs + ANSWER_WITHIN_MS : known.deadlineMs;
      Asker request = new Asker(seat, asked, deadlineMs);
      byAsker.put(seat.holder(), request);
      LeaseRequested told = request.told(robotId, deadlineMs - nowMs);
      desk.tell(seat, told);
      if (known == null) {
        desk.tellAll(mirror.holder(), told);
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
    desk.tellAll(mirror.holder(), told);
    desk.tell(request.seat, told);
  }

  /** The driver has answered. */
  void onAnswer(ClientAddress from, AnswerRequest answer, long nowMs) {
    if (mirror.holder() != from.holder()) {
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
      desk.propose(request.seat, request.wish.in(mirror.term()), nowMs);
    } else {
      quietUntilMs.put(request.seat.holder(), nowMs + QUIET_MS);
      refuse(request.seat, Request.REQUEST_LEASE, Codes.DECLINED, "The driver keeps the controls.");
    }
  }

  private void over(Asker request) {
    LeaseRequested told = request.told(robotId, 0);
    desk.tellAll(mirror.holder(), told);
    desk.tell(request.seat, told);
  }

  private void refuse(ClientAddress seat, Request request, String code, String message) {
    desk.refuse(seat, Refused.of(request, code, message));
  }

  /** Time has passed, or the robot has announced something. */
  void onTick(long nowMs) {
    if (!mirror.term().equals(term)) {
      term = mirror.term();
      onNewTerm(nowMs);
    }
    Iterator<Asker> each = byAsker.values().iterator();
    List<Asker> lapsed = new ArrayList<>();
    while (each.hasNext()) {
      Asker request = each.next();
      if (!desk.isWatching(request.seat) || nowMs - request.deadlineMs >= 0) {
        each.remove();
        lapsed.add(request);
      }
    }
    for (Asker request : lapsed) {
      over(request);
      quietUntilMs.put(request.seat.holder(), nowMs + QUIET_MS);
      refuse(
          request.seat,
          Request.REQUEST_LEASE,
          Codes.UNANSWERED,
          "The driver did not answer. Ask again.");
    }
  }

  /** A free lease goes to the one who has asked for longest; a new driver hears who asks. */
  private void onNewTerm(long nowMs) {
    Asker granted = byAsker.remove(mirror.holder());
    if (granted != null) {
      over(granted);
    }
    if (mirror.holder() != 0) {
      List.copyOf(byAsker.values()).forEach(request -> announce(request, nowMs));
      return;
    }
    Iterator<Asker> oldest = byAsker.values().iterator();
    if (oldest.hasNext()) {
      Asker first = oldest.next();
      oldest.remove();
      over(first);
      desk.propose(first.seat, first.wish.in(term), nowMs);
    }
  }
}
