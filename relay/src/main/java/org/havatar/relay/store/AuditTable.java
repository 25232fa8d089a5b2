package org.havatar.relay.store;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditRevision;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.jspecify.annotations.Nullable;

/** The audit log in the store's file: entries by a number that only rises. One thread. */
final class AuditTable {
  private final MVMap<String, String> map;

  AuditTable(MVMap<String, String> map) {
    this.map = map;
  }

  /** Unsaved; beyond {@code most} the oldest go. */
  void add(AuditEntry entry, long most) {
    map.put(nextCursor(), Records.of(entry));
    while (map.sizeAsLong() > most) {
      map.remove(map.firstKey());
    }
  }

  private String nextCursor() {
    String last = map.lastKey();
    return HexFormat.of().toHexDigits(last == null ? 1 : HexFormat.fromHexDigitsToLong(last) + 1);
  }

  /** At most {@link AuditSearch#PAGE} entries behind that cursor; empty: from the beginning. */
  List<Kept> page(String after, boolean newestFirst) {
    List<Kept> found = new ArrayList<>();
    @Nullable String from = after.isEmpty() ? null : after;
    Cursor<String, String> each = map.cursor(from, null, newestFirst);
    while (each.hasNext() && found.size() < AuditSearch.PAGE) {
      String cursor = each.next();
      if (!cursor.equals(after)) {
        found.add(new Kept(cursor, Records.audit(each.getValue())));
      }
    }
    return found;
  }

  /** Unsaved; at most {@link AuditSearch#PAGE} of those at the beginning that are older. */
  long forgetBefore(long epochMs) {
    long gone = 0;
    for (Kept each : page("", false)) {
      if (each.entry().atMs() >= epochMs) {
        break;
      }
      map.remove(each.cursor());
      gone++;
    }
    return gone;
  }

  /** Where a revision goes on, and how many entries it changed so far. */
  record Revised(String cursor, long changed, boolean isDone) {}

  /** Unsaved; the next {@link AuditSearch#PAGE} entries. */
  Revised revise(AuditRevision revision, Revised before) {
    List<Kept> next = page(before.cursor(), false);
    long changed = before.changed();
    for (Kept each : next) {
      if (revision.isDoneAt(each.entry())) {
        return new Revised(each.cursor(), changed, true);
      }
      AuditEntry after = revision.of(each.entry());
      if (!after.equals(each.entry())) {
        map.put(each.cursor(), Records.of(after));
        changed++;
      }
    }
    return next.size() < AuditSearch.PAGE
        ? new Revised(before.cursor(), changed, true)
        : new Revised(next.get(next.size() - 1).cursor(), changed, false);
  }

  void clear() {
    map.clear();
  }
}
