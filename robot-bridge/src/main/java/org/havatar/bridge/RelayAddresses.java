package org.havatar.bridge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.havatar.transports.settings.Settings;
import org.jspecify.annotations.Nullable;

/** Reads uplink.urls. */
final class RelayAddresses {
  private static final String KEY = "uplink.urls";
  private static final int MOST_PORT = 65_535;

  private final Settings settings;
  private final String robotId;

  private RelayAddresses(Settings settings, String robotId) {
    this.settings = settings;
    this.robotId = robotId;
  }

  /**
   * The addresses of the robot's endpoint at each relay.
   *
   * @param robotId a valid one
   */
  static List<URI> read(Settings settings, String robotId) {
    return new RelayAddresses(settings, robotId).all();
  }

  private List<URI> all() {
    List<String> texts = settings.list(KEY);
    if (texts.isEmpty()) {
      settings.fault(KEY, "has to name at least one relay, like wss://relay.example.org");
    }
    Set<URI> relays = new LinkedHashSet<>();
    for (String text : texts) {
      URI relay = one(text);
      if (relay != null && !relays.add(relay)) {
        settings.fault(KEY, "names one relay twice: \"%s\"".formatted(text));
      }
    }
    return List.copyOf(relays);
  }

  private @Nullable URI one(String text) {
    URI given;
    try {
      given = new URI(text);
    } catch (URISyntaxException e) {
      settings.fault(KEY, "has to hold addresses like wss://host, not \"%s\"".formatted(text));
      return null;
    }
    String scheme = String.valueOf(given.getScheme()).toLowerCase(Locale.ROOT);
    String path = String.valueOf(given.getRawPath());
    if (given.getHost() == null || !(scheme.equals("wss") || scheme.equals("ws"))) {
      settings.fault(
          KEY,
          "has to hold addresses like wss://host or wss://host:port, not \"%s\"".formatted(text));
    } else if (!(path.isEmpty() || path.equals("/")) || given.getRawQuery() != null) {
      settings.fault(KEY, "has to hold addresses that end after host and port: " + text);
    } else if (given.getRawUserInfo() != null) {
      settings.fault(KEY, "may not hold a user or password; the robot shows robot.key");
    } else if (given.getPort() == 0 || given.getPort() > MOST_PORT) {
      settings.fault(KEY, "has to name ports from 1 to %d: %s".formatted(MOST_PORT, text));
    } else if (scheme.equals("ws") && !isLoopback(given.getHost())) {
      settings.fault(KEY, "would send the key in the clear: use wss:// in \"%s\"".formatted(text));
    } else {
      return endpoint(scheme, given.getHost().toLowerCase(Locale.ROOT), given.getPort());
    }
    return null;
  }

  private URI endpoint(String scheme, String host, int port) {
    boolean usual = port < 0 || port == (scheme.equals("wss") ? 443 : 80);
    String authority = usual ? host : host + ":" + port;
    return URI.create(scheme + "://" + authority + "/ws/robot/" + robotId);
  }

  /** Literal addresses and {@code localhost} only: what a name leads to may change. */
  private static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
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
