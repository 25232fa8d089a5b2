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

/** Who asks the driver of one robot to hand over, and what he answers (PROTOCOL.md §9). */
final class LeaseRequests {
  static final long ANSWER_WITHIN_MS = 10_000;
  static final long QUIET_MS = 5000;
  static final int MOST = 8;

  private static final String REQUEST = "request_lease";
  private static final String ANSWER = "answer_request";

  /** What the requests need of the robot's session. */
  interface Desk {
    void tell(ClientAddress seat, LeaseRequested request);

    /** Tells every session of that instance which watches. */
    void tellAll(long holder, LeaseRequested request);

    void refuse(ClientAddress seat, Refused refused);

    boolean isWatching(ClientAddress seat);

    void propose(ClientAddress seat, LeaseWish wish, long nowMs);
  }

  private record Request(ClientAddress seat, LeaseWish wish, long deadlineMs) {
    private LeaseRequested told(String robotId, long remainingMs) {
      return new LeaseRequested(robotId, seat.holder(), wish.name(), remainingMs);
    }
  }

  private final String robotId;
  private final Mirror mirror;
  private final Desk desk;
  private final Map<Long, Request> byAsker = new LinkedHashMap<>();
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
      refuse(seat, REQUEST, Codes.HELD, "You drive already.");
    } else if (byAsker.size() >= MOST && !byAsker.containsKey(seat.holder())) {
      refuse(seat, REQUEST, Codes.UNAVAILABLE, "Too many ask at once. Retry.");
    } else if (isQuiet(seat.holder(), nowMs)) {
      refuse(seat, REQUEST, Reason.RATE_LIMITED.wireName(), "The driver has just said no. Wait.");
    } else {
      Request known = byAsker.get(seat.holder());
      long deadlineMs = known == null ? nowMs + ANSWER_WITHIN_MS : known.deadlineMs;
      Request request = new Request(seat, asked, deadlineMs);
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

  private void announce(Request request, long nowMs) {
    LeaseRequested told = request.told(robotId, request.deadlineMs - nowMs);
    desk.tellAll(mirror.holder(), told);
    desk.tell(request.seat, told);
  }

  /** The driver has answered. */
  void onAnswer(ClientAddress from, AnswerRequest answer, long nowMs) {
    if (mirror.holder() != from.holder()) {
      refuse(from, ANSWER, Reason.NOT_HOLDER.wireName(), "You don't drive any more.");
      return;
    }
    Request request = byAsker.remove(answer.holder());
    if (request == null) {
      refuse(from, ANSWER, Codes.UNANSWERED, "That request is over.");
      return;
    }
    over(request);
    if (answer.grant()) {
      desk.propose(request.seat, request.wish.in(mirror.term()), nowMs);
    } else {
      quietUntilMs.put(request.seat.holder(), nowMs + QUIET_MS);
      refuse(request.seat, REQUEST, Codes.DECLINED, "The driver keeps the controls.");
    }
  }

  private void over(Request request) {
    LeaseRequested told = request.told(robotId, 0);
    desk.tellAll(mirror.holder(), told);
    desk.tell(request.seat, told);
  }

  private void refuse(ClientAddress seat, String request, String code, String message) {
    desk.refuse(seat, new Refused(request, code, message, null, null));
  }

  /** Time has passed, or the robot has announced something. */
  void onTick(long nowMs) {
    if (!mirror.term().equals(term)) {
      term = mirror.term();
      onNewTerm(nowMs);
    }
    Iterator<Request> each = byAsker.values().iterator();
    List<Request> lapsed = new ArrayList<>();
    while (each.hasNext()) {
      Request request = each.next();
      if (!desk.isWatching(request.seat) || nowMs - request.deadlineMs >= 0) {
        each.remove();
        lapsed.add(request);
      }
    }
    for (Request request : lapsed) {
      over(request);
      quietUntilMs.put(request.seat.holder(), nowMs + QUIET_MS);
      refuse(request.seat, REQUEST, Codes.UNANSWERED, "The driver did not answer. Ask again.");
    }
  }

  /** A free lease goes to the one who has asked for longest; a new driver hears who asks. */
  private void onNewTerm(long nowMs) {
    Request granted = byAsker.remove(mirror.holder());
    if (granted != null) {
      over(granted);
    }
    if (mirror.holder() != 0) {
      List.copyOf(byAsker.values()).forEach(request -> announce(request, nowMs));
      return;
    }
    Iterator<Request> oldest = byAsker.values().iterator();
    if (oldest.hasNext()) {
      Request first = oldest.next();
      oldest.remove();
      over(first);
      desk.propose(first.seat, first.wish.in(term), nowMs);
    }
  }
}
