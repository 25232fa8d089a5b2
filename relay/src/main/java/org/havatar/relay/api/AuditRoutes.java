package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.Names;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditLog;
import org.havatar.relay.access.audit.AuditQuery;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.access.robots.Fleet;
import org.havatar.relay.access.robots.Outcome;

/** Who did what, for administrators, and of one robot for its owner. */
final class AuditRoutes implements Routes {
  private final AuditLog log;
  private final Fleet fleet;

  AuditRoutes(Access access) {
    this.log = access.audit();
    this.fleet = access.fleet();
  }

  @Override
  public void mount(Operations operations) {
    operations.on("readAudit", this::read);
    operations.on("readRobotAudit", this::readOfRobot);
    operations.on("exportAudit", this::export);
  }

  private void read(RoutingContext context) {
    Arguments asked = Operations.arguments(context);
    AuditQuery query = query(asked, asked.optionalText("object").orElse(""), Set.of());
    answer(context, query, AuditStream::json);
  }

  /** What is done to accounts is not the owner's business, nor whence others came. */
  private void readOfRobot(RoutingContext context) {
    Arguments asked = Operations.arguments(context);
    String robotId = asked.text("robotId");
    AuditQuery query = query(asked, robotId, AuditQuery.ROBOTS);
    Future<Outcome<Fleet.View>> looked =
        fleet
            .look(Guards.user(context), robotId)
            .map(
                seen ->
                    seen instanceof Outcome.Done<Fleet.View> done && !done.value().isKeeper()
                        ? new Outcome.NotPermitted<>()
                        : seen);
    boolean all = Guards.user(context).administrator();
    Outcomes.answer(
        context,
        looked,
        view -> answer(context, query, all ? AuditStream::json : AuditStream::jsonWithoutAddress));
  }

  private static AuditQuery query(Arguments asked, String object, Set<String> subjects) {
    long fromMs = asked.momentMs("from").orElse(0);
    long toMs = asked.momentMs("to").orElse(Long.MAX_VALUE);
    if (fromMs > toMs) {
      throw new ProblemException(Problem.outOfRange("from", "before to"));
    }
    return new AuditQuery(
        fromMs,
        toMs,
        asked.optionalText("account").map(Names::userName).orElse(""),
        object,
        asked.optionalText("action").orElse(""),
        asked.optionalText("after").orElse(""),
        (int) asked.integer("limit"),
        true,
        subjects);
  }

  private void answer(
      RoutingContext context, AuditQuery query, Function<AuditEntry, JsonObject> json) {
    log.read(query, Guards.actor(context))
        .onFailure(context::fail)
        .onSuccess(
            entries -> {
              JsonArray array = new JsonArray();
              entries.forEach(each -> array.add(json.apply(each.entry())));
              JsonObject answer = new JsonObject().put("entries", array);
              if (entries.size() == query.most()) {
                answer.put("next", last(entries).cursor());
              }
              context.json(answer);
            });
  }

  private static Kept last(List<Kept> entries) {
    return entries.get(entries.size() - 1);
  }

  private void export(RoutingContext context) {
    HttpServerResponse response = context.response();
    log.beginExport(Guards.actor(context))
        .compose(
            ignored -> {
              response
                  .setChunked(true)
                  .putHeader(HttpHeaders.CONTENT_TYPE, "application/x-ndjson")
                  .putHeader("content-disposition", "attachment; filename=\"audit.jsonl\"");
              return new AuditStream(log, response, "\n").send(entry -> true);
            })
        .onSuccess(ignored -> response.end("\n"))
        .onFailure(cause -> giveUp(context, cause));
  }

  /** An answer that has begun can't become a refusal: it is cut off, so that nobody trusts it. */
  static void giveUp(RoutingContext context, Throwable cause) {
    if (context.response().headWritten()) {
      context.request().connection().close();
    } else {
      context.response().setChunked(false).headers().remove("content-disposition");
      context.fail(cause);
    }
  }
}
