package org.havatar.relay.store;

import java.util.List;
import org.havatar.relay.access.audit.AuditEntry;

/**
 * All that a store holds.
 *
 * @param audit in the order in which it was written
 */
public record Contents(List<Document> documents, List<AuditEntry> audit) {
  public Contents {
    documents = List.copyOf(documents);
    audit = List.copyOf(audit);
  }
}
