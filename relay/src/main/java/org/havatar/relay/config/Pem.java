package org.havatar.relay.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Certificates and keys in PEM files (RFC 7468). Blocks. */
final class Pem {
  private static final Set<String> ALGORITHMS = Set.of("RSA", "EC");

  private Pem() {}

  /** A file that can't be used; the message goes on after the key's name: "is no …". */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    Unusable(String why) {
      super(why);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  /** The certificates of a file, at least one, in their order. */
  static List<X509Certificate> certificates(Path file) throws Unusable {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw new Unusable("has to be a PEM file with a certificate: " + file);
      }
      return chain;
    } catch (IOException e) {
      throw unreadable(file);
    } catch (GeneralSecurityException e) {
      throw new Unusable(
          "has to be a PEM file with certificates (-----BEGIN CERTIFICATE-----): " + file);
    }
  }

  /** The first private key of a file. */
  static PrivateKey key(Path file) throws Unusable {
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.US_ASCII);
        PEMParser parser = new PEMParser(in)) {
      for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
        PrivateKeyInfo key =
            switch (found) {
              case PrivateKeyInfo plain -> plain;
              case PEMKeyPair older -> older.getPrivateKeyInfo();
              default -> null; // parameters of the key's curve stand before it
            };
        if (key != null) {
          return usable(new JcaPEMKeyConverter().getPrivateKey(key), file);
        }
      }
    } catch (FileSystemException e) {
      throw unreadable(file);
    } catch (IOException e) {
      // Told below: whatever it holds, it is no key in PEM.
    }
    throw new Unusable(
        "has to be a PEM file with a private key that isn't encrypted (-----BEGIN PRIVATE KEY-----): "
            + file);
  }

  private static PrivateKey usable(PrivateKey key, Path file) throws Unusable {
    String algorithm = key.getAlgorithm().equals("ECDSA") ? "EC" : key.getAlgorithm();
    if (!ALGORITHMS.contains(algorithm)) {
      throw new Unusable("has to be an RSA or an EC key, not %s: %s".formatted(algorithm, file));
    }
    return key;
  }

  private static Unusable unreadable(Path file) {
    return new Unusable("names a file that can't be read: " + file);
  }

  /** Whether the key is the certificate's: a crash or a mistake leaves pairs that aren't one. */
  static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
    String algorithm = publicKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(publicKey.getEncoded());
      byte[] signature = signer.sign();
      signer.initVerify(publicKey);
      signer.update(publicKey.getEncoded());
      return signer.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // not even of one kind
    }
  }
}
