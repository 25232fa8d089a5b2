package org.havatar.relay.config;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.havatar.relay.config.RelayConfig.PemFiles;

/**
 * A certificate with its chain and key, read once: what was checked is what is shown to peers, also
 * when the files change meanwhile.
 *
 * @param chain the node's own certificate first
 */
public record ServedCertificate(List<X509Certificate> chain, PrivateKey key) {
  public ServedCertificate {
    chain = List.copyOf(chain);
  }

  /** Reads and checks both files. Blocks. */
  static ServedCertificate read(PemFiles files) throws IOException {
    try {
      ServedCertificate read =
          new ServedCertificate(Pem.certificates(files.certificate()), Pem.key(files.key()));
      if (!Pem.belongTogether(read.key, read.chain.get(0).getPublicKey())) {
        throw new IOException(
            "%s is the key of another certificate than %s"
                .formatted(files.key(), files.certificate()));
      }
      return read;
    } catch (Pem.Unusable e) {
      throw new IOException("a certificate file " + e.why(), e);
    }
  }

  Instant end() {
    return chain.get(0).getNotAfter().toInstant();
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "serial=%s until=%s".formatted(chain.get(0).getSerialNumber().toString(16), end());
  }
}
