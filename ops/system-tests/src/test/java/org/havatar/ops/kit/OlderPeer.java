package org.havatar.ops.kit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program of the time before the protocol, under {@code peers/}: what it prints as JSON Lines,
 * with nested names joined by dots. Times are those of System.nanoTime.
 */
public final class OlderPeer implements AutoCloseable {
  /** One line that it printed. */
  public record Line(long atNs, String event, Map<String, String> fields) {
    public String text(String field) {
      return fields.getOrDefault(field, "");
    }

    public int number(String field) {
      return Integer.parseInt(text(field));
    }
  }

  private static final JsonFactory JSON = new JsonFactory();
  private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(20);

  private final Program program;

  private OlderPeer(Program program) {
    this.program = program;
  }

  /** A robot in Python; returns when it is connected. */
  public static OlderPeer robot(Site site, String path) {
    long fromNs = System.nanoTime();
    return connected(
        fromNs,
        Program.start(
            "older-robot",
            List.of(
                "/usr/bin/python3",
                Checkout.peers().resolve("older_robot.py").toString(),
                url(site, path),
                Accounts.get().spareKey(),
                site.relay().certificate().toString()),
            site.folder()));
  }

  /** A client in JavaScript; returns when it is connected. */
  public static OlderPeer client(Site site, String path) {
    try (RelayApi api = new RelayApi(site.relay().port(), site.relay().certificate())) {
      long fromNs = System.nanoTime();
      return connected(
          fromNs,
          Program.start(
              "older-client",
              List.of(
                  "node",
                  Checkout.peers().resolve("older-client/client.mjs").toString(),
                  url(site, path),
                  api.login(Accounts.USER, Accounts.PASSWORD),
                  site.relay().certificate().toString()),
              site.folder()));
    }
  }

  private static String url(Site site, String path) {
    return "wss://localhost:" + site.relay().port() + path;
  }

  /** The log may begin with what a former one of that name printed. */
  private static OlderPeer connected(long fromNs, Program program) {
    OlderPeer peer = new OlderPeer(program);
    Wait.until(
        "an older peer connects",
        CONNECTS_WITHIN,
        () -> !peer.linesSince(fromNs, "connected").isEmpty());
    return peer;
  }

  /** One of the client's commands. */
  public void tell(String line) {
    program.tell(line);
  }

  public boolean has(String event) {
    return lines().stream().anyMatch(line -> line.event().equals(event));
  }

  public List<Line> linesSince(long fromNs, String event) {
    return lines().stream()
        .filter(line -> line.atNs() - fromNs >= 0 && line.event().equals(event))
        .toList();
  }

  public List<Line> lines() {
    String log = program.log();
    String whole = log.substring(0, log.lastIndexOf('\n') + 1);
    return whole.lines().map(OlderPeer::parse).toList();
  }

  private static Line parse(String json) {
    Map<String, String> fields = new HashMap<>();
    List<String> path = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT && parser.currentName() != null) {
          path.add(parser.currentName());
        } else if (token == JsonToken.END_OBJECT && !path.isEmpty()) {
          path.removeLast();
        } else if (token.isScalarValue() && parser.currentName() != null) {
          List<String> names = new ArrayList<>(path);
          names.add(parser.currentName());
          fields.put(String.join(".", names), parser.getText());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the peer printed: " + json, e);
    }
    return new Line(
        Long.parseLong(fields.getOrDefault("t_ns", "0")),
        fields.getOrDefault("event", ""),
        Map.copyOf(fields));
  }

  @Override
  public void close() {
    program.close();
  }
}
