package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditLog;
import org.havatar.relay.access.audit.AuditQuery;
import org.havatar.relay.access.audit.AuditQuery.Scope;
import org.havatar.relay.access.audit.AuditStore.Page;
import org.havatar.relay.access.people.Names;
import org.havatar.relay.access.port.OffLoop;
import org.havatar.relay.access.robots.Fleet;
import org.havatar.relay.access.robots.Outcome;
import org.havatar.relay.access.robots.Permissions;

/** Who did what, for administrators, and of one robot for its owner. */
final class AuditRoutes implements Routes {
  private final AuditLog log;
  private final Fleet fleet;
  private final LongAnswers searches;
  private final LongAnswers exports;

  /**
   * @param exports limits these and others together
   */
  AuditRoutes(Access access, LongAnswers searches, LongAnswers exports) {
    this.searches = searches;
    this.exports = exports;
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
    AuditQuery query = query(asked, asked.optionalText("object").orElse(""), Scope.ALL);
    searches.run(context, () -> answer(context, query, AuditStream::json));
  }

  /** What is done to accounts is not the owner's business, nor whence others came. */
  private void readOfRobot(RoutingContext context) {
    Arguments asked = Operations.arguments(context);
    String robotId = asked.text("robotId");
    Future<Outcome<Fleet.View>> looked =
        fleet
            .look(Guards.user(context), robotId)
            .map(
                seen ->
                    seen instanceof Outcome.Done<Fleet.View> done && !done.value().mayManage()
                        ? new Outcome.NotPermitted<>()
                        : seen);
    boolean all = Permissions.mayAdministrate(Guards.user(context));
    Outcomes.answer(
        context,
        looked,
        view -> {
          AuditQuery query = query(asked, robotId, Scope.ofRobot(view.entry().robot().identity()));
          searches.run(
              context,
              () ->
                  answer(
                      context, query, all ? AuditStream::json : AuditStream::jsonWithoutAddress));
        });
  }

  private static AuditQuery query(Arguments asked, String object, Scope scope) {
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
        scope);
  }

  private Future<?> answer(
      RoutingContext context, AuditQuery query, Function<AuditEntry, JsonObject> json) {
    return log.read(query, Guards.actor(context))
        .compose(page -> OffLoop.call(() -> text(page, json)))
        .onFailure(context::fail)
        .onSuccess(text -> Outcomes.json(context, text));
  }

  private static String text(Page page, Function<AuditEntry, JsonObject> json) {
    JsonArray array = new JsonArray();
    page.entries().forEach(each -> array.add(json.apply(each.entry())));
    JsonObject answer = new JsonObject().put("entries", array);
    if (!page.next().isEmpty()) {
      answer.put("next", page.next());
    }
    return answer.encode();
  }

  private void export(RoutingContext context) {
    exports.run(
        context,
        () -> {
          LongResponse response = new LongResponse(context);
          return log.beginExport(Guards.actor(context))
              .onFailure(context::fail)
              .compose(
                  noted ->
                      response.send(
                          "application/x-ndjson",
                          "audit.jsonl",
                          out -> {
                            AuditStream.write(log::page, AuditStream::json, "\n", out);
                            out.write("\n");
                          }));
        });
  }
}
