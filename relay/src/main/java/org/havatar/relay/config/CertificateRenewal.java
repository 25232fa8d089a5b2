package org.havatar.relay.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.havatar.relay.config.RelayConfig.PemFiles;
import org.havatar.relay.config.RelayConfig.Tls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which certificate a node shows, and when another one is due. The node's own is renewed while it
 * runs; configured files belong to somebody else and are read when they say so. Any thread; blocks.
 */
public final class CertificateRenewal {
  /** A configured certificate that nobody renewed by then is complained of. */
  static final Duration WARN_BEFORE = Duration.ofDays(7);

  private static final Logger LOG = LoggerFactory.getLogger(CertificateRenewal.class);

  /** Shows peers another certificate from their next handshake on. */
  @FunctionalInterface
  public interface Exchange {
    void show(ServedCertificate certificate) throws IOException, InterruptedException;
  }

  private final Path dataDirectory;
  private final InstantSource clock;
  private Tls tls;
  private @Nullable ServedCertificate shown;

  public CertificateRenewal(Path dataDirectory, InstantSource clock, Tls tls) {
    this.dataDirectory = dataDirectory;
    this.clock = clock;
    this.tls = tls;
  }

  /** What to show first; null without TLS. */
  public synchronized @Nullable ServedCertificate first() throws IOException {
    shown = tls.enabled() ? read(tls) : null;
    return shown;
  }

  private ServedCertificate read(Tls wanted) throws IOException {
    PemFiles files = wanted.files();
    return ServedCertificate.read(
        files != null
            ? files
            : DevelopmentCertificate.ensure(dataDirectory, wanted.hostNames(), clock.instant()));
  }

  /**
   * Reads what {@code wanted} names and shows it when it is another one. When that fails the old
   * one stays.
   */
  public synchronized void reload(Tls wanted, Exchange exchange)
      throws IOException, InterruptedException {
    ServedCertificate before = shown;
    if (before == null) {
      return; // without TLS; that changes at a restart only
    }
    ServedCertificate now = read(wanted);
    if (!now.chain().equals(before.chain())) {
      exchange.show(now);
      shown = now;
      LOG.info("the certificate is another one now: {}, before: {}", now, before);
    }
    tls = wanted;
  }

  /** To be called once a day or more often. */
  public synchronized void check(Exchange exchange) throws IOException, InterruptedException {
    ServedCertificate now = shown;
    if (now == null) {
      return;
    }
    Instant warnFrom = now.end().minus(WARN_BEFORE);
    if (tls.files() == null) {
      reload(tls, exchange);
    } else if (!clock.instant().isBefore(warnFrom)) {
      LOG.warn("the certificate is good until {} only: renew it, then send SIGHUP", now.end());
    }
  }
}
