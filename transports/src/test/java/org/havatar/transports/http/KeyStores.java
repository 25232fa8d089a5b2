package org.havatar.transports.http;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.havatar.transports.link.Certificate;

/** What keytool has made. */
final class KeyStores {
  private KeyStores() {}

  /** The certificate that is called "it". */
  static Certificate certificate(Path store, String password) throws Exception {
    KeyStore read = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      read.load(in, password.toCharArray());
    }
    List<X509Certificate> chain =
        Arrays.stream(read.getCertificateChain("it")).map(X509Certificate.class::cast).toList();
    return new Certificate(chain, (PrivateKey) read.getKey("it", password.toCharArray()));
  }
}
