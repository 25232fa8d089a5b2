package org.havatar.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.havatar.relay.config.RelayConfig;
import org.havatar.transports.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program from outside: real processes, real sockets, real TLS. */
final class MainTest {
  private static final String PASSWORD = "correct horse";
  private static final long LEAVING_MS = 5000;

  private final Path data;
  private final int port;
  private final Map<String, String> environment;

  MainTest(@TempDir Path directory) {
    data = directory.resolve("data");
    port = FreePort.find();
    environment =
        Map.of(
            "HAVATAR_RELAY_DATA_DIRECTORY",
            data.toString(),
            "HAVATAR_RELAY_METRICS_PORT",
            "0",
            "HAVATAR_RELAY_LISTEN_PORT",
            String.valueOf(port));
  }

  private RelayProcess run(String... arguments) throws IOException {
    return RelayProcess.start(environment, "", arguments);
  }

  private RelayProcess listening() throws IOException {
    return run().awaitLine("listening on https://127.0.0.1:" + port);
  }

  private void addUser(String name, String... more) throws Exception {
    String[] arguments = new String[3 + more.length];
    System.arraycopy(new String[] {"user", "add", name}, 0, arguments, 0, 3);
    System.arraycopy(more, 0, arguments, 3, more.length);
    try (RelayProcess command = RelayProcess.start(environment, PASSWORD + "\n", arguments)) {
      assertThat(command.awaitExit()).as(command.output()).isZero();
    }
  }

