package org.havatar.transports.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.havatar.transports.link.Certificate;

/** A certificate as Vert.x takes it. */
final class PemOptions {
  private PemOptions() {}

  /**
   * Writes it down.
   *
   * @throws IllegalArgumentException when it has no encoded form
   */
  static PemKeyCertOptions of(Certificate certificate) {
    Buffer chain = Buffer.buffer();
    try {
      for (X509Certificate each : certificate.chain()) {
        chain.appendBuffer(pem("CERTIFICATE", each.getEncoded()));
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate that can't be encoded", e);
    }
    return new PemKeyCertOptions()
        .setCertValue(chain)
        .setKeyValue(pem("PRIVATE KEY", certificate.key().getEncoded()));
  }

  private static Buffer pem(String label, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return Buffer.buffer(
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label));
  }
}
