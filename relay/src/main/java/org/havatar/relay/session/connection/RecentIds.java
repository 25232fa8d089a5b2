package org.havatar.relay.session.connection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The newest so many ids. */
public final class RecentIds {
  private final Set<Long> ids;

  public RecentIds(int most) {
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

  public boolean isKnown(long id) {
    return ids.contains(id);
  }

  /** True when it is new. */
  public boolean add(long id) {
    return ids.add(id);
  }
}
