package org.havatar.relay.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.havatar.relay.config.RelayConfig.Listen;
import org.havatar.transports.server.ChosenTransport;
import org.havatar.transports.server.TransportFactory;
import org.havatar.transports.settings.Settings;

/** Reads the section listen. */
final class ListenSettings {
  private static final int MOST_PORT = 65_535;
  private static final String TRANSPORTS = "listen.transports";

  private ListenSettings() {}

  static Listen read(Settings settings, Map<String, TransportFactory> known) {
    List<String> addresses = settings.list("listen.addresses");
    if (addresses.isEmpty()) {
      settings.fault("listen.addresses", "has to name at least one address, like 127.0.0.1");
    }
    for (String address : addresses) {
      if (!TlsSettings.isHost(address)) {
        settings.fault(
            "listen.addresses",
            "has to hold addresses without port, like 0.0.0.0 or \"::\": \"%s\""
                .formatted(address));
      }
    }
    if (new HashSet<>(addresses).size() < addresses.size()) {
      settings.fault("listen.addresses", "has an address twice: " + String.join(", ", addresses));
    }
    int port = settings.integer("listen.port", 1, MOST_PORT);
    int loops = settings.integer("listen.event_loops", 0, 256);
    return new Listen(
        addresses,
        !settings.isDefault("listen.addresses"),
        port,
        loops == 0 ? Runtime.getRuntime().availableProcessors() : loops,
        transports(settings, port, known));
  }

  /** {@code name} or {@code name:port} each. */
  private static List<ChosenTransport> transports(
      Settings settings, int httpPort, Map<String, TransportFactory> known) {
    List<ChosenTransport> chosen = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String text : settings.list(TRANSPORTS)) {
      String name = text.contains(":") ? text.substring(0, text.indexOf(':')) : text;
      TransportFactory factory = known.get(name);
      if (factory == null) {
        settings.fault(
            TRANSPORTS,
            "has to hold names of %s, with or without :port: \"%s\""
                .formatted(String.join(", ", known.keySet()), text));
      } else if (!names.add(name)) {
        settings.fault(TRANSPORTS, "names %s twice".formatted(name));
      } else {
        port(settings, text, factory, httpPort)
            .ifPresent(port -> chosen.add(new ChosenTransport(factory, port)));
      }
    }
    if (settings.list(TRANSPORTS).isEmpty()) {
      settings.fault(
          TRANSPORTS,
          "has to name at least one of %s, or nobody could drive"
              .formatted(String.join(", ", known.keySet())));
    }
    return List.copyOf(chosen);
  }

  private static Optional<Integer> port(
      Settings settings, String text, TransportFactory factory, int httpPort) {
    OptionalInt usual = factory.usualPort(httpPort);
    String name = factory.name();
    if (text.equals(name)) {
      return Optional.of(usual.orElse(httpPort));
    }
    if (usual.isEmpty()) {
      settings.fault(
          TRANSPORTS,
          "gives %s a port, which comes through %s: write %s"
              .formatted(name, settings.named("listen.port"), name));
      return Optional.empty();
    }
    String digits = text.substring(name.length() + 1);
    int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > MOST_PORT) {
      settings.fault(
          TRANSPORTS,
          "has to give %s a port from 1 to %d: \"%s\"".formatted(name, MOST_PORT, text));
      return Optional.empty();
    }
    return Optional.of(port);
  }
}
