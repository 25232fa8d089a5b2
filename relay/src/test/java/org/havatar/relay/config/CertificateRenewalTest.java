package org.havatar.relay.config;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.havatar.relay.config.RelayConfig.PemFiles;
import org.havatar.relay.config.RelayConfig.Tls;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateRenewalTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final Path directory;
  private final List<ServedCertificate> shown = new ArrayList<>();
  private Instant now = START;

  CertificateRenewalTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private CertificateRenewal renewal(Tls tls) {
    return new CertificateRenewal(directory, () -> now, tls);
  }

  private static Tls tls(@Nullable PemFiles files, String... hostNames) {
    return new Tls(true, List.of("TLSv1.3"), files, Set.of(hostNames));
  }

  private PemFiles other(String name) throws IOException {
    return DevelopmentCertificate.ensure(
        Files.createDirectories(directory.resolve(name)), Set.of(), START);
  }

  @Test
  void theNodesOwnIsRenewedWhileTheNodeRuns() throws Exception {
    CertificateRenewal renewal = renewal(tls(null));
    ServedCertificate first = Objects.requireNonNull(renewal.first());
    now = first.end().minus(DevelopmentCertificate.RENEW_BEFORE).minusSeconds(1);
    renewal.check(shown::add);
    assertThat(shown).isEmpty();
    now = now.plusSeconds(1);
    renewal.check(shown::add);
    assertThat(shown).hasSize(1);
    assertThat(shown.get(0).end()).isAfter(first.end());
    renewal.check(shown::add);
    assertThat(shown).hasSize(1);
  }

  @Test
  void otherHostNamesNeedAnotherCertificate() throws Exception {
    CertificateRenewal renewal = renewal(tls(null));
    renewal.first();
    renewal.reload(tls(null, "robots.example.org"), shown::add);
    assertThat(SelfSigned.namesOf(shown.get(0).chain().get(0))).contains("robots.example.org");
    now = now.plus(Duration.ofDays(11));
    renewal.check(shown::add);
    assertThat(SelfSigned.namesOf(shown.get(1).chain().get(0))).contains("robots.example.org");
  }

  @Test
  void configuredFilesAreReadWhenSomebodySaysSo() throws Exception {
    PemFiles files = other("files");
    CertificateRenewal renewal = renewal(tls(files));
    renewal.first();
    PemFiles fresh = other("fresh");
    Files.copy(fresh.certificate(), files.certificate(), REPLACE_EXISTING);
    assertThatThrownBy(() -> renewal.reload(tls(files), shown::add))
        .hasMessageContaining("is the key of another certificate");
    Files.copy(fresh.key(), files.key(), REPLACE_EXISTING);
    renewal.check(shown::add);
    assertThat(shown).isEmpty();
    renewal.reload(tls(files), shown::add);
    assertThat(shown).hasSize(1);
  }

  @Test
  void aCertificateThatCouldNotBeShownIsTriedAgain() throws Exception {
    CertificateRenewal renewal = renewal(tls(null));
    renewal.first();
    assertThatThrownBy(
            () ->
                renewal.reload(
                    tls(null, "a.org"),
                    certificate -> {
                      throw new IOException("no");
                    }))
        .hasMessage("no");
    renewal.reload(tls(null, "a.org"), shown::add);
    assertThat(shown).hasSize(1);
  }

  @Test
  void withoutTlsThereIsNothingToRenew() throws Exception {
    CertificateRenewal renewal = renewal(new Tls(false, List.of(), null, Set.of()));
    assertThat(renewal.first()).isNull();
    renewal.check(shown::add);
    renewal.reload(tls(null), shown::add);
    assertThat(shown).isEmpty();
  }

  @Test
  void theKeyIsNotInWhatGetsLogged() throws Exception {
    ServedCertificate read = ServedCertificate.read(other("files"));
    assertThat(read.toString()).startsWith("serial=").doesNotContain("Private");
  }
}
