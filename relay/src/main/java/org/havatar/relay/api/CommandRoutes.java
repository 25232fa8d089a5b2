package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.port.OffLoop;
import org.havatar.relay.session.port.CommandArchive.Entry;
import org.havatar.relay.session.port.CommandArchive.Query;
import org.havatar.relay.session.port.CommandRecord;
import org.havatar.transports.wire.JsonCodec;

/** {@code GET /api/robots/{id}/commands}: what was sent to a robot, and what became of it. */
final class CommandRoutes implements Routes {
  private static final long DEFAULT_SPAN_MS = 60 * 60 * 1000L;

  private final Access access;
  private final CommandHistory history;
  private final LongSupplier epochMs;

  private final LongAnswers searches;

  CommandRoutes(Access access, CommandHistory history, LongSupplier epochMs, LongAnswers searches) {
    this.searches = searches;
    this.access = access;
    this.history = history;
    this.epochMs = epochMs;
  }

  @Override
  public void mount(Operations operations) {
    operations.on("findCommands", this::find);
  }

  /** Its owner's and the administrators' business: it tells when who was there. */
  private void find(RoutingContext context) {
    Arguments asked = Operations.arguments(context);
    String robotId = asked.text("robotId");
    checkTimes(asked);
    User user = Guards.user(context);
    access
        .standing(user, robotId)
        .onFailure(context::fail)
        .onSuccess(
            standing -> {
              if (standing.robot().isEmpty() || !standing.mayKnow()) {
                Problem.ofStatus(404).answer(context);
              } else if (!standing.mayManage()) {
                Problem.notPermitted().answer(context);
              } else {
                Query query = query(standing.robot().get().identity(), asked);
                searches.run(context, () -> answer(context, robotId, query));
              }
            });
  }

  private long toMs(Arguments asked) {
    return asked.momentMs("to").orElseGet(() -> epochMs.getAsLong() + 1);
  }

  private void checkTimes(Arguments asked) {
    long toMs = toMs(asked);
    if (asked.momentMs("from").orElse(toMs) > toMs) {
      throw new ProblemException(Problem.outOfRange("from", "before to"));
    }
  }

  private Query query(String robot, Arguments asked) {
    long toMs = toMs(asked);
    return new Query(
        robot,
        asked.momentMs("from").orElse(toMs - DEFAULT_SPAN_MS),
        toMs,
        asked.optionalText("after").orElse(""),
        (int) asked.integer("limit"));
  }

  private Future<?> answer(RoutingContext context, String robotId, Query query) {
    return Future.fromCompletionStage(
            history.archive().find(query), context.vertx().getOrCreateContext())
        .compose(entries -> OffLoop.call(() -> text(robotId, query, entries)))
        .onFailure(context::fail)
        .onSuccess(text -> Outcomes.json(context, text));
  }

  private String text(String robotId, Query query, List<Entry> entries) {
    JsonArray commands = new JsonArray();
    entries.forEach(entry -> commands.add(json(entry.record())));
    JsonObject answer =
        new JsonObject()
            .put("robot_id", robotId)
            .put("commands", commands)
            .put("dropped", history.dropped().getAsLong());
    if (entries.size() == query.most()) {
      answer.put("next", entries.get(entries.size() - 1).cursor());
    }
    return answer.encode();
  }

  static JsonObject json(CommandRecord record) {
    JsonObject json =
        new JsonObject()
            .put("first", Instant.ofEpochMilli(record.firstMs()).toString())
            .put("last", Instant.ofEpochMilli(record.lastMs()).toString())
            .put("account", record.account())
            .put("holder", JsonCodec.hex(record.holder()))
            .put("type", record.kind())
            .put("fate", record.fate())
            .put("count", record.count());
    if (record.kind().equals("drive")) {
      json.put("left", record.leftPermille()).put("right", record.rightPermille());
    }
    return json;
  }
}
