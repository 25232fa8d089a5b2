package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.havatar.ops.kit.Checkout;
import org.havatar.ops.kit.ImpairedLink;
import org.havatar.ops.kit.ImpairedLink.Way;
import org.havatar.ops.kit.Network;
import org.havatar.ops.kit.Program;
import org.havatar.ops.kit.Wait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kit's network: what the tests do to links happens to what runs in its namespaces. */
final class NetworkTest {
  private static final int PORT = 7007;
  private static final int ROUND_TRIPS = 10; // a slow machine alone can't make all of them slow
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Of the profile lte: the least that a packet takes up and down. */
  private static final Duration LEAST_ROUND_TRIP = Duration.ofMillis(22 + 15);

  @Test
  void anEchoOverLteIsCutOneWayAndHealed(@TempDir Path folder) throws IOException {
    Path left;
    try (Network network = Network.open(folder, 1, "node-machine=lte", "robot-node");
        Program server = startEcho(network)) {
      left = Path.of("/run/netns", network.namespace("node"));
      ImpairedLink link = network.link("node-machine");
      try (Socket socket = new Socket(network.address("node"), PORT)) {
        socket.setSoTimeout((int) SOON.toMillis());
        socket.setTcpNoDelay(true);
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

        for (int i = 0; i < ROUND_TRIPS; i++) {
          long fromNs = System.nanoTime();
          say(socket, "hello");
          assertThat(answers.readLine()).isEqualTo("hello");
          assertThat(Duration.ofNanos(System.nanoTime() - fromNs))
              .isGreaterThanOrEqualTo(LEAST_ROUND_TRIP);
        }

        link.cut(Way.UP);
        say(socket, "cut up");
        Wait.until("it is heard", SOON, () -> server.log().contains("heard cut up"));
        Wait.until("an answer is lost", SOON, () -> link.count(Way.UP, "cut") > 0);
        assertThat(socket.getInputStream().available()).isZero();
        link.heal();
        assertThat(answers.readLine()).isEqualTo("cut up");

        link.cut(Way.DOWN);
        say(socket, "cut down");
        Wait.until("it is lost", SOON, () -> link.count(Way.DOWN, "cut") > 0);
        assertThat(server.log()).doesNotContain("heard cut down");
        link.heal();
        assertThat(answers.readLine()).isEqualTo("cut down");
      }
      assertThat(left).exists();
    }
    assertThat(left).doesNotExist();
  }

  @Test
  void aLinkRefusesWhatItDoesNotKnow(@TempDir Path folder) {
    try (Network network = Network.open(folder, 1, "robot-node=europe-us")) {
      ImpairedLink link = network.link("robot-node");
      assertThatThrownBy(() -> link.tell("both speed 3"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a direction can:");
      assertThat(link.count(Way.UP, "packets")).isZero();
    }
  }

  private Program startEcho(Network network) {
    Program server =
        network.start(
            "node",
            "echo",
            List.of(
                "/usr/bin/python3",
                Checkout.peers().resolve("echo_server.py").toString(),
                network.address("node"),
                PORT + ""));
    Wait.until("the echo listens", SOON, () -> server.log().contains("listening"));
    return server;
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
