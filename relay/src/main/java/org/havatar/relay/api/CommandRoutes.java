package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.Permission;
import org.havatar.relay.access.User;
import org.havatar.relay.session.CommandArchive.Entry;
import org.havatar.relay.session.CommandArchive.Query;
import org.havatar.relay.session.CommandRecord;
import org.havatar.transports.wire.JsonCodec;

/** {@code GET /api/robots/{id}/commands}: what was sent to a robot, and what became of it. */
final class CommandRoutes implements Routes {
  private static final long DEFAULT_SPAN_MS = 60 * 60 * 1000L;

  private final Access access;
  private final CommandHistory history;
  private final LongSupplier epochMs;

  CommandRoutes(Access access, CommandHistory history, LongSupplier epochMs) {
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
    Query query = query(Operations.arguments(context));
    String robotId = query.robotId();
    User user = Guards.user(context);
    access
        .standing(user, robotId)
        .onFailure(context::fail)
        .onSuccess(
            standing -> {
              if (standing.robot().isEmpty() || standing.permission() == Permission.NONE) {
                Problem.ofStatus(404).answer(context);
              } else if (standing.rank() < Access.RANK_OWNER) {
                Problem.notPermitted().answer(context);
              } else {
                answer(context, query);
              }
            });
  }

  private Query query(Arguments asked) {
    long toMs = asked.momentMs("to").orElseGet(() -> epochMs.getAsLong() + 1);
    long fromMs = asked.momentMs("from").orElse(toMs - DEFAULT_SPAN_MS);
    if (fromMs > toMs) {
      throw new ProblemException(Problem.outOfRange("from", "before to"));
    }
    return new Query(
        asked.text("robotId"),
        fromMs,
        toMs,
        asked.optionalText("after").orElse(""),
        (int) asked.integer("limit"));
  }

  private void answer(RoutingContext context, Query query) {
    Future.fromCompletionStage(history.archive().find(query), context.vertx().getOrCreateContext())
        .onFailure(context::fail)
        .onSuccess(
            entries -> {
              JsonArray commands = new JsonArray();
              entries.forEach(entry -> commands.add(json(entry.record())));
              JsonObject answer =
                  new JsonObject()
                      .put("robot_id", query.robotId())
                      .put("commands", commands)
                      .put("dropped", history.dropped().getAsLong());
              if (entries.size() == query.most()) {
                answer.put("next", last(entries).cursor());
              }
              context.json(answer);
            });
  }

  private static Entry last(List<Entry> entries) {
    return entries.get(entries.size() - 1);
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
