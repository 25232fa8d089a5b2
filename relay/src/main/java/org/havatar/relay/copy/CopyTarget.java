package org.havatar.relay.copy;

import java.io.IOException;
import java.util.List;
import org.havatar.relay.access.audit.AuditStore.Kept;

/** Where copies of audit entries go. Blocks; one thread at a time. */
public interface CopyTarget extends AutoCloseable {
  /** As metrics and the log call it: {@code file}, {@code syslog}, {@code webhook}. */
  String name();

  /**
   * Hands the entries over, in that order; returns when the target has them as well as it can tell.
   * What failed is tried again as a whole, so an entry may come twice.
   *
   * @param entries at least one
   * @throws IOException with a sentence without secrets
   */
  void send(List<Kept> entries) throws IOException, InterruptedException;

  @Override
  void close();
}
