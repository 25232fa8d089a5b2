package org.havatar.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One folder with a relay, a bridge and a board: their configuration, start and logs. */
final class Site {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(40);

  private final Path folder;
  private final int relayPort;

  private Site(Path folder, int relayPort) {
    this.folder = folder;
    this.relayPort = relayPort;
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
      return new Site(fresh, freePort());
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

  Path certificate() {
    return folder.resolve("relay/certificate.pem");
  }

  Path boardEvents() {
    return folder.resolve("board.jsonl");
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
    Path configuration =
        write(
            "relay.yaml",
            """
            listen:
              port: %d
              event_loops: %d
            data:
              directory: "%s"
            metrics:
              port: 0
            limits:
              exempt_loopback: true
            """
                .formatted(relayPort, eventLoops, folder.resolve("relay")));
    Program relay = startJava("relay", Checkout.relayJar(), configuration);
    Wait.until("a certificate", STARTS_WITHIN, () -> ended(relay) || Files.exists(certificate()));
    try (RelayApi api = new RelayApi(relayPort, certificate())) {
      Wait.until(
          "a ready relay", STARTS_WITHIN, () -> ended(relay) || api.status("/health/ready") == 200);
    }
    return relay;
  }

  /** Returns at once; it dials until it is let in. */
  Program startBridge(int port) {
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
              urls: ["wss://localhost:%d"]
              trust: "%s"
            """
                .formatted(
                    Accounts.ROBOT,
                    Accounts.get().key(),
                    folder.resolve("bridge"),
                    folder.resolve("board"),
                    port,
                    certificate()));
    return startJava("robot-bridge", Checkout.bridgeJar(), configuration);
  }

  private Program startJava(String name, Path jar, Path configuration) {
    return Program.start(
        name,
        List.of(
            Checkout.java(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-jar",
            jar.toString(),
            "--config",
            configuration.toString()),
        folder);
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
