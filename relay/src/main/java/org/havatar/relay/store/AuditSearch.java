package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.access.audit.AuditEntry.Times;
import org.havatar.relay.access.audit.AuditQuery;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.access.audit.AuditStore.Page;
import org.havatar.relay.access.port.OffLoop;

/**
 * Looks through an audit log slice by slice, so that whoever keeps it does other things in between.
 */
public final class AuditSearch {
  /** Entries of one slice; fetching them takes a few milliseconds. */
  public static final int PAGE = 500;

  private AuditSearch() {}

  /** Fetches texts. */
  @FunctionalInterface
  public interface Slices {
    /**
     * At most {@link #PAGE} entries of a term behind a cursor, in the query's order; fewer: the
     * last.
     *
     * @param term empty: all entries
     */
    Future<List<Text>> next(String term, String after);
  }

  /**
   * An entry as it is kept.
   *
   * @param counted how often and when last, with a space between; empty when the text tells
   * @param link empty: in no chain
   */
  public record Text(String cursor, String text, String counted, String link) {
    /** Reads it. */
    public Kept read() {
      Kept kept = uncounted();
      if (counted.isEmpty()) {
        return kept;
      }
      int space = counted.indexOf(' ');
      Times times =
          new Times(
              Long.parseLong(counted.substring(0, space)),
              Long.parseLong(counted.substring(space + 1)));
      return new Kept(cursor, kept.entry().with(times), kept.seal());
    }

    /** As its text tells. */
    public Kept uncounted() {
      return Records.kept(cursor, text, link);
    }
  }

  /** What the query asks for; heard on the caller's context. */
  public static Future<Page> run(AuditQuery query, Slices slices) {
    return OffLoop.call(() -> search(query, slices));
  }

  private static Page search(AuditQuery query, Slices slices) throws InterruptedException {
    String term = AuditTerms.of(query);
    List<Kept> found = new ArrayList<>();
    String after = query.after();
    int lookedAt = 0;
    List<Text> slice;
    do {
      slice = OffLoop.await(slices.next(term, after));
      for (Text each : slice) {
        Kept kept = each.read();
        after = kept.cursor();
        lookedAt++;
        if (query.matches(kept.entry())) {
          found.add(kept);
          if (found.size() >= query.most()) {
            return new Page(found, after, lookedAt);
          }
        }
      }
    } while (slice.size() == PAGE && lookedAt < AuditStore.MOST_LOOKED_AT);
    return new Page(found, slice.size() == PAGE ? after : "", lookedAt);
  }
}
