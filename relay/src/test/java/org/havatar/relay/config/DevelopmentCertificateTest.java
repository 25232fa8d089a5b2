package org.havatar.relay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.havatar.relay.config.RelayConfig.PemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DevelopmentCertificateTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private final Path directory;

  DevelopmentCertificateTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private X509Certificate ensure(Set<String> names, Instant now)
      throws IOException, GeneralSecurityException {
    PemFiles files = DevelopmentCertificate.ensure(directory, names, now);
    try (InputStream in = Files.newInputStream(files.certificate())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  @Test
  void itIsAnEcdsaP256CertificateOfThisMachine() throws Exception {
    X509Certificate made = ensure(Set.of("robot.example.org", "192.168.1.9"), NOW);
    assertThat(((ECPublicKey) made.getPublicKey()).getParams().getCurve().getField().getFieldSize())
        .isEqualTo(256);
    assertThat(made.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(SelfSigned.namesOf(made))
        .containsExactlyInAnyOrder(
            "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "robot.example.org", "192.168.1.9");
    assertThat(made.getBasicConstraints()).as("no authority").isEqualTo(-1);
    assertThat(made.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
  }

  @Test
  void itIsValidNowAndNotLongerThanBrowsersTakeForWebTransport() throws Exception {
    X509Certificate made = ensure(Set.of(), NOW);
    Instant begin = made.getNotBefore().toInstant();
    Instant end = made.getNotAfter().toInstant();
    assertThat(begin).isBefore(NOW);
    assertThat(Duration.between(begin, end)).isLessThanOrEqualTo(Duration.ofDays(14));
    assertThat(end).isAfter(NOW.plus(Duration.ofDays(12)));
  }

  @Test
  void itIsKeptWhileItIsGoodForThreeDaysAndRenewedAfter() throws Exception {
    X509Certificate first = ensure(Set.of(), NOW);
    Instant due = first.getNotAfter().toInstant().minus(DevelopmentCertificate.RENEW_BEFORE);
    assertThat(ensure(Set.of(), due.minusSeconds(1))).isEqualTo(first);
    assertThat(ensure(Set.of(), due)).isNotEqualTo(first);
  }

  @Test
  void otherNamesNeedAnotherCertificate() throws Exception {
    X509Certificate first = ensure(Set.of("a.org"), NOW);
    assertThat(ensure(Set.of("A.ORG"), NOW)).isEqualTo(first);
    assertThat(ensure(Set.of("b.org"), NOW)).isNotEqualTo(first);
  }

  @Test
  void aClockThatWentBackGetsACertificateThatIsValidThen() throws Exception {
    ensure(Set.of(), NOW);
    Instant earlier = NOW.minus(Duration.ofDays(30));
    assertThat(ensure(Set.of(), earlier).getNotBefore().toInstant()).isBefore(earlier);
  }

  @Test
  void brokenFilesAreReplaced() throws Exception {
    X509Certificate first = ensure(Set.of(), NOW);
    Path certificate = directory.resolve("certificate.pem");
    Path key = directory.resolve("certificate-key.pem");
    Files.writeString(certificate, "nonsense");
    X509Certificate second = ensure(Set.of(), NOW);
    assertThat(second).isNotEqualTo(first);
    Files.writeString(key, "nonsense");
    assertThat(ensure(Set.of(), NOW)).isNotEqualTo(second);
    Files.delete(key);
    assertThat(ensure(Set.of(), NOW)).isNotEqualTo(second);
  }

  @Test
  void aKeyThatBelongsToAnotherCertificateIsNoticed() throws Exception {
    ensure(Set.of(), NOW);
    Path key = directory.resolve("certificate-key.pem");
    String olderKey = Files.readString(key);
    X509Certificate second = ensure(Set.of("a.org"), NOW);
    Files.writeString(key, olderKey);
    assertThat(ensure(Set.of("a.org"), NOW)).isNotEqualTo(second);
  }

  @Test
  void theKeyIsItsOwnersOnly() throws Exception {
    ensure(Set.of(), NOW);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("certificate-key.pem"))))
        .isEqualTo("rw-------");
  }
}
