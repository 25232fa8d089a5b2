package org.havatar.relay.api;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.ActiveSession;
import org.havatar.relay.access.Entitlement;
import org.havatar.relay.access.bookings.BookingPolicy;
import org.havatar.relay.access.bookings.BookingPolicy.Limit;
import org.havatar.relay.access.bookings.Bookings;

/** A robot's own limits of bookings, and whether somebody may drive now. */
final class BookingLimitRoutes implements Routes {
  private final Access access;
  private final Bookings bookings;

  BookingLimitRoutes(Access access) {
    this.access = access;
    this.bookings = access.bookings();
  }

  @Override
  public void mount(Operations operations) {
    operations.on("readBookingLimits", this::read);
    operations.on("setBookingLimits", this::set);
    operations.on("activeSession", this::active);
  }

  private void read(RoutingContext context) {
    String robotId = Operations.arguments(context).text("robotId");
    access
        .standing(Guards.user(context), robotId)
        .compose(
            standing -> {
              checkSees(standing);
              return bookings.calendar(robotId);
            })
        .onFailure(context::fail)
        .onSuccess(calendar -> context.json(json(bookings.policyOf(calendar))));
  }

  private static void checkSees(Entitlement standing) {
    if (!standing.mayKnow()) {
      throw new ProblemException(
          new Problem(404, "Not Found", "not_found", "There is no such robot."));
    }
  }

  private static JsonObject json(BookingPolicy policy) {
    JsonObject json = new JsonObject();
    for (Limit limit : Limit.values()) {
      json.put(limit.key(), policy.figure(limit));
    }
    return json;
  }

  private void set(RoutingContext context) {
    String robotId = Operations.arguments(context).text("robotId");
    Map<Limit, Integer> own = own(Operations.body(context));
    access
        .standing(Guards.user(context), robotId)
        .compose(
            standing -> {
              checkSees(standing);
              if (!standing.mayManage()) {
                throw new ProblemException(Problem.notPermitted());
              }
              return bookings.limit(robotId, own, Guards.actor(context));
            })
        .compose(ignored -> bookings.calendar(robotId))
        .onFailure(context::fail)
        .onSuccess(calendar -> context.json(json(bookings.policyOf(calendar))));
  }

  private Map<Limit, Integer> own(JsonObject body) {
    Map<Limit, Integer> own = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      Integer figure = body.getInteger(limit.key());
      if (figure != null) {
        own.put(limit, figure);
      }
    }
    Optional<String> fault = bookings.faultOf(own);
    if (fault.isPresent()) {
      throw new ProblemException(Problem.outOfRange(fault.get()));
    }
    return own;
  }

  private void active(RoutingContext context) {
    access
        .hasActiveSession(Guards.user(context), Operations.arguments(context).text("robot_type"))
        .onFailure(context::fail)
        .onSuccess(
            session ->
                context.json(
                    session
                        .map(BookingLimitRoutes::json)
                        .orElseGet(() -> new JsonObject().put("active", false))));
  }

  private static JsonObject json(ActiveSession session) {
    JsonObject json =
        new JsonObject().put("active", true).put("robot_id", session.robot().robotId());
    long untilMs = session.untilMs();
    return untilMs == Long.MAX_VALUE ? json : json.put("ends_at", BookingJson.moment(untilMs));
  }
}
