package org.havatar.relay.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
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
   * @param copies where it goes besides
   */
  public record Audit(Bounds bounds, int days, int addressDays, Copies copies) {}

  /**
   * Where the audit log is copied to; each may be null.
   *
   * @param syslog {@code tls://} or {@code tcp://} with host and perhaps port
   * @param syslogTrust PEM certificates for TLS; null: those that Java trusts
   */
  public record Copies(
      @Nullable Path file,
      @Nullable URI syslog,
      @Nullable Path syslogTrust,
      @Nullable Webhook webhook) {}

  /**
   * A receiver of signed requests.
   *
   * @param secretFile holds {@code whsec_} and 24 to 64 bytes in base 64
   */
  public record Webhook(URI url, Path secretFile) {
    /** Without the URL: it may hold a token, and records end up in logs. */
    @Override
    public String toString() {
      return "Webhook[" + secretFile + "]";
    }

    /**
     * The secret; empty: the file doesn't hold one.
     *
     * @throws IOException when it can't be read
     */
    public Optional<byte[]> secret() throws IOException {
      String text = Files.readString(secretFile).trim();
      try {
        byte[] bytes = Base64.getDecoder().decode(text.replaceFirst("^whsec_", ""));
        boolean isLong = bytes.length >= 24 && bytes.length <= 64;
        return text.startsWith("whsec_") && isLong ? Optional.of(bytes) : Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * The copy that the relay makes each day.
   *
   * @param directory null: none is made
   * @param keep how many of them
   */
  public record Backup(@Nullable Path directory, int keep) {}
}
