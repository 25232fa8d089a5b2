package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.Entitlement;
import org.havatar.relay.access.bookings.Agenda;
import org.havatar.relay.access.bookings.Booking;
import org.havatar.relay.access.bookings.BookingOutcome;
import org.havatar.relay.access.bookings.Bookings;
import org.havatar.relay.access.bookings.Bookings.Orderer;
import org.havatar.relay.access.bookings.Calendar;
import org.havatar.relay.access.bookings.TimeWindow;
import org.havatar.relay.access.people.Names;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.port.OffLoop;

/** Bookings and the waiting list: {@code /api/bookings}, {@code /api/waiting}. */
final class BookingRoutes implements Routes {
  private static final long DEFAULT_SPAN_MS = Duration.ofDays(7).toMillis();
  private static final int CREATED = 201;

  private final Access access;
  private final Bookings bookings;

  BookingRoutes(Access access) {
    this.access = access;
    this.bookings = access.bookings();
  }

  @Override
  public void mount(Operations operations) {
    operations.on("createBooking", this::create);
    operations.on("listBookings", this::list);
    operations.on("changeBooking", this::change);
    operations.on("cancelBooking", this::cancel);
    operations.on("extendBooking", this::extend);
    operations.on("wait", this::await);
    operations.on("listWaiting", this::listWaiting);
    operations.on("stopWaiting", this::cancel);
    operations.on("findFreeTime", this::free);
  }

  /** Books, or waits. */
  private interface Wish {
    Future<BookingOutcome> order(
        String robotId, String account, TimeWindow window, String zone, Orderer by);
  }

  private void create(RoutingContext context) {
    wish(context, bookings::book);
  }

  private void await(RoutingContext context) {
    wish(context, bookings::await);
  }

  private void wish(RoutingContext context, Wish wish) {
    JsonObject body = Operations.body(context);
    String robotId = body.getString("robot_id");
    TimeWindow window = BookingJson.window(body);
    String zone = BookingJson.zone(body.getString("zone"));
    User user = Guards.user(context);
    String account = Names.userName(body.getString("account", user.name()));
    access
        .standing(user, robotId)
        .compose(
            standing -> {
              Orderer by = orderer(context, standing);
              checkMayBook(standing);
              if (account.equals(user.name())) {
                return wish.order(robotId, account, window, zone, by);
              }
              checkManages(standing);
              return access
                  .standingOf(account, robotId)
                  .compose(
                      theirs -> {
                        checkMayBookToo(theirs);
                        return wish.order(robotId, account, window, zone, by);
                      });
            })
        .onFailure(context::fail)
        .onSuccess(outcome -> answer(context, outcome, CREATED));
  }

  private static Orderer orderer(RoutingContext context, Entitlement standing) {
    return new Orderer(Guards.actor(context), standing.mayManage());
  }

  private static void checkMayBook(Entitlement standing) {
    if (!standing.mayKnow()) {
      throw new ProblemException(notFound("There is no such robot."));
    }
    if (!standing.mayBook()) {
      throw new ProblemException(Problem.notPermitted());
    }
  }

  private static void checkManages(Entitlement standing) {
    if (!standing.mayManage()) {
      throw new ProblemException(Problem.notPermitted());
    }
  }

  private static void checkMayBookToo(Entitlement standing) {
    if (!standing.mayBook()) {
      throw new ProblemException(
          Problem.outOfRange("account", "one that may drive this robot; share it first"));
    }
  }

  private static Problem notFound(String detail) {
    return new Problem(404, "Not Found", "not_found", detail);
  }

  private void list(RoutingContext context) {
    Arguments asked = Operations.arguments(context);
    TimeWindow span = span(asked);
    User user = Guards.user(context);
    Optional<String> robotId = asked.optionalText("robot_id");
    Future<JsonArray> listed =
        robotId.isPresent()
            ? access
                .standing(user, robotId.get())
                .compose(standing -> ofRobot(user, robotId.get(), standing, span))
            : own(user, false, span);
    Outcomes.longJson(context, listed, all -> new JsonObject().put("bookings", all));
  }

  private TimeWindow span(Arguments asked) {
    long fromMs = asked.momentMs("from").orElseGet(bookings::nowMs);
    return BookingJson.window(fromMs, asked.momentMs("to").orElse(fromMs + DEFAULT_SPAN_MS));
  }

  private Future<JsonArray> ofRobot(
      User user, String robotId, Entitlement standing, TimeWindow span) {
    if (!standing.mayKnow()) {
      throw new ProblemException(notFound("There is no such robot."));
    }
    boolean sees = standing.mayManage();
    return bookings
        .calendar(robotId)
        .compose(
            calendar ->
                OffLoop.call(
                    () -> {
                      JsonArray all = new JsonArray();
                      for (Booking each : calendar.bookings()) {
                        if (each.window().overlaps(span)) {
                          boolean full = sees || each.account().equals(user.name());
                          all.add(full ? BookingJson.full(each) : BookingJson.busy(each));
                        }
                      }
                      return all;
                    }));
  }

