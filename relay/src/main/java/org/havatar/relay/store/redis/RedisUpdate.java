package org.havatar.relay.store.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.store.Draft;
import org.havatar.relay.store.Key;

/**
 * One update: reads, lets the change write, and asks Redis to save that if what was read is still
 * so. When another node was faster it begins again with what is there now. On the engine's loop.
 */
final class RedisUpdate<T> {
  /** Texts in scripts: absent, or this and the text. */
  private static final String PRESENT = "+";

  private static final int MOST_ATTEMPTS = 50;

  /** The first wait after losing to another node is up to this, then twice as long each time. */
  private static final int FIRST_WAIT_MS = 2;

  private static final int MOST_DOUBLINGS = 5;

  private final RedisStep step;
  private final List<Key> keys;
  private final Function<Draft, T> change;
  private final long deadlineNs;

  RedisUpdate(RedisStep step, List<Key> keys, Function<Draft, T> change) {
    this.step = step;
    this.keys = keys;
    this.change = change;
    deadlineNs = step.monotonicNs().getAsLong() + step.operationNs();
  }

  Future<T> run() {
    if (isLate()) {
      return late();
    }
    if (keys.isEmpty()) {
      return attempt(List.of(), 1);
    }
    List<String> arguments = new ArrayList<>();
    for (Key key : keys) {
      arguments.add(RedisNames.hashNumber(key.kind()));
      arguments.add(key.name());
    }
    return step.read(arguments).compose(texts -> attempt(strings(texts), 1));
  }

  private boolean isLate() {
    return deadlineNs - step.monotonicNs().getAsLong() <= 0;
  }

  private Future<T> late() {
    return Future.failedFuture(
        new Unavailable("The store had too much to do at once; nothing was changed. Try again."));
  }

  private static List<String> strings(Response texts) {
    return texts.stream().map(Response::toString).toList();
  }

  private Future<T> attempt(List<String> texts, int number) {
    Map<Key, Optional<String>> known = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      String text = texts.get(i);
      known.put(
          keys.get(i),
          text.isEmpty() ? Optional.empty() : Optional.of(text.substring(PRESENT.length())));
    }
    Draft draft = new Draft(known);
    T result = change.apply(draft);
    if (draft.written().isEmpty() && draft.notes().isEmpty()) {
      return Future.succeededFuture(result);
    }
    if (isLate()) {
      return late();
    }
    return step.update(arguments(texts, draft))
        .compose(
            answer ->
                answer.type() == ResponseType.MULTI
                    ? again(strings(answer), number)
                    : Future.succeededFuture(result).onSuccess(ignored -> tell(draft)));
  }

  private void tell(Draft draft) {
    draft.written().keySet().forEach(step::told);
  }

  private Future<T> again(List<String> texts, int number) {
    if (number >= MOST_ATTEMPTS) {
      return late();
    }
    int mostMs = FIRST_WAIT_MS << Math.min(number - 1, MOST_DOUBLINGS);
    Promise<T> done = Promise.promise();
    step.after(
        1 + step.random().nextInt(mostMs),
        () ->
            Future.succeededFuture()
                .compose(ignored -> attempt(texts, number + 1))
                .onComplete(done));
    return done.future();
  }

  private List<String> arguments(List<String> texts, Draft draft) {
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(keys.size()));
    for (int i = 0; i < keys.size(); i++) {
      arguments.add(RedisNames.hashNumber(keys.get(i).kind()));
      arguments.add(keys.get(i).name());
      arguments.add(texts.get(i));
    }
    arguments.add(Integer.toString(draft.written().size()));
    draft
        .written()
        .forEach(
            (key, text) -> {
              arguments.add(RedisNames.hashNumber(key.kind()));
              arguments.add(key.name());
              arguments.add(text.map(PRESENT::concat).orElse(""));
              arguments.add(RedisNames.told(key));
            });
    arguments.add(Integer.toString(draft.notes().size()));
    for (AuditEntry entry : draft.notes()) {
      arguments.addAll(RedisAudit.noted(entry));
    }
    return arguments;
  }
}
