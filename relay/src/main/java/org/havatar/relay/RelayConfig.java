package org.havatar.relay;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.havatar.relay.access.AccessOptions;
import org.havatar.relay.api.ApiOptions;
import org.havatar.relay.api.ApiOptions.Rate;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one node, checked; {@code relay.yaml} says what each of them means.
 *
 * @param passwordThreads passwords checked at the same time
 * @param mostCommands records that the command log keeps
 * @param jsonLogs each line of the log one JSON object
 * @param olderHoldMs how long an older client's command is held
 */
record RelayConfig(
    Listen listen,
    Path dataDirectory,
    Tls tls,
    Set<String> allowedOrigins,
    AccessOptions access,
    int passwordThreads,
    ApiOptions api,
    long mostCommands,
    boolean jsonLogs,
    Metrics metrics,
    int olderHoldMs) {

  /**
   * Where to listen.
   *
   * @param chosen whether somebody asked for these addresses: then all of them have to work
   * @param eventLoops at least 1
   */
  record Listen(List<String> addresses, boolean chosen, int port, int eventLoops) {}

  /**
   * Where Prometheus fetches the metrics.
   *
   * @param chosen whether somebody asked for these addresses: then all of them have to work
   * @param port 0: nowhere
   */
  record Metrics(List<String> addresses, boolean chosen, int port) {}

  /**
   * How to speak TLS.
   *
   * @param protocols newest first, as the JDK calls them
   * @param files null: the node makes its own certificate, for {@code hostNames}
   */
  record Tls(
      boolean enabled, List<String> protocols, @Nullable PemFiles files, Set<String> hostNames) {}

  /** A certificate with its chain, and its key. */
  record PemFiles(Path certificate, Path key) {}

  /**
   * Reads the file, if there is one, and the environment.
   *
   * @throws ConfigException with everything that is wrong
   */
  static RelayConfig read(@Nullable Path file, Map<String, String> environment)
      throws ConfigException {
    Settings settings = SettingsReader.read(file, environment);
    RelayConfig config = of(settings, environment);
    if (!settings.faults().isEmpty()) {
      throw new ConfigException(settings.faults());
    }
    return config;
  }

  private static RelayConfig of(Settings settings, Map<String, String> environment) {
    Listen listen = listen(settings);
    Tls tls = tls(settings, listen);
    AccessOptions access =
        new AccessOptions(
            settings.integer("login.token_life_s", 60, AccessOptions.MAX_TOKEN_LIFE_S),
            1000
                * settings.integer(
                    "login.ticket_life_s", 1, AccessOptions.MAX_TICKET_LIFE_MS / 1000));
    ApiOptions api =
        new ApiOptions(
            rate(settings, "limits.api"),
            rate(settings, "limits.page"),
            settings.flag("limits.exempt_loopback"),
            tls.enabled());
    return new RelayConfig(
        listen,
        dataDirectory(settings, environment),
        tls,
        origins(settings),
        access,
        settings.integer("login.password_threads", 1, 16),
        api,
        settings.integer("log.most_commands", 1000, 10_000_000),
        settings.oneOf("log.format", List.of("text", "json")).equals("json"),
        metrics(settings, listen),
        settings.integer("driving.older_hold_ms", 1, 1000));
  }

  private static Listen listen(Settings settings) {
    List<String> addresses = settings.list("listen.addresses");
    if (addresses.isEmpty()) {
      settings.fault("listen.addresses", "has to name at least one address");
    }
    int loops = settings.integer("listen.event_loops", 0, 256);
    return new Listen(
        addresses,
        !settings.isDefault("listen.addresses"),
        settings.integer("listen.port", 1, 65_535),
        loops == 0 ? Runtime.getRuntime().availableProcessors() : loops);
  }

  private static Metrics metrics(Settings settings, Listen listen) {
    List<String> addresses = settings.list("metrics.addresses");
    int port = settings.integer("metrics.port", 0, 65_535);
    if (addresses.isEmpty()) {
      settings.fault("metrics.addresses", "has to name at least one address");
    }
    if (port != 0 && port == listen.port()) {
      settings.fault("metrics.port", "has to be another port than listen.port");
    }
    return new Metrics(addresses, !settings.isDefault("metrics.addresses"), port);
  }

  private static Tls tls(Settings settings, Listen listen) {
    boolean enabled = settings.flag("tls.enabled");
    if (!enabled && !listen.addresses().stream().allMatch(LocalAddresses::isLoopback)) {
      settings.fault(
          "tls.enabled", "may be false only when listen.addresses are this machine's own");
    }
    boolean older = settings.oneOf("tls.minimum", List.of("1.3", "1.2")).equals("1.2");
    return new Tls(
        enabled,
        older ? List.of("TLSv1.3", "TLSv1.2") : List.of("TLSv1.3"),
        pemFiles(settings),
        Set.copyOf(settings.list("tls.host_names")));
  }

  private static @Nullable PemFiles pemFiles(Settings settings) {
    Optional<String> certificate = settings.optionalText("tls.certificate");
    Optional<String> key = settings.optionalText("tls.key");
    if (certificate.isEmpty() && key.isEmpty()) {
      return null;
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      settings.fault("tls.certificate", "and tls.key belong together: set both or none");
      return null;
    }
    return new PemFiles(
        readable(settings, "tls.certificate", certificate.get()),
        readable(settings, "tls.key", key.get()));
  }

  private static Path readable(Settings settings, String key, String text) {
    Path path = path(settings, key, text);
    if (!Files.isReadable(path)) {
      settings.fault(key, "names a file that can't be read: " + text);
    }
    return path;
  }

  private static Path path(Settings settings, String key, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      settings.fault(key, "is no path: " + text);
      return Path.of("");
    }
  }

  private static Path dataDirectory(Settings settings, Map<String, String> environment) {
    return settings
        .optionalText("data.directory")
        .map(text -> path(settings, "data.directory", text))
        .orElseGet(() -> defaultDataDirectory(environment));
  }

  private static Path defaultDataDirectory(Map<String, String> environment) {
    String home = environment.getOrDefault("HAVATAR_HOME", "");
    if (!home.isEmpty()) {
      return Path.of(home, "relay");
    }
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    return state.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".local", "state", "havatar", "relay")
        : Path.of(state, "havatar", "relay");
  }

  private static Set<String> origins(Settings settings) {
    List<String> wrong = new ArrayList<>(settings.list("web.allowed_origins"));
    wrong.removeIf(RelayConfig::isOrigin);
    wrong.forEach(
        origin ->
            settings.fault(
                "web.allowed_origins", "has to hold origins like https://example.org: " + origin));
    return Set.copyOf(settings.list("web.allowed_origins"));
  }

  private static boolean isOrigin(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return web
          && uri.getHost() != null
          && text.equals(uri.getScheme() + "://" + uri.getAuthority());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static Rate rate(Settings settings, String prefix) {
    return new Rate(
        settings.integer(prefix + "_per_second", 1, 100_000),
        settings.integer(prefix + "_burst", 1, 100_000));
  }
}
