package org.havatar.relay.access.audit;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/**
 * Port: the audit log. Changes of lasting things write their entries themselves, together with the
 * change; {@link #append} is for what changes nothing. Rules of {@code access.Store}.
 */
public interface AuditStore {
  /** Entries that are kept until {@link #keepAtMost} says otherwise. */
  long USUAL_MOST = 200_000;

  /** Of these, entries of security, besides. */
  long USUAL_MOST_OF_SECURITY = 100_000;

  /** Entries that one search looks at before it answers what it has. */
  int MOST_LOOKED_AT = 10_000;

  default Future<Boolean> append(AuditEntry entry) {
    return append(List.of(entry));
  }

  /** All of them, together and in that order. */
  Future<Boolean> append(List<AuditEntry> entries);

  /**
   * Takes something out of entries, which keep their places. Begins at the beginning, a part at a
   * time; what a crash keeps from being done is done by the same call again.
   *
   * @return how many entries are others now
   */
  Future<Long> revise(AuditRevision revision);

  /**
   * Finds by account and by object without looking at anything else. What only time or action tell
   * is looked for in at most {@link #MOST_LOOKED_AT} entries: {@link Page#next} goes on.
   */
  Future<Page> find(AuditQuery query);

  /**
   * Entries in the order in which they were written.
   *
   * @param after the cursor of the last entry known; empty: from the beginning
   * @param most how many at most
   */
  default Future<List<Kept>> entries(String after, int most) {
    return find(AuditQuery.all(after, most)).map(Page::entries);
  }

  /**
   * Lets go of the entries from the beginning of the log up to the first that isn't older.
   *
   * @return how many
   */
  Future<Long> forgetBefore(long epochMs);

  /** The link of the newest entry of each ring that has a chain, see {@link AuditSeal}. */
  Future<Map<AuditRing, String>> heads();

  /** Beyond these bounds the oldest go, from the next entry on. */
  void keepAtMost(Bounds bounds);

  /**
   * Entries that are kept; those of security have their own bound, so that nothing else pushes them
   * out.
   *
   * @param others at least 1
   * @param security at least 1
   */
  record Bounds(long others, long security) {
    public static final Bounds USUAL = new Bounds(USUAL_MOST, USUAL_MOST_OF_SECURITY);

    public long of(AuditRing ring) {
      return switch (ring) {
        case SECURITY -> security;
        case OTHERS -> others;
      };
    }
  }

  /**
   * An entry where it is kept.
   *
   * @param cursor 16 digits of base 16; sorts as the entries do
   */
  record Kept(String cursor, AuditEntry entry, AuditSeal seal) {}

  /**
   * What was found.
   *
   * @param next cursor behind which to go on; empty: there is no more
   * @param lookedAt entries that were read for it
   */
  record Page(List<Kept> entries, String next, int lookedAt) {
    public Page {
      entries = List.copyOf(entries);
    }
  }
}
