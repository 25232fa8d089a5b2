package org.havatar.relay.session;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The newest so many ids. */
final class RecentIds {
  private final Set<Long> ids;

  RecentIds(int most) {
    ids =
        Collections.newSetFromMap(
            new LinkedHashMap<>() {
              private static final long serialVersionUID = 1L;

              @Override
              protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                return size() > most;
              }
            });
  }

  boolean isKnown(long id) {
    return ids.contains(id);
  }

  /** True when it is new. */
  boolean add(long id) {
    return ids.add(id);
  }
}
