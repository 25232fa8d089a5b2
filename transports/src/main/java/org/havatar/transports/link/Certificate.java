package org.havatar.transports.link;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a server shows, in no library's form.
 *
 * @param chain the server's own certificate first
 */
public record Certificate(List<X509Certificate> chain, PrivateKey key) {
  public Certificate {
    chain = List.copyOf(chain);
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "Certificate[" + chain.get(0).getSerialNumber().toString(16) + "]";
  }
}
