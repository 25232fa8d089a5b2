package org.havatar.ops;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One folder with a relay, a bridge and a board: their configuration, start and logs. */
final class Site {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(40);

  /** Enough for a few accounts and robots and a minute's command log. */
  private static final String SMALL_DISK = "size=2m";

  private final Path folder;
  private final int relayPort;
  private final int metricsPort;

  /** As this process sees it. */
  private Path relayData;

  private Site(Path folder, int relayPort, int metricsPort) {
    this.folder = folder;
    this.relayPort = relayPort;
    this.metricsPort = metricsPort;
    this.relayData = folder.resolve("relay");
  }

  /** An empty folder under {@code target/runs}, kept for whoever looks into a failure. */
  static Site create(String name) {
    try {
      Path folder = Files.createDirectories(Checkout.output()).resolve(name);
      Path fresh = folder;
      for (int i = 2; Files.exists(fresh); i++) {
        fresh = Path.of(folder + "-" + i);
      }
      Files.createDirectories(fresh.resolve("bridge"));
      Accounts.get().copyTo(fresh.resolve("relay"));
      return new Site(fresh, freePort(), freePort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  int relayPort() {
    return relayPort;
  }

  /** What Prometheus would read now. */
  String metrics() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + metricsPort + "/metrics");
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Path certificate() {
    return relayData.resolve("certificate.pem");
  }

  Path boardEvents() {
    return folder.resolve("board.jsonl");
  }

  /** What a restart of the bridge would find of the stop that stands. */
  String keptStop() {
    try {
      return Files.readString(folder.resolve("bridge/standing-stop"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Program startBoard() {
    return Program.start(
        "board",
        List.of(
            Checkout.simulator().toString(),
            "--link",
            folder.resolve("board").toString(),
            "--log",
            boardEvents().toString()),
        folder);
  }

  /** Returns when it is ready. */
  Program startRelay() {
    return startRelay(0);
  }

  /**
   * Returns when it is ready.
   *
   * @param eventLoops 0 leaves it the choice
   */
  Program startRelay(int eventLoops) {
    Path configuration = relayConfiguration(eventLoops);
    relayData = folder.resolve("relay");
    return ready(startJava("relay", Checkout.relayJar(), configuration));
  }

  /** Nobody is exempt from limits, and slow requests end after 2 s; returns when it is ready. */
  Program startRelayWithUsualLimits() {
    Path configuration =
        write(
            "relay.yaml",
            """
            listen:
              port: %d
            data:
              directory: "%s"
            metrics:
              port: %d
            limits:
              request_timeout_s: 2
            """
                .formatted(relayPort, folder.resolve("relay"), metricsPort));
    return ready(startJava("relay", Checkout.relayJar(), configuration));
  }

  /** As {@link #startRelayWithUsualLimits}, and its administrator drives. */
  Program startRelayUnderAttack() {
    Path configuration =
        write(
            "relay.yaml",
            """
            listen:
              port: %d
            data:
              directory: "%s"
            metrics:
              port: %d
            login:
              totp_required_for: none
            """
                .formatted(relayPort, folder.resolve("relay"), metricsPort));
    return ready(startJava("relay", Checkout.relayJar(), configuration));
  }

  private Path relayConfiguration(int eventLoops) {
    return write(
        "relay.yaml",
        """
            listen:
              port: %d
              event_loops: %d
            data:
              directory: "%s"
            metrics:
              port: %d
            login:
              totp_required_for: none # its administrator drives
            limits:
              exempt_loopback: true
            """
            .formatted(relayPort, eventLoops, folder.resolve("relay"), metricsPort));
  }

  /**
   * Speaks plain text on loopback and trusts a proxy there, nobody is exempt from limits; returns
   * when it listens.
   */
  Program startRelayBehindProxy() {
    Path configuration =
        write(
            "relay.yaml",
            """
            listen:
              addresses: ["127.0.0.1"]
              port: %d
            data:
              directory: "%s"
            metrics:
              port: %d
            tls:
              enabled: false
            proxy:
              trusted: ["127.0.0.1"]
            """
                .formatted(relayPort, folder.resolve("relay"), metricsPort));
    Program relay = startJava("relay", Checkout.relayJar(), configuration);
    Wait.until(
        "a relay that listens",
        STARTS_WITHIN,
        () -> ended(relay) || relay.log().contains("listening on"));
    return relay;
  }

  /** nginx as ops/docs/configuration.md shows it, for that relay; returns at once. */
  Program startNginx(int port) {
    Path configuration =
        write(
            "nginx.conf",
            """
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log stderr;
            events {}
            http {
              access_log off;
              client_body_temp_path nginx-body;
              proxy_temp_path nginx-proxy;
              fastcgi_temp_path nginx-fastcgi;
              uwsgi_temp_path nginx-uwsgi;
              scgi_temp_path nginx-scgi;
              map $http_upgrade $connection_upgrade { default upgrade; "" ""; }
              server {
                listen 127.0.0.1:%d;
                location / {
                  proxy_pass http://127.0.0.1:%d;
                  proxy_http_version 1.1;
                  proxy_set_header Host $host;
                  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                  proxy_set_header Upgrade $http_upgrade;
                  proxy_set_header Connection $connection_upgrade;
                  proxy_buffering off;
                  proxy_read_timeout 60s;
                }
              }
            }
            """
                .formatted(port, relayPort));
    return Program.start(
        "nginx",
        List.of("nginx", "-p", folder.toString(), "-c", configuration.toAbsolutePath().toString()),
        folder);
  }

  /**
   * Starts it with its data directory on a small disk of its own, which nobody else sees and which
   * goes with the process; returns when it is ready. {@link #relayData} leads there.
   */
  Program startRelayOnSmallDisk() {
    Path data = folder.resolve("relay");
    Path before = folder.resolve("relay-before");
    move(data, before);
    List<String> command = new ArrayList<>(List.of("unshare", isRoot() ? "-m" : "-rm"));
    String script =
        "mount -t tmpfs -o "
            + SMALL_DISK
            + " none \"$1\" && cp -a \"$2/.\" \"$1\""
            + " && shift 2 && exec \"$@\"";
    command.addAll(List.of("sh", "-c", script, "sh", data.toString(), before.toString()));
    command.addAll(java(Checkout.relayJar(), relayConfiguration(0)));
    Program relay = Program.start("relay", command, folder);
    relayData = Path.of("/proc", relay.pid() + "", "root" + data.toAbsolutePath());
    return ready(relay);
  }

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** A folder's files go to another, the folder stays. */
  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
      Files.createDirectory(from);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path relayData() {
    return relayData;
  }

  private Program ready(Program relay) {
    Wait.until("a certificate", STARTS_WITHIN, () -> ended(relay) || Files.exists(certificate()));
    try (RelayApi api = new RelayApi(relayPort, certificate())) {
      Wait.until(
          "a ready relay", STARTS_WITHIN, () -> ended(relay) || api.status("/health/ready") == 200);
    }
    return relay;
  }

  /** Returns at once; it dials until it is let in. */
  Program startBridge(int port) {
    return startBridge(List.of(port), certificate());
  }

  /**
   * Returns at once.
   *
   * @param ports of relays on this machine, in the order in which they are tried
   * @param trust the certificates of all of them
   */
  Program startBridge(List<Integer> ports, Path trust) {
    String urls =
        ports.stream().map(port -> "\"wss://localhost:" + port + "\"").collect(joining(", "));
    Path configuration =
        write(
            "robot-bridge.yaml",
            """
            robot:
              id: %s
              key: "%s"
            state:
              directory: "%s"
            serial:
              port: "%s"
            uplink:
              urls: [%s]
              trust: "%s"
            """
                .formatted(
                    Accounts.ROBOT,
                    Accounts.get().key(),
                    folder.resolve("bridge"),
                    folder.resolve("board"),
                    urls,
                    trust));
    return startJava("robot-bridge", Checkout.bridgeJar(), configuration);
  }

  private Program startJava(String name, Path jar, Path configuration) {
    return Program.start(name, java(jar, configuration), folder);
  }

  private static List<String> java(Path jar, Path configuration) {
    return List.of(
        Checkout.java(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx256m",
        "-jar",
        jar.toString(),
        "--config",
        configuration.toString());
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean ended(Program program) {
    if (program.isAlive()) {
      return false;
    }
    throw new IllegalStateException("ended by itself:\n" + program.log());
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
