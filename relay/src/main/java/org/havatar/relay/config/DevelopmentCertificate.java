package org.havatar.relay.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import org.havatar.relay.config.RelayConfig.PemFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate that a node makes for itself, kept in its data directory. */
final class DevelopmentCertificate {
  static final Duration RENEW_BEFORE = Duration.ofDays(3);
  private static final Set<String> ALWAYS = Set.of("localhost", "127.0.0.1", "::1");
  private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String KEY_END = "-----END PRIVATE KEY-----";
  private static final Logger LOG = LoggerFactory.getLogger(DevelopmentCertificate.class);

  private DevelopmentCertificate() {}

  /**
   * The files in {@code directory}; made when they are missing, old, or for other names. Blocks.
   */
  static PemFiles ensure(Path directory, Set<String> hostNames, Instant now) throws IOException {
    PemFiles files =
        new PemFiles(
            directory.resolve("certificate.pem"), directory.resolve("certificate-key.pem"));
    Set<String> names = new TreeSet<>(ALWAYS);
    names.addAll(hostNames);
    try {
      if (!isGood(files, names, now)) {
        SelfSigned made = SelfSigned.create(names, now);
        write(files.key(), KEY_BEGIN, made.key().getEncoded(), KEY_END);
        write(
            files.certificate(),
            "-----BEGIN CERTIFICATE-----",
            made.certificate().getEncoded(),
            "-----END CERTIFICATE-----");
        LOG.info("made a certificate for {}: {}", names, files.certificate());
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("a certificate can't be made: " + e.getMessage(), e);
    }
    return files;
  }

  private static boolean isGood(PemFiles files, Set<String> names, Instant now)
      throws GeneralSecurityException {
    if (!Files.isReadable(files.key())) {
      return false;
    }
    try (InputStream in = Files.newInputStream(files.certificate())) {
      X509Certificate known =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return !known.getNotBefore().toInstant().isAfter(now)
          && known.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE))
          && SelfSigned.namesOf(known).equals(SelfSigned.normal(names))
          && Pem.belongTogether(Pem.key(files.key()), known.getPublicKey());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException | Pem.Unusable e) {
      LOG.warn("the node's own certificate can't be used: {}", e.toString());
      return false;
    }
  }

  private static void write(Path file, String begin, byte[] der, String end) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownOnly = {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, posix ? ownOnly : new FileAttribute<?>[0]);
    Files.writeString(fresh, begin + "\n" + base64 + "\n" + end + "\n", StandardCharsets.US_ASCII);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
