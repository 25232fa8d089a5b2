package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.havatar.ops.kit.Checkout;
import org.havatar.ops.kit.Program;
import org.havatar.ops.kit.Wait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first administrator's password is shown once, by a relay that can be reached with it. */
final class FirstStartTest {
  private static final Duration WITHIN = Duration.ofSeconds(40);
  private static final String SHOWN = "Log in as admin";

  @Test
  void aRelayWhosePortIsTakenMakesNoAdministrator(@TempDir Path folder) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, loopback)) {
      port = taken.getLocalPort();
      try (Program relay = start(folder, port)) {
        assertThat(relay.awaitEnd(WITHIN)).isTrue();
        assertThat(relay.log()).contains("is taken").doesNotContain(SHOWN);
      }
    }
    try (Program relay = start(folder, port)) {
      Wait.until("the password", WITHIN, () -> relay.log().contains(SHOWN));
    }
  }

  private static Program start(Path folder, int port) throws IOException {
    Path configuration =
        Files.writeString(
            folder.resolve("relay.yaml"),
            """
            listen:
              addresses: ["127.0.0.1"]
              port: %d
            data:
              directory: "%s"
            metrics:
              port: 0
            """
                .formatted(port, folder.resolve("data")));
    List<String> command =
        List.of(
            Checkout.java(),
            "-jar",
            Checkout.relayJar().toString(),
            "--config",
            configuration.toString());
    return Program.start("relay", command, folder);
  }
}