  private HttpClient client(String... protocols) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(data.resolve("certificate.pem"))) {
      trusted.setCertificateEntry(
          "relay", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder()
        .sslContext(tls)
        .sslParameters(new SSLParameters(null, protocols.length == 0 ? null : protocols))
        .build();
  }

  private HttpRequest.Builder request(String host, String path) {
    return HttpRequest.newBuilder(URI.create("https://%s:%d%s".formatted(host, port, path)));
  }

  private HttpResponse<String> login(HttpClient client) throws IOException, InterruptedException {
    return login(client, new JsonObject().put("username", "ana").put("password", PASSWORD));
  }

  private HttpResponse<String> login(HttpClient client, JsonObject body)
      throws IOException, InterruptedException {
    return client.send(
        request("localhost", "/api/login").POST(BodyPublishers.ofString(body.encode())).build(),
        BodyHandlers.ofString());
  }

  @Test
  void anAccountMadeBeforeTheStartLogsInOverTlsOnIpv4AndIpv6() throws Exception {
    addUser("Ana", "--display-name", "Ana A.");
    try (RelayProcess relay = listening();
        HttpClient client = client()) {
      assertThat(relay.output()).containsPattern("transport=(epoll|nio)");
      assertThat(login(client).statusCode()).isEqualTo(200);
      for (String host : new String[] {"127.0.0.1", "[::1]"}) {
        HttpResponse<String> health =
            client.send(request(host, "/health").build(), BodyHandlers.ofString());
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
      }
      assertThat(
              client.send(request("localhost", "/").build(), BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aFirstStartPrintsAnAdministratorsOneTimePasswordThatTime() throws Exception {
    Pattern oneTime = Pattern.compile("(?m)^    ((?:[a-z2-7]{4}-){3}[a-z2-7]{4})$");
    String password;
    try (RelayProcess relay = listening()) {
      Matcher printed = oneTime.matcher(relay.output());
      assertThat(printed.find()).as(relay.output()).isTrue();
      password = printed.group(1);
      assertThat(relay.output()).containsOnlyOnce(password);
    }
    try (RelayProcess relay = listening();
        HttpClient client = client()) {
      assertThat(relay.output()).doesNotContainPattern(oneTime);
      JsonObject body = new JsonObject().put("username", "admin").put("password", password);
      HttpResponse<String> response = login(client, body);
      assertThat(new JsonObject(response.body()).getString("code"))
          .isEqualTo("password_change_required");
    }
  }

  @Test
  void whoHasLostEverythingIsHelpedOnTheCommandLine() throws Exception {
    addUser("ana");
    String password;
    try (RelayProcess reset =
        RelayProcess.start(environment, "", "user", "reset", "Ana", "--second-factors")) {
      assertThat(reset.awaitExit()).as(reset.output()).isZero();
      password = reset.output().lines().findFirst().orElseThrow();
    }
    try (RelayProcess relay = listening();
        HttpClient client = client()) {
      assertThat(login(client).statusCode()).as(relay.output()).isEqualTo(401);
      JsonObject body = new JsonObject().put("username", "ana").put("password", password);
      assertThat(login(client, body).body()).contains("password_change_required");
    }
    try (RelayProcess unknown = RelayProcess.start(environment, "", "user", "reset", "ben")) {
      assertThat(unknown.awaitExit()).isEqualTo(1);
      assertThat(unknown.output()).contains("There is no account named ben.");
    }
  }

  @Test
  void tls12IsRefusedUntilItIsAskedFor() throws Exception {
    HttpRequest health = request("localhost", "/health").build();
    try (RelayProcess relay = listening();
        HttpClient client = client("TLSv1.2")) {
      assertThat(relay.output()).doesNotContain("TLS 1.2");
      assertThatThrownBy(() -> client.send(health, BodyHandlers.ofString()))
          .isInstanceOf(SSLHandshakeException.class);
    }
    Path config = Files.writeString(data.resolve("relay.yaml"), "tls:\n  minimum: \"1.2\"\n");
    try (RelayProcess relay =
            run("--config", config.toString()).awaitLine("listening on https://127.0.0.1:" + port);
        HttpClient client = client("TLSv1.2")) {
      assertThat(relay.output()).contains("WARN").contains("TLS 1.2 is spoken too");
      assertThat(client.send(health, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void sigtermEndsItInTimeAndTheDataIsThereAtTheNextStart() throws Exception {
    addUser("ana");
    String token;
    try (RelayProcess relay = listening();
        HttpClient client = client()) {
      token = new JsonObject(login(client).body()).getString("token");
      long beginNs = System.nanoTime();
      relay.terminate();
      assertThat(relay.awaitExit()).isEqualTo(128 + 15);
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs)).isLessThan(LEAVING_MS);
      assertThat(relay.output()).contains("left").doesNotContain("Exception");
      assertThat(relay.output()).doesNotContain(token).doesNotContain(PASSWORD);
    }
    try (RelayProcess relay = listening();
        HttpClient client = client()) {
      assertThat(relay.output()).doesNotContain("made a certificate");
      HttpRequest robots =
          request("localhost", "/api/robots").header("authorization", "Bearer " + token).build();
      assertThat(client.send(robots, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void afterSigkillItStartsAgainWithItsAccounts() throws Exception {
    addUser("ana");
    try (RelayProcess relay = listening()) {
      relay.kill();
      assertThat(relay.awaitExit()).isEqualTo(128 + 9);
    }
    try (RelayProcess relay = listening();
        HttpClient client = client()) {
      assertThat(login(client).statusCode()).as(relay.output()).isEqualTo(200);
    }
  }

  @Test
  void aTakenPortIsOneSentenceAndAnExitCode() throws Exception {
    try (RelayProcess first = listening();
        RelayProcess second =
            RelayProcess.start(
                Map.of(
                    "HAVATAR_RELAY_DATA_DIRECTORY",
                    data + "-2",
                    "HAVATAR_RELAY_METRICS_PORT",
                    "0",
                    "HAVATAR_RELAY_LISTEN_PORT",
                    String.valueOf(port)),
                "")) {
      assertThat(second.awaitExit()).isEqualTo(1);
      assertThat(second.output())
          .contains("Port " + port + " is taken by another program; end that or set listen.port.")
          .doesNotContain("\tat ");
      assertThat(first.output()).contains("listening");
    }
  }

  @Test
  void metricsAreServedAndEveryLineOfAJsonLogIsAnObject() throws Exception {
    addUser("ana"); // else the first administrator's password is printed, which is no log
    int metricsPort = FreePort.find();
    Map<String, String> all = new HashMap<>(environment);
    all.put("HAVATAR_RELAY_METRICS_PORT", String.valueOf(metricsPort));
    all.put("HAVATAR_RELAY_LOG_FORMAT", "json");
    URI metrics = URI.create("http://127.0.0.1:" + metricsPort + "/metrics");
    try (RelayProcess relay = RelayProcess.start(all, "").awaitLine("listening on ");
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(
              client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body())
          .contains("\nhavatar_node_ready 1");
      // what the JVM itself says of native access is no log
      assertThat(relay.output().lines().filter(line -> !line.startsWith("WARNING:")))
          .filteredOn(line -> !line.isBlank())
          .allSatisfy(line -> assertThat(new JsonObject(line).getString("level")).isNotEmpty())
          .anySatisfy(line -> assertThat(line).contains("\"node\""));
      try (RelayProcess second = RelayProcess.start(withOther(all), "")) {
        assertThat(second.awaitExit()).isEqualTo(1);
        assertThat(second.output()).contains("metrics.port").doesNotContain("\tat ");
      }
    }
  }

  /** The same but for what only one program can have, except the metrics' port. */
  private Map<String, String> withOther(Map<String, String> of) {
    Map<String, String> other = new HashMap<>(of);
    other.put("HAVATAR_RELAY_DATA_DIRECTORY", data + "-2");
    other.put("HAVATAR_RELAY_LISTEN_PORT", String.valueOf(FreePort.find()));
    other.put("HAVATAR_RELAY_LOG_FORMAT", "text");
    return other;
  }

  @Test
  void whileTheRelayRunsItsDataIsInUse() throws Exception {
    try (RelayProcess relay = listening();
        RelayProcess command = run("robot", "add", "tank-1")) {
      assertThat(command.awaitExit()).isEqualTo(1);
      assertThat(command.output()).contains("in use").contains("is the relay running?");
      assertThat(command.output()).doesNotContain("\tat ").doesNotContain("hvr_");
      assertThat(relay.output()).contains("listening");
    }
  }

  @Test
  void aRobotIsAddedWithALimitOfAHoldWithinBounds() throws Exception {
    for (String wrong : List.of("4", "601", "-1")) {
      try (RelayProcess command = run("robot", "add", "tank-1", "--hold-limit", wrong)) {
        assertThat(command.awaitExit()).isEqualTo(2);
        assertThat(command.output())
            .isEqualTo("A hold can be limited to 5 to 600 seconds, not to " + wrong + ".");
      }
    }
    try (RelayProcess command = run("robot", "add", "tank-1", "--hold-limit", "5")) {
      assertThat(command.awaitExit()).isZero();
      assertThat(command.output()).startsWith("hvr_");
    }
    Path export = data.resolveSibling("export.jsonl");
    try (RelayProcess command = run("export", export.toString())) {
      assertThat(command.awaitExit()).isZero();
    }
    assertThat(Files.readString(export)).containsPattern("hold_limit_s.{1,2}:5\\b");
  }

  @Test
  void aRobotsKeyIsPrintedOnceAndAlone() throws Exception {
    try (RelayProcess command = run("robot", "add", "tank-1", "--name", "Tank")) {
      assertThat(command.awaitExit()).isZero();
      assertThat(command.output()).matches("hvr_[A-Za-z0-9_-]{43}");
    }
    try (RelayProcess command = run("robot", "add", "tank-1", "--name", "Tank")) {
      assertThat(command.awaitExit()).isEqualTo(1);
      assertThat(command.output()).isEqualTo("There is a robot with the id tank-1 already.");
    }
    try (RelayProcess command = run("robot", "add", "a/b")) {
      assertThat(command.awaitExit()).isEqualTo(2);
      assertThat(command.output()).startsWith("A robot id has");
    }
  }

  @Test
  void aShortPasswordIsRefusedWithASentence() throws Exception {
    try (RelayProcess command =
        RelayProcess.start(environment, "short\n", "user", "add", "ana", "--administrator")) {
      assertThat(command.awaitExit()).isEqualTo(2);
      assertThat(command.output()).isEqualTo("A password has at least 10 characters.");
    }
  }

  @Test
  void aTakenUserNameIsRefused() throws Exception {
    addUser("ana");
    try (RelayProcess command =
        RelayProcess.start(environment, PASSWORD + "\n", "user", "add", "ANA")) {
      assertThat(command.awaitExit()).isEqualTo(1);
      assertThat(command.output()).isEqualTo("There is an account named ana already.");
    }
  }

  @Test
  void wrongSettingsAreToldWithoutStarting() throws Exception {
    Files.createDirectories(data);
    Path config = Files.writeString(data.resolve("relay.yaml"), "listen:\n  prot: 1\n");
    for (String check : new String[] {"--check-config", "--config"}) {
      try (RelayProcess command =
          check.equals("--config")
              ? run("--config", config.toString())
              : run("--config", config.toString(), check)) {
        assertThat(command.awaitExit()).isEqualTo(2);
        assertThat(command.output())
            .isEqualTo(config + " line 2: unknown key listen.prot. Did you mean listen.port?");
      }
    }
    try (RelayProcess command = run("--check-config")) {
      assertThat(command.awaitExit()).isZero();
      assertThat(command.output())
          .isEqualTo(
              "The settings are right; read: HAVATAR_RELAY_DATA_DIRECTORY,"
                  + " HAVATAR_RELAY_LISTEN_PORT, HAVATAR_RELAY_METRICS_PORT.");
    }
  }

  @Test
  void theManualIsPrintedAndIsARightFile() throws Exception {
    Files.createDirectories(data);
    try (RelayProcess command = run("--print-config")) {
      assertThat(command.awaitExit()).isZero();
      Path config = Files.writeString(data.resolve("relay.yaml"), command.output());
      assertThat(Files.readString(config)).isEqualTo(RelayConfig.MANUAL.text().stripTrailing());
      SettingsSource source = new SettingsSource(RelayConfig.MANUAL, config, Map.of());
      assertThat(RelayConfig.of(source.read(), Map.of(), Instant.EPOCH).listen().port())
          .isEqualTo(8443);
    }
  }
}
