package example.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.havatar.relay.FreePort;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.access.robots.NewRobot;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.Robots;
import org.havatar.relay.access.robots.SomeRobot;
import org.havatar.relay.config.DataDirectory;
import org.havatar.relay.config.RelayConfig;
import org.havatar.relay.node.RunningRelay;
import org.havatar.relay.store.EmbeddedStore;
import org.havatar.transports.settings.SettingsException;
import org.havatar.transports.settings.SettingsSource;
import org.havatar.transports.wire.BinaryCodec;
import org.havatar.transports.wire.Decoded;
import org.havatar.transports.wire.JsonCodec;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.RobotHello;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay as it is started from its file, with one line in it that names this transport. */
final class ToyTransportTest {
  private static final int PATIENCE_S = 20;
  private static final String ROBOT = "tank-1";
  private static final String ROBOTS =
      "havatar_connections{dialect=\"protocol\",role=\"robot\",transport=\"toy\"} ";

  private final Path directory;
  private final int port = FreePort.find();
  private final int toyPort = FreePort.find();
  private final int metricsPort = FreePort.find();
  private final String key;
  private final RunningRelay relay;
  private boolean hasLeft;
  private final HttpClient prometheus = HttpClient.newHttpClient();

  ToyTransportTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.key = addRobot();
    this.relay =
        RunningRelay.start(
            configuration(
                """
                listen:
                  port: %d
                  event_loops: 2
                  transports: [websocket, "toy:%d"]
                """
                    .formatted(port, toyPort)));
  }

  /** As the command line does while no relay runs. */
  private String addRobot() throws Exception {
    Store store = EmbeddedStore.open(DataDirectory.store(directory), System::nanoTime);
    RobotDetails details = new RobotDetails(null, null, null, true);
    NewRobot wanted = SomeRobot.wanted(ROBOT, "Tank", "tank", "ana", details);
    String made =
        await(new Robots(store.robots()).add(wanted, Actor.OPERATOR, 1)).orElseThrow().key();
    await(store.close());
    return made;
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
  }

  private RelayConfig configuration(String listen) throws IOException, SettingsException {
    String text =
        listen
            + """
            data: {directory: "%s"}
            tls: {enabled: false}
            metrics: {port: %d}
            """
                .formatted(directory, metricsPort);
    Path file = Files.writeString(directory.resolve("relay.yaml"), text);
    SettingsSource source = new SettingsSource(RelayConfig.MANUAL, file, Map.of());
    return RelayConfig.of(source.read(), Map.of(), Instant.now());
  }

  @AfterEach
  void end() {
    if (!hasLeft) {
      relay.close();
    }
  }

  /** The far end, by hand. */
  private final class Peer implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Peer(String firstLine) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), toyPort);
      socket.setSoTimeout(PATIENCE_S * 1000);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      say(firstLine);
    }

    void say(String line) throws IOException {
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Nullable String hear() throws IOException {
      return in.readLine();
    }

    /** The next line that begins so, others passed over. */
    String hear(String beginning) throws IOException {
      String line;
      do {
        line = Objects.requireNonNull(in.readLine(), "closed before " + beginning);
      } while (!line.startsWith(beginning));
      return line;
    }

    Pong hearPong() throws IOException {
      while (true) {
        String line = Objects.requireNonNull(in.readLine(), "closed before a pong");
        if (!line.startsWith("{")
            && BinaryCodec.decode(HexFormat.of().parseHex(line)) instanceof Decoded.Ok ok
            && ok.message() instanceof Pong pong) {
          return pong;
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private Peer robot() throws IOException {
    Peer robot = new Peer("robot " + ROBOT + " " + key);
    assertThat(robot.hear()).isEqualTo("yes");
    robot.say(JsonCodec.encode(new RobotHello(List.of(1), List.of(), ROBOT, 1, 4711, "toy/1")));
    robot.hear("{\"type\":\"welcome\"");
    return robot;
  }

  private String metrics() {
    URI uri = URI.create("http://127.0.0.1:" + metricsPort + "/metrics");
    try {
      return prometheus
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitMetric(String line) {
    Awaitility.await(line)
        .atMost(PATIENCE_S, TimeUnit.SECONDS)
        .until(() -> metrics().contains(line + "\n"));
  }

  @Test
  void aRobotComesInAndIsHeardAndCountedUntilItGoes() throws IOException {
    awaitMetric(ROBOTS + "0.0");
    try (Peer robot = robot()) {
      robot.say(HexFormat.of().formatHex(BinaryCodec.encode(new Ping(7, 8))));
      assertThat(robot.hearPong().id()).isEqualTo(7);
      awaitMetric(ROBOTS + "1.0");
    }
    awaitMetric(ROBOTS + "0.0");
  }

  @Test
  void whoeverProvesNothingIsRefusedWithTheSameWordsAndCounted() throws IOException {
    try (Peer wrong = new Peer("robot " + ROBOT + " hvr_wrong");
        Peer unknown = new Peer("robot tank-9 " + key)) {
      assertThat(wrong.hear()).startsWith("no unauthenticated ").isEqualTo(unknown.hear());
      assertThat(wrong.hear()).isNull();
    }
    try (Peer client = new Peer("client nonsense");
        Peer nobody = new Peer("hello")) {
      assertThat(client.hear()).isEqualTo("no unauthenticated The ticket or token is not valid.");
      assertThat(nobody.hear()).isEqualTo("no malformed Say: client TICKET or robot ID KEY.");
    }
    awaitMetric("havatar_handshakes_refused_total{reason=\"unauthenticated\"} 3.0");
    awaitMetric("havatar_handshakes_refused_total{reason=\"malformed\"} 1.0");
  }

  @Test
  void whatCannotBeReadIsCountedAndTooMuchOfItEndsTheLink() throws IOException {
    try (Peer robot = robot()) {
      for (int i = 0; i < 10; i++) {
        robot.say("nonsense");
      }
      assertThat(robot.hear("bye")).isEqualTo("bye 4400");
    }
    awaitMetric("havatar_drops_total{reason=\"malformed\"} 10.0");
  }

  @Test
  void aRelayThatLeavesSaysGoodbye() throws IOException {
    try (Peer robot = robot()) {
      hasLeft = true;
      relay.close();
      robot.hear("{\"type\":\"going_away\"");
      assertThat(robot.hear("bye")).isEqualTo("bye 1001");
      assertThat(robot.hear()).isNull();
    }
  }

  @Test
  void aPortThatIsTakenIsToldWithTheTransportsName() throws Exception {
    hasLeft = true;
    relay.close();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RelayConfig config =
          configuration(
              "listen: {addresses: [127.0.0.1], port: %d, transports: ['toy:%d']}%n"
                  .formatted(port, taken.getLocalPort()));
      assertThatThrownBy(() -> RunningRelay.start(config))
          .isInstanceOf(Unavailable.class)
          .hasMessageStartingWith(
              "The relay can't start: the transport toy:%d can't listen (listen.transports): "
                  .formatted(taken.getLocalPort()));
    }
  }
}
