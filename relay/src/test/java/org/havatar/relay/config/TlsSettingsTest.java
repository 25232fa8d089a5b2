package org.havatar.relay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.havatar.relay.config.RelayConfig.PemFiles;
import org.havatar.transports.settings.SettingsException;
import org.havatar.transports.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section tls, with real certificates. */
final class TlsSettingsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final Path file;
  private final PemFiles good;
  private final PemFiles other;

  TlsSettingsTest(@TempDir Path directory) throws IOException {
    file = directory.resolve("my.yaml");
    good = certificate(directory.resolve("good"));
    other = certificate(directory.resolve("other"));
  }

  private static PemFiles certificate(Path directory) throws IOException {
    return DevelopmentCertificate.ensure(Files.createDirectory(directory), Set.of(), NOW);
  }

  private RelayConfig read(String yaml, Instant now) throws IOException, SettingsException {
    Files.writeString(file, yaml);
    return RelayConfig.of(
        new SettingsSource(RelayConfig.MANUAL, file, Map.of()).read(), Map.of(), now);
  }

  private List<String> faultsOf(Path certificate, Path key, String more, Instant now) {
    SettingsException wrong =
        catchThrowableOfType(
            SettingsException.class, () -> read(tls(certificate, key) + more, now));
    assertThat(wrong).as("it should be refused").isNotNull();
    return wrong.faults();
  }

  private static String tls(Path certificate, Path key) {
    return "tls:\n  certificate: %s\n  key: %s\n".formatted(certificate, key);
  }

  @Test
  void aCertificateWithItsKeyIsTaken() throws Exception {
    assertThat(read(tls(good.certificate(), good.key()), NOW).tls().files()).isEqualTo(good);
  }

  @Test
  void oneOfTheTwoIsNotEnough() {
    SettingsException wrong =
        catchThrowableOfType(
            SettingsException.class,
            () -> read("tls:\n  certificate: %s\n".formatted(good.certificate()), NOW));
    assertThat(wrong.faults().get(0))
        .startsWith(file + " line 2: tls.certificate and tls.key (built-in relay.yaml line ")
        .endsWith("belong together: set both or none.");
  }

  @Test
  void theKeyHasToBeTheCertificates() {
    assertThat(faultsOf(good.certificate(), other.key(), "", NOW))
        .singleElement()
        .asString()
        .startsWith(
            file + " line 3: tls.key is the key of another certificate than the first one in")
        .contains("tls.certificate (" + file + " line 2)");
  }

  @Test
  void anEndedCertificateIsRefusedFromItsLastMomentOn() throws Exception {
    Instant end = NOW.minus(SelfSigned.BACKDATED).plus(SelfSigned.VALIDITY);
    String yaml = tls(good.certificate(), good.key());
    assertThat(read(yaml, end.minusSeconds(1)).tls().files()).isEqualTo(good);
    assertThat(faultsOf(good.certificate(), good.key(), "", end))
        .singleElement()
        .asString()
        .contains("line 2: tls.certificate ended at " + end + "; renew it");
    assertThat(faultsOf(good.certificate(), good.key(), "", end.plus(Duration.ofDays(1))))
        .hasSize(1);
  }

  @Test
  void filesThatAreMissingOrNoPemAreFaultsOfTheirOwnKey() throws Exception {
    Path nonsense = Files.writeString(file.resolveSibling("nonsense.pem"), "hello\n");
    assertThat(faultsOf(nonsense, good.key(), "", NOW).get(0))
        .contains("tls.certificate has to be a PEM file with");
    assertThat(faultsOf(good.certificate(), nonsense, "", NOW).get(0))
        .contains("tls.key has to be a PEM file with a private key");
    assertThat(faultsOf(good.certificate(), good.certificate(), "", NOW).get(0))
        .contains("tls.key has to be a PEM file with a private key");
    assertThat(faultsOf(Path.of("/none.pem"), Path.of("/no-key.pem"), "", NOW))
        .hasSize(2)
        .anyMatch(fault -> fault.contains("tls.certificate names a file that can't be read: /none"))
        .anyMatch(fault -> fault.contains("tls.key names a file that can't be read: /no-key.pem"));
  }

  @Test
  void keysOfKindsThatTheServerDoesNotSpeakAreNamed() throws Exception {
    byte[] key =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    Path pem =
        Files.writeString(
            file.resolveSibling("ed.pem"),
            "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                .formatted(Base64.getEncoder().encodeToString(key)));
    assertThat(faultsOf(good.certificate(), pem, "", NOW).get(0))
        .contains("tls.key has to be an RSA or an EC key");
  }

  @Test
  void whatWouldBeOfNoUseIsRefusedWithBothKeys() {
    assertThat(faultsOf(good.certificate(), good.key(), "  enabled: false\n", NOW).get(0))
        .contains("line 2: tls.certificate is of no use while tls.enabled (" + file + " line 4)");
    assertThat(faultsOf(good.certificate(), good.key(), "  host_names: [a.org]\n", NOW).get(0))
        .contains("line 4: tls.host_names is for the relay's own certificate")
        .contains("tls.certificate (" + file + " line 2)");
  }
}
