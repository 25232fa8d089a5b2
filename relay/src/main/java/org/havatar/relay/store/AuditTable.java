package org.havatar.relay.store;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditRevision;
import org.havatar.relay.store.AuditSearch.Text;
import org.jspecify.annotations.Nullable;

/**
 * The audit log in the store's file: entries by a number that only rises, and an index of {@link
 * AuditTerms}. One thread.
 */
final class AuditTable {
  /** What one entry pushes out at most, when fewer are to be kept than before. */
  private static final int MOST_PUSHED_OUT = 200;

  private final MVMap<String, String> entries;
  private final MVMap<String, String> index;

  AuditTable(MVStore file) {
    this.entries = file.openMap("audit");
    this.index = file.openMap("audit_index");
  }

  /** Unsaved; beyond {@code most} the oldest go, step by step. */
  void add(AuditEntry entry, long most) {
    String cursor = nextCursor();
    entries.put(cursor, Records.of(entry));
    index(cursor, entry);
    for (int i = 0; entries.sizeAsLong() > most && i < MOST_PUSHED_OUT; i++) {
      remove(entries.firstKey());
    }
  }

  private void index(String cursor, AuditEntry entry) {
    AuditTerms.of(entry).forEach(term -> index.put(term + AuditTerms.END + cursor, ""));
  }

  private void unindex(String cursor, AuditEntry entry) {
    AuditTerms.of(entry).forEach(term -> index.remove(term + AuditTerms.END + cursor));
  }

  private void remove(String cursor) {
    String text = entries.remove(cursor);
    if (text != null) {
      unindex(cursor, Records.audit(text));
    }
  }

  private String nextCursor() {
    String last = entries.lastKey();
    return HexFormat.of().toHexDigits(last == null ? 1 : HexFormat.fromHexDigitsToLong(last) + 1);
  }

  /** At most {@link AuditSearch#PAGE} entries behind that cursor; empty: from the beginning. */
  List<Text> slice(String term, String after, boolean newestFirst) {
    return term.isEmpty() ? slice(after, newestFirst) : sliceOf(term, after, newestFirst);
  }

  private List<Text> slice(String after, boolean newestFirst) {
    List<Text> found = new ArrayList<>();
    @Nullable String from = after.isEmpty() ? null : after;
    Cursor<String, String> each = entries.cursor(from, null, newestFirst);
    while (each.hasNext() && found.size() < AuditSearch.PAGE) {
      String cursor = each.next();
      if (!cursor.equals(after)) {
        found.add(new Text(cursor, each.getValue()));
      }
    }
    return found;
  }

  private List<Text> sliceOf(String term, String after, boolean newestFirst) {
    String begin = term + AuditTerms.END;
    String end = begin + AuditTerms.BEHIND_CURSORS;
    String from = after.isEmpty() ? (newestFirst ? end : begin) : begin + after;
    List<Text> found = new ArrayList<>();
    Cursor<String, String> each = index.cursor(from, newestFirst ? begin : end, newestFirst);
    while (each.hasNext() && found.size() < AuditSearch.PAGE) {
      String cursor = each.next().substring(begin.length());
      @Nullable String text = cursor.equals(after) ? null : entries.get(cursor);
      if (text != null) {
        found.add(new Text(cursor, text));
      }
    }
    return found;
  }

  /** Unsaved; at most {@link AuditSearch#PAGE} of those at the beginning that are older. */
  long forgetBefore(long epochMs) {
    long gone = 0;
    for (Text each : slice("", false)) {
      if (each.read().entry().atMs() >= epochMs) {
        break;
      }
      remove(each.cursor());
      gone++;
    }
    return gone;
  }

  /** Where a revision goes on, and how many entries it changed so far. */
  record Revised(String cursor, long changed, boolean isDone) {}

  /** Unsaved; the next {@link AuditSearch#PAGE} entries. */
  Revised revise(AuditRevision revision, Revised before) {
    List<Text> next = slice(before.cursor(), false);
    long changed = before.changed();
    for (Text each : next) {
      AuditEntry entry = each.read().entry();
      if (revision.isDoneAt(entry)) {
        return new Revised(each.cursor(), changed, true);
      }
      AuditEntry after = revision.of(entry);
      if (!after.equals(entry)) {
        unindex(each.cursor(), entry);
        entries.put(each.cursor(), Records.of(after));
        index(each.cursor(), after);
        changed++;
      }
    }
    return next.size() < AuditSearch.PAGE
        ? new Revised(before.cursor(), changed, true)
        : new Revised(next.get(next.size() - 1).cursor(), changed, false);
  }

  /** Unsaved: the index of a log of which an earlier relay kept none. */
  void indexAll() {
    index.clear();
    entries
        .entrySet()
        .forEach(
            each -> {
              AuditEntry entry = Records.audit(each.getValue());
              entries.put(each.getKey(), Records.of(entry));
              index(each.getKey(), entry);
            });
  }

  void clear() {
    entries.clear();
    index.clear();
  }
}