  /** From the account's agenda; each entry is looked up where it stands. */
  private Future<JsonArray> own(User user, boolean waiting, TimeWindow span) {
    return bookings
        .agenda(user.name())
        .compose(
            agenda -> {
              Future<JsonArray> all = Future.succeededFuture(new JsonArray());
              for (Agenda.Entry entry : agenda.entries()) {
                if (entry.waiting() == waiting && entry.window().overlaps(span)) {
                  all = all.compose(array -> added(array, entry));
                }
              }
              return all;
            });
  }

  private Future<JsonArray> added(JsonArray array, Agenda.Entry entry) {
    return bookings
        .calendar(entry.robotId())
        .map(
            calendar -> {
              Optional<Booking> found =
                  entry.waiting() ? calendar.wish(entry.id()) : calendar.find(entry.id());
              found.ifPresent(booking -> array.add(BookingJson.full(booking)));
              return array;
            });
  }

  private void listWaiting(RoutingContext context) {
    long nowMs = bookings.nowMs();
    own(Guards.user(context), true, new TimeWindow(nowMs, Long.MAX_VALUE))
        .onFailure(context::fail)
        .onSuccess(all -> context.json(new JsonObject().put("waiting", all)));
  }

  private void change(RoutingContext context) {
    String id = id(context);
    JsonObject body = Operations.body(context);
    Optional<Long> fromMs = BookingJson.momentMs(body, "from");
    Optional<Long> untilMs = BookingJson.momentMs(body, "until");
    access
        .standing(Guards.user(context), Booking.robotOf(id))
        .compose(
            standing -> {
              checkMayBook(standing);
              return bookings
                  .calendar(Booking.robotOf(id))
                  .compose(
                      calendar -> {
                        TimeWindow before = windowOf(calendar, id);
                        TimeWindow after =
                            BookingJson.window(
                                fromMs.orElse(before.fromMs()), untilMs.orElse(before.untilMs()));
                        return bookings.move(id, after, orderer(context, standing));
                      });
            })
        .onFailure(context::fail)
        .onSuccess(outcome -> answer(context, outcome, 200));
  }

  private static TimeWindow windowOf(Calendar calendar, String id) {
    return calendar
        .find(id)
        .map(Booking::window)
        .orElseThrow(() -> new ProblemException(notFound(new BookingOutcome.NotFound().message())));
  }

  private static String id(RoutingContext context) {
    return Operations.arguments(context).text("bookingId");
  }

  private void extend(RoutingContext context) {
    String id = id(context);
    long byMs = Duration.ofMinutes(Operations.body(context).getLong("minutes")).toMillis();
    access
        .standing(Guards.user(context), Booking.robotOf(id))
        .compose(
            standing -> {
              checkMayBook(standing);
              return bookings.extend(id, byMs, orderer(context, standing));
            })
        .onFailure(context::fail)
        .onSuccess(outcome -> answer(context, outcome, 200));
  }

  /** Also by somebody who may not drive it any more: what they give back, others can use. */
  private void cancel(RoutingContext context) {
    String id = id(context);
    access
        .standing(Guards.user(context), Booking.robotOf(id))
        .compose(standing -> bookings.cancel(id, orderer(context, standing)))
        .onFailure(context::fail)
        .onSuccess(outcome -> answer(context, outcome, 200));
  }

  private void free(RoutingContext context) {
    Arguments asked = Operations.arguments(context);
    String robotId = asked.text("robotId");
    TimeWindow span = span(asked);
    Future<Calendar> calendar =
        access
            .standing(Guards.user(context), robotId)
            .compose(
                standing -> {
                  checkMayBook(standing);
                  return bookings.calendar(robotId);
                });
    Outcomes.longJson(
        context,
        calendar,
        known ->
            new JsonObject()
                .put("robot_id", robotId)
                .put("free", BookingJson.windows(known.free(span))));
  }

  private static void answer(RoutingContext context, BookingOutcome outcome, int status) {
    switch (outcome) {
      case BookingOutcome.Done done -> {
        context.response().setStatusCode(status);
        context.json(BookingJson.full(done.booking()));
      }
      case BookingOutcome.Noted ignored -> context.response().setStatusCode(204).end();
      case BookingOutcome.NotFound missing -> notFound(missing.message()).answer(context);
      case BookingOutcome.Taken taken ->
          conflict(taken)
              .answer(
                  context, new JsonObject().put("nearest", BookingJson.windows(taken.nearest())));
      case BookingOutcome.Refused refused -> conflict(refused).answer(context);
    }
  }

  private static Problem conflict(BookingOutcome.Refused refused) {
    return new Problem(409, "Conflict", refused.code(), refused.message());
  }
}
