package org.havatar.relay.session;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which of a loop's sessions something of a name concerns. */
final class Index<S> {
  private final Map<String, Set<S>> byName = new HashMap<>();

  void add(String name, S session) {
    byName.computeIfAbsent(name, ignored -> new LinkedHashSet<>()).add(session);
  }

  void remove(String name, S session) {
    byName.computeIfPresent(
        name,
        (ignored, those) -> {
          those.remove(session);
          return those.isEmpty() ? null : those;
        });
  }

  /** A copy: a session that closes changes the index. */
  List<S> of(String name) {
    Set<S> those = byName.get(name);
    return those == null ? List.of() : List.copyOf(those);
  }

  Set<String> names() {
    return Set.copyOf(byName.keySet());
  }
}
