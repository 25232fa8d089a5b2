package org.havatar.ops.kit;

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

/** Where one relay of a site runs: its ports and data, and the ways to start it. */
public final class RelayHost {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(40);

  /** Enough for a few accounts and robots and a minute's command log. */
  private static final String SMALL_DISK = "size=2m";

  private static final String ROOMY =
      """
      login:
        totp_required_for: none # its administrator drives
      limits:
        exempt_loopback: true
      """;

  private final Path folder;

  /** Of its process, its configuration and its data. */
  private final String name;

  private final int port = freePort();
  private final int metricsPort = freePort();

  /** As this process sees it. */
  private Path data;

  RelayHost(Path folder, String name) {
    this.folder = folder;
    this.name = name;
    this.data = folder.resolve(name);
    Accounts.get().copyTo(data);
  }

  public int port() {
    return port;
  }

  public Path data() {
    return data;
  }

  public Path certificate() {
    return data.resolve("certificate.pem");
  }

  /** What Prometheus would read now. */
  public String metrics() {
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

  /** Returns when it is ready. */
  public Program start() {
    return start(0);
  }

  /**
   * Returns when it is ready.
   *
   * @param eventLoops 0 leaves it the choice
   */
  public Program start(int eventLoops) {
    Path configuration = roomyConfiguration(eventLoops);
    data = folder.resolve(name);
    return ready(startJava(configuration));
  }

  /**
   * With settings of the test's own besides the usual ones; returns when it is ready.
   *
   * @param sections whole sections of relay.yaml, others than listen, data, metrics, login, limits
   */
  public Program startWith(String sections) {
    return ready(startJava(withSections(sections)));
  }

  /** As {@link #startWith}, of a relay that may end by itself; returns at once. */
  public Program tryWith(String sections) {
    return startJava(withSections(sections));
  }

  private Path withSections(String sections) {
    data = folder.resolve(name);
    return configuration("", ROOMY + sections);
  }

  /** Nobody is exempt from limits, and slow requests end after 2 s; returns when it is ready. */
  public Program startWithUsualLimits() {
    return ready(startJava(configuration("", "limits:\n  request_timeout_s: 2\n")));
  }

  /** The limits are the usual ones, and its administrator drives; returns when it is ready. */
  public Program startUnderAttack() {
    return ready(startJava(configuration("", "login:\n  totp_required_for: none\n")));
  }

  /**
   * Speaks plain text on loopback and trusts a proxy there, nobody is exempt from limits; returns
   * when it listens.
   */
  public Program startBehindProxy() {
    String more = "tls:\n  enabled: false\nproxy:\n  trusted: [\"127.0.0.1\"]\n";
    Program relay = startJava(configuration("  addresses: [\"127.0.0.1\"]\n", more));
    Wait.until(
        "a relay that listens",
        STARTS_WITHIN,
        () -> ended(relay) || relay.log().contains("listening on"));
    return relay;
  }

  /**
   * Starts it with its accounts in that Redis, which is empty; returns when it is ready.
   *
   * @param graceS {@code access.grace_s} and {@code access.outage_s}
   */
  public Program startWithRedis(int redisPort, int graceS) {
    Path exported = folder.resolve(name + "-export.jsonl");
    command(roomyConfiguration(0), "export", exported.toString());
    String more =
        """
        login:
          totp_required_for: none # its administrator drives
        limits:
          exempt_loopback: true
        store:
          kind: redis
          redis_url: "redis://127.0.0.1:%d/0"
        access:
          grace_s: %d
          outage_s: %d
        """;
    Path configuration = configuration("", more.formatted(redisPort, graceS, graceS));
    command(configuration, "import", exported.toString());
    return ready(startJava(configuration));
  }

  private void command(Path configuration, String... words) {
    List<String> line =
        new ArrayList<>(List.of(Checkout.java(), "-jar", Checkout.relayJar().toString()));
    line.addAll(List.of("--config", configuration.toAbsolutePath().toString()));
    line.addAll(List.of(words));
    Program.run(line, "", folder);
  }

  private Path roomyConfiguration(int eventLoops) {
    return configuration("  event_loops: " + eventLoops + "\n", ROOMY);
  }

  private Path configuration(String listen, String more) {
    String common =
        """
        listen:
          port: %d
        %sdata:
          directory: "%s"
        metrics:
          port: %d
        """;
    return write(
        name + ".yaml", common.formatted(port, listen, folder.resolve(name), metricsPort) + more);
  }

  /** nginx as ops/docs/configuration.md shows it, for that relay; returns at once. */
  public Program startNginx(int entrance) {
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
                .formatted(entrance, port));
    return Program.start(
        "nginx",
        List.of("nginx", "-p", folder.toString(), "-c", configuration.toAbsolutePath().toString()),
        folder);
  }

  /**
   * Starts it with its data directory on a small disk of its own, which nobody else sees and which
   * goes with the process; returns when it is ready. {@link #data} leads there.
   */
  public Program startOnSmallDisk() {
    Path mounted = folder.resolve(name);
    Path before = folder.resolve(name + "-before");
    move(mounted, before);
    List<String> command = new ArrayList<>(List.of("unshare", isRoot() ? "-m" : "-rm"));
    String script =
        "mount -t tmpfs -o "
            + SMALL_DISK
            + " none \"$1\" && cp -a \"$2/.\" \"$1\""
            + " && shift 2 && exec \"$@\"";
    command.addAll(List.of("sh", "-c", script, "sh", mounted.toString(), before.toString()));
    command.addAll(JavaCommand.of(Checkout.relayJar(), roomyConfiguration(0)));
    Program relay = Program.start(name, command, folder);
    data = Path.of("/proc", relay.pid() + "", "root" + mounted.toAbsolutePath());
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

  private Program ready(Program relay) {
    Wait.until("a certificate", STARTS_WITHIN, () -> ended(relay) || Files.exists(certificate()));
    try (RelayApi api = new RelayApi(port, certificate())) {
      Wait.until(
          "a ready relay", STARTS_WITHIN, () -> ended(relay) || api.status("/health/ready") == 200);
    }
    return relay;
  }

  private Program startJava(Path configuration) {
    return Program.start(name, JavaCommand.of(Checkout.relayJar(), configuration), folder);
  }

  private Path write(String file, String text) {
    try {
      return Files.writeString(folder.resolve(file), text);
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

  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
