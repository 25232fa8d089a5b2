package org.havatar.relay.node;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.config.Storage;
import org.havatar.relay.copy.AuditCopy;
import org.havatar.relay.copy.CopiedFile;
import org.havatar.relay.copy.CopyTarget;
import org.havatar.relay.copy.Syslog;
import org.havatar.relay.copy.Webhook;
import org.havatar.relay.metrics.NodeMeters;
import org.havatar.relay.store.AuditLine;
import org.jspecify.annotations.Nullable;

/** The copies of the audit log that the settings want. */
final class AuditCopies {
  private static final int TICK_MS = 1000;

  private final List<AuditCopy> copies = new ArrayList<>();

  /**
   * Makes them ready. Blocks.
   *
   * @param data directory for notes of what was copied
   * @throws Unavailable with a sentence, when a file that the settings name can't be used
   */
  AuditCopies(Storage.Copies wanted, AuditStore log, Path data, InstantSource wall) {
    for (CopyTarget each : targets(wanted, wall)) {
      copies.add(new AuditCopy(log, each, data));
    }
  }

  private static List<CopyTarget> targets(Storage.Copies wanted, InstantSource wall) {
    List<CopyTarget> all = new ArrayList<>();
    if (wanted.file() != null) {
      all.add(new CopiedFile(wanted.file(), AuditLine::of));
    }
    try {
      if (wanted.syslog() != null) {
        boolean isTls = wanted.syslog().getScheme().equals("tls");
        SocketFactory sockets = isTls ? secure(wanted.syslogTrust()) : SocketFactory.getDefault();
        all.add(new Syslog(wanted.syslog(), sockets, hostName(), AuditLine::of));
      }
      if (wanted.webhook() != null) {
        byte[] secret =
            wanted
                .webhook()
                .secret()
                .orElseThrow(() -> new IOException("the webhook's secret isn't one"));
        all.add(new Webhook(wanted.webhook().url(), secret, wall, AuditLine::of));
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new Unavailable("The audit log can't be copied: " + e.getMessage() + ".", e);
    }
    return all;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "-";
    }
  }

  private static SocketFactory secure(@Nullable Path trust)
      throws IOException, GeneralSecurityException {
    if (trust == null) {
      return SSLSocketFactory.getDefault();
    }
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(trust)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("c" + trusted.size(), each);
      }
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  void start(Vertx vertx, LongSupplier monotonicMs) {
    for (AuditCopy each : copies) {
      vertx.setPeriodic(TICK_MS, ignored -> each.onTick(monotonicMs.getAsLong()));
    }
  }

  void bind(NodeMeters meters, InstantSource wall) {
    for (AuditCopy each : copies) {
      meters.bindAuditCopy(each.target(), each::copied, () -> each.behindMs(wall.millis()) / 1e3);
    }
  }

  void close() {
    copies.forEach(AuditCopy::close);
  }
}
