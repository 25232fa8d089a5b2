package org.havatar.ops;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.Checkout;
import org.havatar.ops.kit.Program;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.Wait;

/**
 * An attacker's program beside a scene: {@code ops/lib/attacks/flood.mjs}. It floods the relay, or
 * for comparison a sink that costs this machine as much and the relay nothing.
 */
final class Flood {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(20);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);
  private static final Pattern SINK = Pattern.compile("sink (\\d+)");

  /** By what the relay is flooded; the names are the program's. */
  enum Kind {
    PINGS("pings"),
    PINGS_UNREAD("pings-unread"),
    PATHS("paths"),
    PIPELINING("pipelining"),
    EXPORTS("exports"),
    ROBOT_KEYS("robot-keys"),
    CONNECTIONS("connections"),
    STOPS("stops");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  private final Scene scene;
  private final List<String> tokens;

  /**
   * @param tokens of the accounts that attack, some of them with a socket each
   */
  Flood(Scene scene, List<String> tokens) {
    this.scene = scene;
    this.tokens = List.copyOf(tokens);
  }

  /** Its owner closes it. */
  Program startSink() {
    return program(
        "sink",
        "sink",
        "--ca",
        certificate(),
        "--key",
        scene.site().relay().data().resolve("certificate-key.pem").toString());
  }

  /** The port of a sink that has started. */
  static int portOf(Program sink) {
    Wait.until("a sink", STARTS_WITHIN, () -> SINK.matcher(sink.log()).find());
    Matcher port = SINK.matcher(sink.log());
    return port.find() ? Integer.parseInt(port.group(1)) : 0;
  }

  /** Starts to flood that port; its owner closes it. */
  Program start(Kind kind, int port, int seconds) {
    return program(
        "flood-" + kind + "-" + port,
        kind.toString(),
        "--port",
        String.valueOf(port),
        "--ca",
        certificate(),
        "--tokens",
        String.join(",", tokens),
        "--robot",
        Accounts.ROBOT,
        "--seconds",
        String.valueOf(seconds));
  }

  /** Floods that port for so long; returns what the program says it did. */
  String run(Kind kind, int port, int seconds) {
    try (Program program = start(kind, port, seconds)) {
      if (!program.awaitEnd(Duration.ofSeconds(seconds).plus(ENDS_WITHIN))) {
        throw new AssertionError(kind + " doesn't end: " + program.log());
      }
      List<String> lines = program.log().lines().toList();
      return lines.isEmpty() ? "" : lines.getLast();
    }
  }

  private String certificate() {
    return scene.site().relay().certificate().toString();
  }

  private Program program(String name, String... arguments) {
    String[] command = new String[arguments.length + 2];
    command[0] = "node";
    command[1] = Checkout.root().resolve("ops/lib/attacks/flood.mjs").toString();
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    return scene.startProgram(name, command);
  }
}
