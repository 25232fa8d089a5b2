package org.havatar.relay.store;

import java.util.List;
import org.havatar.relay.access.audit.AuditStore.Kept;

/**
 * All that a store holds.
 *
 * @param audit in the order in which it was written, by rising cursors
 */
public record Contents(List<Document> documents, List<Kept> audit) {
  public Contents {
    documents = List.copyOf(documents);
    audit = List.copyOf(audit);
  }
}
