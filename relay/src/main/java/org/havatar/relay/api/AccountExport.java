package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.bookings.Agenda;
import org.havatar.relay.access.bookings.Booking;
import org.havatar.relay.access.identity.LoginSession;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.port.OffLoop;
import org.havatar.relay.access.robots.Grant;
import org.havatar.relay.access.robots.Offer;
import org.havatar.relay.access.robots.RobotEntry;
import org.havatar.relay.access.robots.ShareLink;
import org.havatar.relay.session.port.CommandArchive.Entry;
import org.havatar.relay.session.port.CommandRecord;

/**
 * All that is kept about one account, without what proves it: one JSON document, whose long parts
 * are sent as they are read.
 */
final class AccountExport {
  /** More than a node keeps by default of one driver in its 30 days. */
  private static final int MOST_COMMANDS = 100_000;

  private static final int COMMANDS_AT_ONCE = 500;

  private final Access access;
  private final CommandHistory history;

  private final LongAnswers exports;

  /**
   * @param exports limits these and others together
   */
  AccountExport(Access access, CommandHistory history, LongAnswers exports) {
    this.exports = exports;
    this.access = access;
    this.history = history;
  }

  void send(RoutingContext context) {
    exports.run(
        context,
        () -> {
          User user = Guards.user(context);
          LongResponse response = new LongResponse(context);
          return access
              .audit()
              .beginAccountExport(user.name(), Guards.actor(context))
              .onFailure(context::fail)
              .compose(
                  noted ->
                      response.send("application/json", "account.json", out -> write(user, out)));
        });
  }

  /** The short parts are read before anything is sent: then a failure can still be told. */
  private void write(User user, LongResponse out) throws InterruptedException {
    String head = OffLoop.await(head(user)).encode();
    List<Entry> commands = commands(user, "");
    out.write(head.substring(0, head.length() - 1) + ",\"commands\":[");
    write(user, commands, out);
    out.write("],\"audit\":[");
    AuditStream.write(
        (after, most) -> access.audit().pageConcerning(user.name(), after, most),
        entry -> AuditStream.jsonFor(user.name(), entry),
        ",",
        out);
    out.write("]}");
  }

  private List<Entry> commands(User user, String after) throws InterruptedException {
    return OffLoop.await(
        Future.fromCompletionStage(
            history.archive().ofAccount(user.name(), after, COMMANDS_AT_ONCE)));
  }

  private void write(User user, List<Entry> first, LongResponse out) throws InterruptedException {
    List<Entry> page = first;
    int sent = 0;
    while (!page.isEmpty() && sent < MOST_COMMANDS) {
      StringBuilder text = new StringBuilder();
      for (Entry each : page) {
        CommandRecord record = each.record();
        JsonObject json = CommandRoutes.json(record).put("robot_id", record.robotId());
        text.append(sent == 0 ? "" : ",").append(json.encode());
        sent++;
      }
      out.write(text.toString());
      page =
          page.size() < COMMANDS_AT_ONCE
              ? List.of()
              : commands(user, page.get(page.size() - 1).cursor());
    }
  }

  /** Everything that is short. */
  private Future<JsonObject> head(User user) {
    String name = user.name();
    JsonObject head = new JsonObject();
    return access
        .identity()
        .own()
        .account(user)
        .compose(
            account -> {
              account.ifPresent(
                  known ->
                      head.put("account", AccountViews.full(known))
                          .put("known_browsers", AccountViews.browsers(known)));
              return access.identity().logins().sessions(user);
            })
        .compose(
            sessions -> {
              head.put("sessions", sessions(sessions));
              return access.fleet().concerning(name);
            })
        .compose(
            robots -> {
              addRobots(head, robots, name);
              return access.bookings().of(name);
            })
        .compose(
            bookings -> {
              JsonArray array = new JsonArray();
              bookings.forEach(each -> array.add(json(each)));
              head.put("bookings", array);
              return access.bookings().agenda(name);
            })
        .map(agenda -> head.put("agenda", agenda(agenda)));
  }

  private static JsonArray sessions(List<LoginSession> sessions) {
    JsonArray array = new JsonArray();
    for (LoginSession each : sessions) {
      array.add(
          new JsonObject()
              .put("session_id", each.id())
              .put("created", Timestamps.text(each.createdMs()))
              .put("last_used", Timestamps.text(each.usedMs()))
              .put("device", each.origin().device())
              .put("address", each.origin().address()));
    }
    return array;
  }

  private static void addRobots(JsonObject head, List<RobotEntry> robots, String name) {
    JsonArray owned = new JsonArray();
    JsonArray grants = new JsonArray();
    JsonArray links = new JsonArray();
    JsonArray offers = new JsonArray();
    for (RobotEntry each : robots) {
      String robotId = each.robot().robotId();
      if (each.owner().equals(name)) {
        owned.add(new JsonObject().put("robot_id", robotId).put("name", each.robot().name()));
      }
      each.reach()
          .offer()
          .filter(offer -> offer.to().equals(name) || offer.by().equals(name))
          .ifPresent(offer -> offers.add(json(offer).put("robot_id", robotId)));
      for (Grant grant : each.reach().grants().values()) {
        if (grant.account().equals(name) || grant.by().equals(name)) {
          grants.add(GrantRoutes.json(grant).put("robot_id", robotId));
        }
      }
      for (ShareLink link : each.reach().links()) {
        if (link.origin().by().equals(name)) {
          links.add(json(link).put("robot_id", robotId));
        }
      }
    }
    head.put("robots", owned).put("grants", grants).put("links", links).put("offers", offers);
  }

  private static JsonObject json(Offer offer) {
    return new JsonObject()
        .put("to", offer.to())
        .put("by", offer.by())
        .put("until", Timestamps.text(offer.untilMs()));
  }

  private static JsonObject json(ShareLink link) {
    return new JsonObject()
        .put("link_id", link.linkId())
        .put("role", link.role().text())
        .put("made", Timestamps.text(link.origin().atMs()))
        .put("expires", Timestamps.text(link.expiresMs()))
        .put("uses", link.usage().uses());
  }

  private static JsonObject json(Booking booking) {
    return new JsonObject()
        .put("booking_id", booking.id())
        .put("robot_id", Booking.robotOf(booking.id()))
        .put("from", Timestamps.text(booking.window().fromMs()))
        .put("until", Timestamps.text(booking.window().untilMs()))
        .put("created", Timestamps.text(booking.createdMs()))
        .put("attended", booking.attended());
  }

  private static JsonArray agenda(Agenda agenda) {
    JsonArray array = new JsonArray();
    for (Agenda.Entry each : agenda.entries()) {
      array.add(
          new JsonObject()
              .put("booking_id", each.id())
              .put("robot_id", each.robotId())
              .put("from", Timestamps.text(each.window().fromMs()))
              .put("until", Timestamps.text(each.window().untilMs()))
              .put("waiting", each.waiting()));
    }
    return array;
  }
}
