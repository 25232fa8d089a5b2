package org.havatar.bridge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.havatar.transports.authority.RegisterOptions;
import org.havatar.transports.wire.RobotId;
import org.jspecify.annotations.Nullable;

/**
 * The validated configuration; the resource {@code robot-bridge.yaml} is its manual.
 *
 * @param relays complete addresses of the robot's endpoint
 * @param trust PEM file of the certificates to trust, null for the system's
 */
record BridgeConfiguration(
    String robotId,
    String key,
    Path stateDirectory,
    Serial serial,
    List<URI> relays,
    @Nullable Path trust,
    RegisterOptions limits) {

  record Serial(SerialAddress address, int baud) {}

  BridgeConfiguration {
    relays = List.copyOf(relays);
  }

  static BridgeConfiguration of(Settings settings) throws ConfigurationException {
    return new Reading(settings).configuration();
  }

  /** Keeps secrets out of logs. */
  @Override
  public String toString() {
    return "robot=" + robotId + " serial=" + serial + " relays=" + relays;
  }

  /** Reads all keys and gathers what is wrong with them. */
  private static final class Reading {
    private final Settings settings;
    private final List<String> problems = new ArrayList<>();

    Reading(Settings settings) {
      this.settings = settings;
    }

    BridgeConfiguration configuration() throws ConfigurationException {
      String robotId = robotId();
      String key = key();
      Path directory = Path.of(required("state.directory"));
      Serial serial = new Serial(serialPort(), number("serial.baud", 9600, 4_000_000));
      // An invalid id is a problem of its own and mustn't spoil the addresses.
      List<URI> relays = relays(RobotId.isValid(robotId) ? robotId : "invalid");
      Path trust = readableFile("uplink.trust");
      RegisterOptions limits = limits();
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return new BridgeConfiguration(robotId, key, directory, serial, relays, trust, limits);
    }

    private RegisterOptions limits() {
      RegisterOptions most = RegisterOptions.DEFAULT;
      return new RegisterOptions(
          number("drive.ttl_limit_ms", 1, most.ttlLimitMs()),
          number("drive.hold_ms", 1, most.holdMs()),
          number("drive.lapse_ms", 1, most.lapseMs()),
          number("drive.input_age_limit_ms", 1, most.inputAgeLimitMs()),
          number("lease.silent_ms", 1000, most.silentLeaseMs()),
          number("lease.idle_ms", 1000, most.idleLeaseMs()),
          number("drive.cap_permille", 0, most.capPermille()));
    }

    private void problem(String key, String what) {
      problems.add(settings.where(key) + ": " + what);
    }

    private String required(String key) {
      String text = settings.text(key);
      if (text.isBlank()) {
        problem(key, "is required");
      }
      return text;
    }

    /** On a problem the least value, which is never used. */
    private int number(String key, int least, int most) {
      String text = settings.text(key);
      try {
        int number = Integer.parseInt(text);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Told below, with the range.
      }
      problem(key, "must be a whole number " + least + " … " + most + ", is \"" + text + "\"");
      return Math.max(1, least);
    }

    private SerialAddress serialPort() {
      String text = required("serial.port").strip();
      try {
        return SerialAddress.of(text);
      } catch (IllegalArgumentException e) {
        problem("serial.port", String.valueOf(e.getMessage()));
        return new SerialAddress.Path(text);
      }
    }

    private String robotId() {
      String id = required("robot.id");
      if (!id.isBlank() && !RobotId.isValid(id)) {
        problem("robot.id", "may have letters, digits and . _ -, at most 64");
      }
      return id;
    }

    private String key() {
      String key = settings.text("robot.key");
      String file = settings.text("robot.key_file");
      if (key.isBlank() == file.isBlank()) {
        problem("robot.key", "give the key either here or by robot.key_file");
        return "";
      }
      return key.isBlank() ? keyIn(file) : key.strip();
    }

    private String keyIn(String file) {
      try {
        String key = Files.readString(Path.of(file)).strip();
        if (key.isEmpty()) {
          problem("robot.key_file", file + " is empty");
        }
        return key;
      } catch (IOException e) {
        problem("robot.key_file", "can't read " + file + ": " + e);
        return "";
      }
    }

    private @Nullable Path readableFile(String key) {
      String text = settings.text(key);
      if (text.isBlank()) {
        return null;
      }
      Path path = Path.of(text);
      if (!Files.isReadable(path)) {
        problem(key, "can't read " + path);
      }
      return path;
    }

    private List<URI> relays(String robotId) {
      List<URI> relays = new ArrayList<>();
      for (String text : settings.list("uplink.urls")) {
        URI relay = relay(text, robotId);
        if (relay != null) {
          relays.add(relay);
        }
      }
      if (settings.list("uplink.urls").isEmpty()) {
        problem("uplink.urls", "at least one address is required");
      }
      return relays;
    }

    private @Nullable URI relay(String text, String robotId) {
      URI given;
      try {
        given = new URI(text.strip());
      } catch (URISyntaxException e) {
        problem("uplink.urls", "\"" + text + "\" is no address");
        return null;
      }
      String scheme = String.valueOf(given.getScheme()).toLowerCase(Locale.ROOT);
      String host = given.getHost();
      String path = String.valueOf(given.getRawPath());
      if (host == null || !(scheme.equals("wss") || scheme.equals("ws"))) {
        problem("uplink.urls", "\"" + text + "\" must be like wss://host or wss://host:port");
      } else if (!(path.isEmpty() || path.equals("/")) || given.getRawQuery() != null) {
        problem("uplink.urls", "\"" + text + "\" must end after host and port");
      } else if (scheme.equals("ws") && !isLoopback(host)) {
        problem("uplink.urls", "\"" + text + "\" would send the key in the clear: use wss://");
      } else {
        int port = given.getPort();
        String authority = port < 0 ? host : host + ":" + port;
        return URI.create(scheme + "://" + authority + "/ws/robot/" + robotId);
      }
      return null;
    }

    /** Literal addresses and {@code localhost} only: what a name leads to may change. */
    private static boolean isLoopback(String host) {
      if (host.equals("localhost")) {
        return true;
      }
      if (!host.startsWith("[") && !host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")) {
        return false;
      }
      try {
        return InetAddress.getByName(host).isLoopbackAddress();
      } catch (IOException e) {
        return false;
      }
    }
  }
}
