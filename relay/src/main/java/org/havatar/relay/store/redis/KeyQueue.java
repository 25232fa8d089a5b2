package org.havatar.relay.store.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.havatar.relay.store.Key;

/**
 * Updates of one node that name the same document take turns, in the order in which they came: then
 * only other nodes can get in between, and however many come at once, each is tried about once. On
 * the engine's loop only.
 */
final class KeyQueue {
  private final Map<Key, Future<?>> last = new HashMap<>();

  <T> Future<T> take(List<Key> keys, Supplier<Future<T>> update) {
    List<Future<?>> before = new ArrayList<>();
    for (Key key : keys) {
      Future<?> other = last.get(key);
      if (other != null) {
        before.add(other);
      }
    }
    Promise<Boolean> over = Promise.promise();
    keys.forEach(key -> last.put(key, over.future()));
    return Future.join(before)
        .transform(ignored -> update.get())
        .onComplete(
            ignored -> {
              keys.forEach(key -> last.remove(key, over.future()));
              over.complete(true);
            });
  }

  int size() {
    return last.size();
  }
}
