package org.havatar.relay.config;

import java.nio.file.Path;
import org.havatar.relay.access.audit.AuditStore.Bounds;
import org.jspecify.annotations.Nullable;

/**
 * Where everything that lasts is kept, and for how long.
 *
 * @param redis null: in a file of the data directory
 */
public record Storage(@Nullable Redis redis, Audit audit, Backup backup) {
  /**
   * A Redis that several nodes may share.
   *
   * @param url may hold a password
   * @param trust PEM certificates for TLS; null: those that Java trusts
   */
  public record Redis(String url, @Nullable Path trust, int timeoutMs) {
    /** Without the URL: records end up in logs. */
    @Override
    public String toString() {
      return "Redis[" + timeoutMs + " ms]";
    }
  }

  /**
   * Bounds of the audit log.
   *
   * @param bounds entries
   * @param days that an entry is kept
   * @param addressDays after which it is forgotten whence it came
   */
  public record Audit(Bounds bounds, int days, int addressDays) {}

  /**
   * The copy that the relay makes each day.
   *
   * @param directory null: none is made
   * @param keep how many of them
   */
  public record Backup(@Nullable Path directory, int keep) {}
}
