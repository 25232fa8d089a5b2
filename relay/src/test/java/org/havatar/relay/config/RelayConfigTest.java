package org.havatar.relay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.havatar.relay.api.ListedRelay;
import org.havatar.relay.limits.ProxyOptions.Header;
import org.havatar.relay.limits.Rate;
import org.havatar.relay.limits.UsualLimits;
import org.havatar.transports.settings.Settings;
import org.havatar.transports.settings.SettingsException;
import org.havatar.transports.settings.SettingsSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RelayConfigTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final Path directory;

  RelayConfigTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("my.yaml"), text);
  }

  private static RelayConfig readFrom(@Nullable Path file, Map<String, String> environment)
      throws SettingsException {
    SettingsSource source = new SettingsSource(RelayConfig.MANUAL, file, environment);
    return RelayConfig.of(source.read(), environment, NOW);
  }

  private RelayConfig read(String text) throws IOException, SettingsException {
    return readFrom(file(text), Map.of());
  }

  private List<String> faultsOf(String text) throws IOException {
    return faultsOf(text, Map.of());
  }

  private List<String> faultsOf(String text, Map<String, String> environment) throws IOException {
    Path file = file(text);
    SettingsException wrong =
        catchThrowableOfType(SettingsException.class, () -> readFrom(file, environment));
    assertThat(wrong).as("it should be refused: " + text).isNotNull();
    return wrong.faults();
  }

  @Test
  void withoutFileAndEnvironmentTheManualsDefaultsHold() throws SettingsException {
    RelayConfig config = readFrom(null, Map.of("XDG_STATE_HOME", "/state"));
    assertThat(config.listen().addresses()).containsExactly("127.0.0.1", "::1");
    assertThat(config.listen().chosen()).isFalse();
    assertThat(config.listen().port()).isEqualTo(8443);
    assertThat(config.listen().eventLoops()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(config.dataDirectory()).isEqualTo(Path.of("/state/havatar/relay"));
    assertThat(config.tls().enabled()).isTrue();
    assertThat(config.tls().protocols()).containsExactly("TLSv1.3");
    assertThat(config.tls().files()).isNull();
    assertThat(config.allowedOrigins()).isEmpty();
    assertThat(config.access().identity().tokenLifeS()).isEqualTo(900);
    assertThat(config.access().ticketLifeMs()).isEqualTo(30_000);
    assertThat(config.limits())
        .isEqualTo(
            UsualLimits.of(
                new Rate(10, 20), new Rate(10, 50), new Rate(50, 200), new Rate(5, 10), 10, false));
    assertThat(config.proxy()).isEqualTo(UsualLimits.NO_PROXIES);
    assertThat(config.olderHoldMs()).isEqualTo(500);
  }

  @Test
  void anOlderClientsCommandIsHeldForASecondAtMost() throws IOException, SettingsException {
    assertThat(read("driving:\n  older_hold_ms: 1000\n").olderHoldMs()).isEqualTo(1000);
    assertThat(faultsOf("driving:\n  older_hold_ms: 1001\n")).hasSize(1);
    assertThat(faultsOf("driving:\n  older_hold_ms: 0\n")).hasSize(1);
  }

  @Test
  void theManualItselfIsARightFile() throws IOException, SettingsException {
    RelayConfig config = read(RelayConfig.MANUAL.text());
    assertThat(config.listen().port()).isEqualTo(8443);
  }

  @Test
  void everyKeyOfTheManualIsReadByTheProgram() throws SettingsException {
    Settings settings = new SettingsSource(RelayConfig.MANUAL, null, Map.of()).read();
    assertThat(RelayConfig.of(settings, Map.of(), NOW).listen().port()).isEqualTo(8443);
    assertThat(settings.unread()).isEmpty();
  }

  @Test
  void transportsAreNamedAndSomeHaveAPortOfTheirOwn() throws IOException, SettingsException {
    assertThat(read("{}\n").listen().transports()).hasToString("[websocket:8443]");
    assertThat(read("listen: {port: 443, transports: [toy, websocket]}\n").listen().transports())
        .hasToString("[toy:7007, websocket:443]");
    assertThat(read("listen: {transports: ['toy:65535']}\n").listen().transports())
        .hasToString("[toy:65535]");
  }

  @Test
  void aTransportThatIsNotThereIsAnsweredWithThoseThatAre() throws IOException {
    assertThat(faultsOf("listen: {transports: [webscoket]}\n"))
        .containsExactly(
            directory.resolve("my.yaml")
                + " line 1: listen.transports has to hold names of toy, websocket, with or without"
                + " :port: \"webscoket\".");
    assertThat(faultsOf("listen: {transports: []}\n"))
        .singleElement()
        .asString()
        .endsWith("has to name at least one of toy, websocket, or nobody could drive.");
    assertThat(faultsOf("listen: {transports: [toy, websocket, 'toy:1']}\n"))
        .singleElement()
        .asString()
        .endsWith("names toy twice.");
    for (String port : List.of("", "0", "65536", "x", "-1", "1:2", "1234567890123")) {
      assertThat(faultsOf("listen: {transports: ['toy:" + port + "']}\n"))
          .singleElement()
          .asString()
          .contains("has to give toy a port from 1 to 65535");
    }
    assertThat(faultsOf("listen: {transports: ['websocket:443']}\n"))
        .singleElement()
        .asString()
        .contains("gives websocket a port, which comes through listen.port")
        .endsWith("write websocket.");
  }

  @Test
  void aBurstIsNotLessThanWhatASecondAllows() throws IOException, SettingsException {
    assertThat(read("limits: {api_per_second: 20, api_burst: 20}\n").limits().api())
        .isEqualTo(new Rate(20, 20));
    Path file = directory.resolve("my.yaml");
    assertThat(faultsOf("limits:\n  page_burst: 29\n  page_per_second: 30\n"))
        .containsExactly(
            ("%s line 2: limits.page_burst may not be less than limits.page_per_second (%s line 3):"
                    + " raise it or lower that.")
                .formatted(file, file));
  }

  @Test
  void addressesAndHostNamesAreLiteralsOrNames() throws IOException, SettingsException {
    assertThat(
            read("listen:\n  addresses: [\"0.0.0.0\", \"::\", relay.local]\n").listen().addresses())
        .hasSize(3);
    for (String wrong :
        List.of("127.0.0.1:8443", "[::1]", "", "1.2.3.4.5", "a b", "*.a.org", "-a")) {
      assertThat(faultsOf("listen:\n  addresses: [\"%s\"]\n".formatted(wrong)).get(0))
          .contains("listen.addresses has to hold addresses without port");
      assertThat(faultsOf("tls:\n  host_names: [\"%s\"]\n".formatted(wrong)).get(0))
          .contains("tls.host_names has to hold names and addresses");
    }
    assertThat(faultsOf("listen:\n  addresses: [\"::1\", \"::1\"]\n").get(0)).contains("twice");
  }

  @Test
  void theFileGoesOverTheDefaultsAndTheEnvironmentOverTheFile()
      throws IOException, SettingsException {
    Path file = file("listen:\n  port: 9000\n  event_loops: 3\n");
    Map<String, String> environment =
        Map.of(
            "HAVATAR_RELAY_LISTEN_PORT", "9001",
            "HAVATAR_RELAY_LISTEN_ADDRESSES", "0.0.0.0, ::",
            "HAVATAR_RELAY_TLS_HOST_NAMES", "",
            "HAVATAR_RELAY_LOG_LEVEL", "debug",
            "PATH", "/bin");
    RelayConfig config = readFrom(file, environment);
    assertThat(config.listen().eventLoops()).isEqualTo(3);
    assertThat(config.listen().port()).isEqualTo(9001);
    assertThat(config.listen().addresses()).containsExactly("0.0.0.0", "::");
    assertThat(config.listen().chosen()).isTrue();
    assertThat(config.tls().hostNames()).isEmpty();
  }

  @Test
  void anEmptyFileChangesNothing() throws IOException, SettingsException {
    assertThat(read("").listen().port()).isEqualTo(8443);
    assertThat(read("# nothing\n").listen().port()).isEqualTo(8443);
  }

  @Test
  void unknownKeysAreNamedWithTheirLine() throws IOException {
    assertThat(faultsOf("listen:\n  port: 1\n  prot: 2\nlimit: 3\n"))
        .containsExactly(
            directory.resolve("my.yaml")
                + " line 3: unknown key listen.prot. Did you mean listen.port?",
            directory.resolve("my.yaml") + " line 4: unknown key limit. Did you mean limits?");
  }

  @Test
  void unknownVariablesAreNamed() throws IOException {
    assertThat(faultsOf("", Map.of("HAVATAR_RELAY_LISTEN_PROT", "1")))
        .containsExactly(
            "Unknown environment variable HAVATAR_RELAY_LISTEN_PROT."
                + " Did you mean HAVATAR_RELAY_LISTEN_PORT?");
  }

  @Test
  void allFaultsAreToldAtOnceWithKeyAndPlace() throws IOException {
    List<String> faults =
        faultsOf(
            """
            listen:
              port: 0
              event_loops: many
            login:
              token_life_s: 901
              ticket_life_s: 31
            tls:
              minimum: 1.1
              enabled: perhaps
            """);
    assertThat(faults).hasSize(6);
    assertThat(faults)
        .anyMatch(
            f ->
                f.contains(
                    "line 2: listen.port has to be a whole number from 1 to 65535, not \"0\"."))
        .anyMatch(f -> f.contains("line 3: listen.event_loops has to be a whole number"))
        .anyMatch(
            f -> f.contains("line 5: login.token_life_s has to be a whole number from 60 to 900,"))
        .anyMatch(
            f -> f.contains("line 6: login.ticket_life_s has to be a whole number from 1 to 30,"))
        .anyMatch(f -> f.contains("line 8: tls.minimum has to be 1.3 or 1.2,"))
        .anyMatch(f -> f.contains("line 9: tls.enabled has to be true or false,"));
  }

  @Test
  void aLoginCannotEndSoonerThanItsIdleTime() throws IOException {
    List<String> faults =
        faultsOf(
            """
            login:
              totp_required_for: some
              refresh_idle_days: 91
            """);
    assertThat(faults).hasSize(2);
    assertThat(faults)
        .anyMatch(
            f -> f.contains("login.totp_required_for has to be none or administrators or everyone"))
        .anyMatch(f -> f.contains("login.refresh_absolute_days may not be less than"));
  }

  @Test
  void aFaultInTheEnvironmentNamesTheVariable() throws IOException {
    assertThat(faultsOf("", Map.of("HAVATAR_RELAY_LISTEN_PORT", "http")))
        .containsExactly(
            "HAVATAR_RELAY_LISTEN_PORT: listen.port has to be a whole number from 1 to 65535,"
                + " not \"http\".");
  }

  @Test
  void wrongShapesAreFaults() throws IOException {
    assertThat(faultsOf("listen: 3\n").get(0)).contains("keys with values are expected");
    assertThat(faultsOf("- a\n").get(0)).contains("keys with values are expected");
    assertThat(faultsOf("listen:\n  port: [1]\n").get(0)).contains("has to be one value");
    assertThat(faultsOf("listen:\n  addresses: ::1\n").get(0)).contains("has to be a list");
    assertThat(faultsOf("listen:\n  addresses: []\n").get(0)).contains("at least one address");
    assertThat(faultsOf("listen:\n  port: 1\n  port: 2\n").get(0)).contains("is there twice");
    assertThat(faultsOf("listen: {port: 1\n").get(0)).contains("line 2: this is no YAML");
    assertThat(faultsOf("a: &a\n  b: *a\n").get(0)).contains("unknown key a");
  }

  @Test
  void aMissingFileIsASentence() {
    SettingsException wrong =
        catchThrowableOfType(
            SettingsException.class, () -> readFrom(directory.resolve("none.yaml"), Map.of()));
    assertThat(wrong.faults().get(0)).startsWith("There is no file ");
  }

  @Test
  void plainTextIsForThisMachineOnly() throws IOException, SettingsException {
    assertThat(read("tls:\n  enabled: false\n").tls().enabled()).isFalse();
    assertThat(read("tls:\n  enabled: false\n").api().tls()).isFalse();
    for (String address : List.of("0.0.0.0", "::", "192.168.1.1", "example.org", "127.0.0.1.org")) {
      String text = "tls:\n  enabled: false\nlisten:\n  addresses: [\"::1\", \"%s\"]\n";
      Path file = directory.resolve("my.yaml");
      assertThat(faultsOf(text.formatted(address)))
          .singleElement()
          .asString()
          .startsWith(
              "%s line 2: tls.enabled may be false only when listen.addresses (%s line 4) names this machine's own addresses, like 127.0.0.1, or proxy.trusted ("
                  .formatted(file, file))
          .endsWith(" the proxies in front.");
      assertThat(read(text.formatted(address) + "proxy:\n  trusted: [10.0.0.7]\n").tls().enabled())
          .isFalse();
    }
  }

  @Test
  void trustedProxiesAreAddressesAndNetworks() throws IOException, SettingsException {
    RelayConfig config =
        read("proxy: {trusted: [10.0.0.7, \"fd00::/8\"], header: forwarded, protocol: true}\n");
    assertThat(config.proxy().trusted()).hasToString("[10.0.0.7, fd00::/8]");
    assertThat(config.proxy().header()).isEqualTo(Header.FORWARDED);
    assertThat(config.proxy().protocol()).isTrue();
    assertThat(faultsOf("proxy:\n  trusted: [proxy.example.org]\n").get(0))
        .contains("line 2: proxy.trusted has to hold addresses and networks")
        .contains("proxy.example.org");
    assertThat(faultsOf("proxy:\n  protocol: true\n").get(0))
        .contains("line 2: proxy.protocol needs proxy.trusted");
  }

  @Test
  void olderTlsHasToBeAskedFor() throws IOException, SettingsException {
    assertThat(read("tls:\n  minimum: 1.2\n").tls().protocols())
        .containsExactly("TLSv1.3", "TLSv1.2");
  }

  @Test
  void originsAreCompleteOnes() throws IOException, SettingsException {
    assertThat(read("web:\n  allowed_origins: [\"https://a.org\"]\n").allowedOrigins())
        .isEqualTo(Set.of("https://a.org"));
    for (String origin :
        List.of(
            "a.org",
            "*",
            "https://a.org/",
            "ftp://a.org",
            "https://",
            "https://A.org",
            "https://a.org:443",
            "null")) {
      assertThat(faultsOf("web:\n  allowed_origins: [\"%s\"]\n".formatted(origin)).get(0))
          .contains("web.allowed_origins has to hold origins");
    }
  }

  @Test
  void aListedRelayIsAnAllowedOriginButNoPlaceForPasskeys() throws IOException, SettingsException {
    RelayConfig config =
        read("web: {relays: ['Frankfurt=https://fra.test', 'Hof 2 = http://b.test:8080']}\n");
    assertThat(config.relays())
        .containsExactly(
            new ListedRelay("Frankfurt", "https://fra.test"),
            new ListedRelay("Hof 2", "http://b.test:8080"));
    assertThat(config.allowedOrigins()).containsOnly("https://fra.test", "http://b.test:8080");
    assertThat(config.access().identity().passkeys().origins())
        .containsExactly("https://localhost:8443");
    for (String wrong :
        List.of(
            "https://a.test",
            "=https://a.test",
            "A=https://a.test/",
            "A=a.test",
            "A;B=https://a.test")) {
      assertThat(faultsOf("web:\n  relays: [\"%s\"]\n".formatted(wrong)).get(0))
          .contains("web.relays has to hold relays like");
    }
    String nine = String.join(",", Collections.nCopies(9, "'A=https://a.test'"));
    assertThat(faultsOf("web: {relays: [" + nine + "]}\n").get(0)).contains("at most 8");
  }

  @Test
  void theDataDirectoryIsTheChosenOneThenHavatarHomeThenTheStateDirectory()
      throws IOException, SettingsException {
    Map<String, String> both = Map.of("HAVATAR_HOME", "/home", "XDG_STATE_HOME", "/state");
    assertThat(readFrom(null, both).dataDirectory()).isEqualTo(Path.of("/home/relay"));
    assertThat(readFrom(file("data:\n  directory: /data\n"), both).dataDirectory())
        .isEqualTo(Path.of("/data"));
    assertThat(readFrom(null, Map.of()).dataDirectory())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local", "state", "havatar", "relay"));
  }

  @Test
  void redisNeedsAnAddressThatIsNeverShown() throws IOException, SettingsException {
    String kind = "store: {kind: redis}\n";
    assertThat(faultsOf(kind).get(0)).contains("store.redis_url is required").contains("REDIS_URL");
    Path file = file(kind);
    RelayConfig config = readFrom(file, Map.of("REDIS_URL", "redis://:hidden@r.example.org"));
    assertThat(config.storage().redis()).isNotNull();
    assertThat(config.toString()).doesNotContain("hidden");
    for (String wrong :
        List.of("http://:hidden@a", "redis://", "redis://:hidden@a/one", "redis://:hid den@a")) {
      assertThat(faultsOf("store: {kind: redis, redis_url: \"%s\"}\n".formatted(wrong)))
          .singleElement()
          .asString()
          .contains("store.redis_url")
          .doesNotContain("hid");
    }
    assertThat(faultsOf("store: {redis_url: \"redis://:hidden@a\"}\n").get(0))
        .contains("is of no use unless store.kind")
        .doesNotContain("hidden");
    assertThat(faultsOf("store: {kind: redis, redis_url: \"redis://a\", redis_trust: /x}\n"))
        .hasSize(1);
  }

  @Test
  void copiesOfTheAuditLogNeedWhatTheirReceiversNeed() throws IOException, SettingsException {
    Path secret =
        Files.writeString(file("").resolveSibling("secret"), "whsec_" + "A".repeat(32) + "\n");
    String webhook = "audit: {copy_webhook: \"https://h.example.org/hidden\"%s}\n";
    RelayConfig config = read(webhook.formatted(", copy_webhook_secret: \"" + secret + "\""));
    Storage.Webhook wanted = config.storage().audit().copies().webhook();
    assertThat(wanted).isNotNull();
    assertThat(wanted.secret()).hasValueSatisfying(bytes -> assertThat(bytes).hasSize(24));
    assertThat(config.toString()).doesNotContain("hidden");
    assertThat(faultsOf(webhook.formatted("")))
        .singleElement()
        .asString()
        .contains("audit.copy_webhook_secret is required with audit.copy_webhook");
    for (String wrong : List.of("", "whsec_AAAA", "whsec_%", "A".repeat(32))) {
      Files.writeString(secret, wrong);
      assertThat(faultsOf(webhook.formatted(", copy_webhook_secret: \"" + secret + "\"")))
          .singleElement()
          .asString()
          .contains("24 to 64 bytes in base 64");
    }
    assertThat(faultsOf(webhook.formatted(", copy_webhook_secret: /none")))
        .singleElement()
        .asString()
        .contains("can't be read");
    for (String wrong : List.of("hidden", "ftp://hidden", "https:hidden", "https://hid den")) {
      assertThat(faultsOf("audit: {copy_webhook: \"%s\"}\n".formatted(wrong)))
          .singleElement()
          .asString()
          .contains("audit.copy_webhook", "https://host/path")
          .doesNotContain("hid");
    }
    assertThat(faultsOf("audit: {copy_syslog: \"udp://a\"}\n")).hasSize(1);
    assertThat(faultsOf("audit: {copy_syslog: \"tcp://a\", copy_syslog_trust: /x}\n"))
        .singleElement()
        .asString()
        .contains("is of no use unless audit.copy_syslog begins with tls:");
    assertThat(faultsOf("audit: {copy_syslog: \"tls://a\", copy_syslog_trust: /x}\n"))
        .singleElement()
        .asString()
        .contains("can't be read");
  }

  private Set<String> passkeyOrigins(String text) throws IOException, SettingsException {
    return read(text).access().identity().passkeys().origins();
  }

  @Test
  void passkeysWorkAtTheNamesOfTheRelaysCertificateAndWhereTheOperatorSays()
      throws IOException, SettingsException {
    assertThat(passkeyOrigins("")).containsExactly("https://localhost:8443");
    assertThat(
            passkeyOrigins(
                """
                listen: {port: 443}
                tls: {host_names: [Relay.Test, 192.168.1.9]}
                web: {allowed_origins: ["https://pages.test", "http://plain.test"]}
                """))
        .containsExactlyInAnyOrder("https://localhost", "https://relay.test", "https://pages.test");
    assertThat(passkeyOrigins("login: {passkey_origins: ['https://public.test']}\n"))
        .containsExactly("https://public.test");
    assertThat(passkeyOrigins("login: {passkeys: false}\n")).isEmpty();
    assertThat(passkeyOrigins("tls: {enabled: false}\n")).isEmpty();
  }

  @Test
  void passkeysNeedHttpsAndAHostName() throws IOException {
    for (String wrong : List.of("http://a.test", "https://10.0.0.1", "https://[::1]", "a.test")) {
      assertThat(faultsOf("login: {passkey_origins: ['%s']}\n".formatted(wrong))).hasSize(1);
    }
  }
}
