package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.havatar.relay.access.audit.AuditQuery;
import org.havatar.relay.access.audit.AuditStore.Kept;

/**
 * Looks through an audit log page by page, so that whoever keeps it does other things in between.
 */
public final class AuditSearch {
  /** Entries of one page; reading them takes a few milliseconds. */
  public static final int PAGE = 500;

  private final AuditQuery query;
  private final Function<String, Future<List<Kept>>> page;
  private final List<Kept> found = new ArrayList<>();

  private AuditSearch(AuditQuery query, Function<String, Future<List<Kept>>> page) {
    this.query = query;
    this.page = page;
  }

  /**
   * What the query asks for.
   *
   * @param page the next {@link #PAGE} entries after a cursor, in the query's order; fewer: the
   *     last
   */
  public static Future<List<Kept>> run(
      AuditQuery query, Function<String, Future<List<Kept>>> page) {
    return new AuditSearch(query, page).from(query.after());
  }

  private Future<List<Kept>> from(String after) {
    return page.apply(after)
        .compose(
            entries -> {
              for (Kept each : entries) {
                if (query.matches(each.entry())) {
                  found.add(each);
                  if (found.size() >= query.most()) {
                    return Future.succeededFuture(found);
                  }
                }
              }
              return entries.size() < PAGE
                  ? Future.succeededFuture(found)
                  : from(entries.get(entries.size() - 1).cursor());
            });
  }
}
