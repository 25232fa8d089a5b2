package org.havatar.relay.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditEntry.Times;
import org.havatar.relay.access.audit.AuditRevision;
import org.havatar.relay.access.audit.AuditRing;
import org.havatar.relay.access.audit.AuditSeal;
import org.havatar.relay.access.audit.AuditShare;
import org.havatar.relay.access.audit.AuditStore.Bounds;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.store.AuditSearch.Text;
import org.jspecify.annotations.Nullable;

/**
 * The audit log in the store's file: entries by a number that only rises, and an index of {@link
 * AuditTerms}. One thread.
 */
final class AuditTable {
  /** What one entry pushes out at most, when fewer are to be kept than before. */
  private static final int MOST_PUSHED_OUT = 200;

  private static final String NEWEST = "newest";

  private final MVMap<String, String> entries;
  private final MVMap<String, String> index;

  /** Day and name of a counter or of an entry in which is counted → number or cursor. */
  private final MVMap<String, String> shares;

  /** Cursor → link. */
  private final MVMap<String, String> links;

  /** Ring → the link of its newest entry; {@link #NEWEST} → the cursor that was given last. */
  private final MVMap<String, String> heads;

  AuditTable(MVStore file) {
    this.shares = file.openMap("audit_shares");
    this.links = file.openMap("audit_links");
    this.heads = file.openMap("audit_heads");
    this.entries = file.openMap("audit");
    this.index = file.openMap("audit_index");
  }

  /** Unsaved; beyond the bounds the oldest go, step by step. */
  void add(AuditEntry entry, Bounds bounds) {
    AuditShare share = AuditShare.of(entry);
    String day = share.day() + " ";
    if (AuditShare.isUnlimited(entry) || isSingle(day, share)) {
      append(entry);
    } else {
      count(day + share.together(), share.entry(), entry.atMs());
    }
    forgetSharesBefore(day);
    for (AuditRing ring : AuditRing.values()) {
      push(ring, bounds.of(ring));
    }
  }

  /** As it is, whoever's share it belongs to: it was written before. */
  void restore(Kept kept, Bounds bounds) {
    write(kept.cursor(), kept.entry(), kept.seal());
    push(kept.entry().ring(), bounds.of(kept.entry().ring()));
  }

  private String append(AuditEntry entry) {
    AuditSeal seal = AuditSeal.fresh();
    String before = heads.getOrDefault(entry.ring().wireName(), "");
    String link = AuditSeal.link(before, seal.digestOf(entry));
    String cursor = nextCursor();
    write(cursor, entry, seal.linked(link));
    return cursor;
  }

  private void write(String cursor, AuditEntry entry, AuditSeal seal) {
    entries.put(cursor, Records.of(entry, seal));
    index(cursor, entry);
    if (!seal.link().isEmpty()) {
      links.put(cursor, seal.link());
      heads.put(entry.ring().wireName(), seal.link());
    }
    heads.put(NEWEST, cursor);
  }

  /** See {@link org.havatar.relay.access.audit.AuditStore#heads}. */
  Map<AuditRing, String> heads() {
    Map<AuditRing, String> known = new EnumMap<>(AuditRing.class);
    for (AuditRing ring : AuditRing.values()) {
      @Nullable String head = heads.get(ring.wireName());
      if (head != null) {
        known.put(ring, head);
      }
    }
    return known;
  }

  private boolean isSingle(String day, AuditShare share) {
    long ofActor = increased(day + share.total());
    return AuditShare.isSingle(ofActor, 0)
        && AuditShare.isSingle(ofActor, increased(day + share.kind()));
  }

  private long increased(String counter) {
    String known = shares.get(counter);
    long now = known == null ? 1 : Long.parseLong(known) + 1;
    shares.put(counter, Long.toString(now));
    return now;
  }

  private void count(String together, AuditEntry first, long atMs) {
    String cursor = shares.get(together);
    String text = cursor == null ? null : entries.get(cursor);
    if (cursor == null || text == null) {
      shares.put(together, append(first));
      return;
    }
    Kept known = Records.kept(cursor, text, "");
    Times before = known.entry().times();
    Times times = new Times(before.count() + 1, Math.max(atMs, before.lastMs()));
    entries.put(cursor, Records.of(known.entry().with(times), known.seal()));
  }

  /** Counters of other days than the last two written go, a few at a time. */
  private void forgetSharesBefore(String day) {
    String today = day.trim();
    for (int i = 0; i < MOST_PUSHED_OUT && !shares.isEmpty(); i++) {
      String first = shares.firstKey();
      String of = first.substring(0, first.indexOf(' '));
      if (Long.parseLong(of) >= Long.parseLong(today) - 1) {
        return;
      }
      shares.remove(first);
    }
  }

  private void push(AuditRing ring, long most) {
    String begin = AuditTerms.of(ring) + AuditTerms.END;
    for (int i = 0; i < MOST_PUSHED_OUT; i++) {
      String first = index.ceilingKey(begin);
      String last = index.lowerKey(begin + AuditTerms.BEHIND_CURSORS);
      if (first == null
          || last == null
          || index.getKeyIndex(last) - index.getKeyIndex(first) < most
          || !first.startsWith(begin)) {
        return;
      }
      remove(first.substring(begin.length()));
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
      unindex(cursor, Records.kept(cursor, text, "").entry());
    }
    links.remove(cursor);
  }

  private String nextCursor() {
    @Nullable String last = heads.getOrDefault(NEWEST, entries.lastKey());
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
        found.add(text(cursor, each.getValue()));
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
        found.add(text(cursor, text));
      }
    }
    return found;
  }

  private Text text(String cursor, String text) {
    return new Text(cursor, text, "", links.getOrDefault(cursor, ""));
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
      Kept kept = each.read();
      AuditEntry entry = kept.entry();
      if (revision.isDoneAt(entry)) {
        return new Revised(each.cursor(), changed, true);
      }
      AuditEntry after = revision.of(entry);
      if (!after.equals(entry)) {
        unindex(each.cursor(), entry);
        entries.put(each.cursor(), Records.of(after, kept.seal().revised(entry, after)));
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
              Kept kept = Records.kept(each.getKey(), each.getValue(), "");
              entries.put(each.getKey(), Records.of(kept.entry(), kept.seal()));
              index(each.getKey(), kept.entry());
            });
  }

  void clear() {
    shares.clear();
    entries.clear();
    index.clear();
    links.clear();
    heads.clear();
  }
}
