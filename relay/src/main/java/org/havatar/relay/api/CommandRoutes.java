package org.havatar.relay.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.User;
import org.havatar.relay.session.CommandArchive.Entry;
import org.havatar.relay.session.CommandArchive.Query;
import org.havatar.relay.session.CommandRecord;
import org.havatar.transports.wire.JsonCodec;
import org.havatar.transports.wire.RobotId;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/robots/{id}/commands}: what was sent to a robot, and what became of it. */
final class CommandRoutes {
  static final int DEFAULT_LIMIT = 500;
  static final int MAX_LIMIT = 1000;

  private static final long DEFAULT_SPAN_MS = 60 * 60 * 1000L;
  private static final Pattern CURSOR = Pattern.compile("[0-9a-f]{16}-[0-9a-f]{16}");

  private final Access access;
  private final CommandHistory history;
  private final LongSupplier epochMs;

  CommandRoutes(Access access, CommandHistory history, LongSupplier epochMs) {
    this.access = access;
    this.history = history;
    this.epochMs = epochMs;
  }

  /** Its owner's and the administrators' business: it tells when who was there. */
  void find(RoutingContext context) {
    String robotId = context.pathParam("robotId");
    if (!RobotId.isValid(robotId)) {
      throw new ProblemException(Problem.ofStatus(404));
    }
    Query query = query(context, robotId);
    User user = Guards.user(context);
    access
        .standing(user, robotId)
        .onFailure(context::fail)
        .onSuccess(
            standing -> {
              if (standing.robot().isEmpty()) {
                Problem.ofStatus(404).answer(context);
              } else if (standing.rank() < Access.RANK_OWNER) {
                Problem.notPermitted().answer(context);
              } else {
                answer(context, query);
              }
            });
  }

  private Query query(RoutingContext context, String robotId) {
    long toMs = time(context, "to", epochMs.getAsLong() + 1);
    long fromMs = time(context, "from", toMs - DEFAULT_SPAN_MS);
    if (fromMs > toMs) {
      throw new ProblemException(Problem.outOfRange("from has to be before to."));
    }
    String after = parameter(context, "after");
    if (after != null && !CURSOR.matcher(after).matches()) {
      throw new ProblemException(
          Problem.outOfRange("after has to be the \"next\" of an earlier answer."));
    }
    return new Query(robotId, fromMs, toMs, after == null ? "" : after, limit(context));
  }

  private static @Nullable String parameter(RoutingContext context, String name) {
    List<String> values = context.queryParam(name);
    return values.isEmpty() ? null : values.get(0);
  }

  /** Epoch milliseconds, or a moment of ISO 8601 such as 2026-11-21T13:00:00Z. */
  private static long time(RoutingContext context, String name, long otherwise) {
    String text = parameter(context, name);
    if (text == null) {
      return otherwise;
    }
    try {
      return text.matches("\\d{1,15}")
          ? Long.parseLong(text)
          : Math.max(0, Instant.parse(text).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw new ProblemException(
          Problem.outOfRange(
              name + " has to be epoch milliseconds or a moment like 2026-11-21T13:00:00Z."));
    }
  }

  private static int limit(RoutingContext context) {
    String text = parameter(context, "limit");
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    int limit = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new ProblemException(Problem.outOfRange("limit has to be 1 to " + MAX_LIMIT + "."));
    }
    return limit;
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

  private static JsonObject json(CommandRecord record) {
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
