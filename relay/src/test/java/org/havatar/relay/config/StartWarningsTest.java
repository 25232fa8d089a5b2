package org.havatar.relay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.havatar.transports.settings.Settings;
import org.havatar.transports.settings.SettingsException;
import org.havatar.transports.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StartWarningsTest {
  private final Path file;

  StartWarningsTest(@TempDir Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    file = directory.resolve("relay.yaml");
  }

  private List<String> warnings(String redisUrl, Map<String, String> environment, String mode)
      throws IOException, SettingsException {
    Files.writeString(file, "store:\n  kind: redis\n" + redisUrl);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    Settings settings = new SettingsSource(RelayConfig.MANUAL, file, environment).read();
    RelayConfig config = RelayConfig.of(settings, environment, Instant.EPOCH);
    return StartWarnings.of(config, settings, file);
  }

  private List<String> ofUrl(String url) throws IOException, SettingsException {
    return warnings("", Map.of("HAVATAR_RELAY_STORE_REDIS_URL", url), "rw-r--r--");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tcp://log.lan", "tcp://[2001:db8::1]:601", "tls://log.lan", "tcp://localhost"})
  void aCopyToAnotherMachineInPlainTextIsWarnedOf(String collector)
      throws IOException, SettingsException {
    boolean isDangerous = collector.startsWith("tcp") && !collector.contains("localhost");
    Map<String, String> environment =
        Map.of(
            "HAVATAR_RELAY_STORE_REDIS_URL",
            "redis://localhost",
            "HAVATAR_RELAY_AUDIT_COPY_SYSLOG",
            collector);
    assertThat(warnings("", environment, "rw-r--r--"))
        .hasSize(isDangerous ? 1 : 0)
        .allMatch(each -> each.contains("audit.copy_syslog") && each.contains("tls://"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://u:hidden@store.lan:6379/0",
        "redis://10.0.0.9",
        "redis://[2001:db8::1]:6379"
      })
  void redisOnAnotherMachineInPlainTextIsWarnedOf(String url)
      throws IOException, SettingsException {
    assertThat(ofUrl(url))
        .singleElement()
        .asString()
        .contains("store.redis_url", "rediss://")
        .doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://localhost",
        "redis://127.0.0.1:6379/1",
        "redis://[::1]:6379",
        "rediss://store.lan",
        "unix:///run/redis.sock"
      })
  void whatStaysOnThisMachineOrIsEncryptedIsFine(String url) throws IOException, SettingsException {
    assertThat(ofUrl(url)).isEmpty();
  }

  @Test
  void aFileOfSettingsWithASecretThatOthersCanReadIsWarnedOf()
      throws IOException, SettingsException {
    String secret = "  redis_url: rediss://u:hidden@store.lan\n";
    assertThat(warnings(secret, Map.of(), "rw-r--r--"))
        .singleElement()
        .asString()
        .contains("store.redis_url", file.toString(), "chmod 600")
        .doesNotContain("hidden");
    assertThat(warnings(secret, Map.of(), "rw-------")).isEmpty();
  }
}
