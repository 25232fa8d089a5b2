package org.havatar.bridge;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** A PEM file of certificates to trust, read and checked once: what was checked is what is used. */
final class TrustedCertificates {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

  private TrustedCertificates() {}

  /**
   * Reads it. Blocks.
   *
   * @throws IOException with what is wrong, to follow the key's name
   */
  static String read(Path file) throws IOException {
    String pem;
    try {
      pem = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IOException("names a file that can't be read: " + file, e);
    }
    if (!pem.contains(BEGIN) || !isReadable(pem)) {
      throw new IOException(
          "has to be a PEM file with certificates (%s): %s".formatted(BEGIN, file));
    }
    return pem;
  }

  private static boolean isReadable(String pem) {
    try {
      byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
      return !CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(bytes))
          .isEmpty();
    } catch (CertificateException e) {
      return false;
    }
  }
}
