package org.havatar.relay.access.audit;

import io.vertx.core.Future;
import java.util.List;

/**
 * Port: the audit log. Changes of lasting things write their entries themselves, together with the
 * change; {@link #append} is for what changes nothing. Rules of {@link
 * org.havatar.relay.access.Store}.
 */
public interface AuditStore {
  Future<Boolean> append(AuditEntry entry);

  /**
   * Entries in the order in which they were written.
   *
   * @param after the cursor of the last entry known; empty: from the beginning
   * @param most how many at most
   */
  Future<List<Kept>> entries(String after, int most);

  /**
   * An entry where it is kept.
   *
   * @param cursor sorts as the entries do
   */
  record Kept(String cursor, AuditEntry entry) {}
}
