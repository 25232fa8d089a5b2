package org.havatar.relay.config;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Certificates of clusters for tests of other packages. */
public final class ClusterFiles {
  private ClusterFiles() {}

  /** Of a node of the authority in {@code directory}; both are made when they aren't there. */
  public static Cluster.Identity make(Path directory, String name) throws IOException {
    Instant now = Instant.now();
    ClusterCertificates.ensureAuthority(directory, now);
    Path node = directory.resolve(name);
    ClusterCertificates.addNode(directory, name, node, now);
    return identity(node);
  }

  static Cluster.Identity identity(Path node) {
    try {
      X509Certificate own = Pem.certificates(node.resolve("certificate.pem")).get(0);
      return new Cluster.Identity(
          node.resolve("certificate.pem"),
          node.resolve("key.pem"),
          node.resolve("authority.pem"),
          ClusterCertificates.nameOf(own),
          ClusterCertificates.print(Pem.certificates(node.resolve("authority.pem")).get(0)),
          own.getNotAfter().toInstant());
    } catch (Pem.Unusable e) {
      throw new IllegalStateException(e);
    }
  }

  /** A TLS client that trusts that node's authority and shows a certificate, or none. */
  public static SSLContext clientOf(Cluster.Identity trusted, Cluster.@Nullable Identity shown)
      throws Exception {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("authority", Pem.certificates(trusted.authority()).get(0));
    TrustManagerFactory trusts = TrustManagerFactory.getInstance("PKIX");
    trusts.init(trust);
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    if (shown != null) {
      Certificate[] chain = {Pem.certificates(shown.certificate()).get(0)};
      own.setKeyEntry("own", Pem.key(shown.key()), new char[0], chain);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, new char[0]);
    SSLContext tls = SSLContext.getInstance("TLSv1.3");
    tls.init(keys.getKeyManagers(), trusts.getTrustManagers(), null);
    return tls;
  }
}
