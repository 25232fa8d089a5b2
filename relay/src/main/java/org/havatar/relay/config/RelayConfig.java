package org.havatar.relay.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.havatar.relay.access.AccessOptions;
import org.havatar.relay.access.bookings.BookingRules;
import org.havatar.relay.api.ApiOptions;
import org.havatar.relay.api.ListedRelay;
import org.havatar.relay.limits.LimitOptions;
import org.havatar.relay.limits.ProxyOptions;
import org.havatar.transports.server.ChosenTransport;
import org.havatar.transports.server.KnownTransports;
import org.havatar.transports.settings.Manual;
import org.havatar.transports.settings.ProgramLog;
import org.havatar.transports.settings.Settings;
import org.havatar.transports.settings.SettingsException;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one node, checked; {@code relay.yaml} says what each of them means.
 *
 * @param cluster null: this node stands alone
 * @param passwordThreads passwords checked at the same time
 * @param olderHoldMs how long an older client's command is held
 * @param requestTimeoutMs for the head of a request, and for its body after that
 */
public record RelayConfig(
    Listen listen,
    Path dataDirectory,
    Storage storage,
    @Nullable Cluster cluster,
    Tls tls,
    Set<String> allowedOrigins,
    List<ListedRelay> relays,
    AccessOptions access,
    int passwordThreads,
    ApiOptions api,
    LimitOptions limits,
    ProxyOptions proxy,
    Log log,
    Metrics metrics,
    int olderHoldMs,
    int requestTimeoutMs,
    BookingRules bookings,
    OutageRules outage) {

  /**
   * Where to listen.
   *
   * @param chosen whether somebody asked for these addresses: then all of them have to work
   * @param eventLoops at least 1
   * @param transports over which links may come, at least one
   */
  public record Listen(
      List<String> addresses,
      boolean chosen,
      int port,
      int eventLoops,
      List<ChosenTransport> transports) {}

  /**
   * Where Prometheus fetches the metrics.
   *
   * @param chosen whether somebody asked for these addresses: then all of them have to work
   * @param port 0: nowhere
   */
  public record Metrics(List<String> addresses, boolean chosen, int port) {}

  /**
   * How to speak TLS.
   *
   * @param protocols newest first, as the JDK calls them
   * @param files null: the node makes its own certificate, for {@code hostNames}
   */
  public record Tls(
      boolean enabled, List<String> protocols, @Nullable PemFiles files, Set<String> hostNames) {}

  /**
   * What is written down.
   *
   * @param program the program's own log
   * @param mostCommands records that the command log keeps
   * @param commandDays for how many days
   */
  public record Log(ProgramLog program, long mostCommands, int commandDays) {}

  /** A certificate with its chain, and its key. */
  public record PemFiles(Path certificate, Path key) {}

  public static final Manual MANUAL =
      new Manual(
          RelayConfig.class,
          "relay.yaml",
          "HAVATAR_RELAY_",
          Set.of("store.redis_url", "audit.copy_webhook"));

  /** Keys that a running node takes anew; their comments in the manual say so. */
  public static final Set<String> RELOADED =
      Stream.concat(
              BookingSettings.KEYS.stream(),
              Stream.of(
                  "tls.certificate",
                  "tls.key",
                  "tls.host_names",
                  "web.allowed_origins",
                  RelaySettings.KEY,
                  "login.token_life_s",
                  "login.ticket_life_s",
                  "login.totp_required_for",
                  "login.passkeys",
                  "login.passkey_origins",
                  "login.refresh_idle_days",
                  "login.refresh_absolute_days",
                  "login.signing_key_days",
                  "robots.users_may_register",
                  "robots.most_of_account",
                  "robots.key_days",
                  "robots.key_overlap_minutes",
                  "limits.api_per_second",
                  "limits.api_burst",
                  "limits.commands_per_second",
                  "limits.commands_burst",
                  "limits.page_per_second",
                  "limits.page_burst",
                  "limits.sockets_per_second",
                  "limits.sockets_burst",
                  "limits.sockets_open",
                  "limits.page_kb_per_second",
                  "limits.page_kb_burst",
                  "limits.connections_per_second",
                  "limits.connections_burst",
                  "limits.connections_open",
                  "limits.robots_per_second",
                  "limits.robots_burst",
                  "limits.exempt_loopback",
                  "log.level",
                  "log.most_commands",
                  "log.command_days",
                  "audit.most_entries",
                  "audit.most_security_entries",
                  "audit.keep_days",
                  "audit.address_days",
                  "backup.directory",
                  "backup.keep",
                  "access.grace_s",
                  "access.outage_s",
                  "driving.older_hold_ms"))
          .collect(Collectors.toUnmodifiableSet());

  /**
   * Reads all keys and the files that they name.
   *
   * @param environment for the data directory's default
   * @throws SettingsException with everything that is wrong
   */
  public static RelayConfig of(Settings settings, Map<String, String> environment, Instant now)
      throws SettingsException {
    Listen listen = ListenSettings.read(settings, KnownTransports.all());
    ProxyOptions proxy = EdgeSettings.proxy(settings);
    Tls tls = TlsSettings.read(settings, listen, !proxy.trusted().isEmpty(), now);
    Set<String> allowedOrigins = origins(settings);
    AccessOptions access =
        LoginSettings.read(
            settings, PasskeySettings.read(settings, listen.port(), tls, allowedOrigins));
    List<ListedRelay> relays = RelaySettings.read(settings);
    Log log =
        new Log(
            ProgramLog.read(settings),
            settings.integer("log.most_commands", 1000, 10_000_000),
            settings.integer("log.command_days", 1, 3650));
    Storage storage = StorageSettings.read(settings, environment);
    RelayConfig config =
        new RelayConfig(
            listen,
            dataDirectory(settings, environment),
            storage,
            ClusterSettings.read(settings, storage, now),
            tls,
            withOriginsOf(relays, allowedOrigins),
            relays,
            access,
            settings.integer("login.password_threads", 1, 16),
            new ApiOptions(tls.enabled()),
            EdgeSettings.limits(settings),
            proxy,
            log,
            metrics(settings, listen),
            settings.integer("driving.older_hold_ms", 1, 1000),
            1000 * settings.integer("limits.request_timeout_s", 1, 60),
            BookingSettings.read(settings),
            OutageRules.read(settings));
    settings.throwIfFaulty();
    return config;
  }

  private static Metrics metrics(Settings settings, Listen listen) {
    List<String> addresses = settings.list("metrics.addresses");
    int port = settings.integer("metrics.port", 0, 65_535);
    if (addresses.isEmpty()) {
      settings.fault("metrics.addresses", "has to name at least one address");
    }
    if (port != 0 && port == listen.port()) {
      settings.fault(
          "metrics.port",
          "has to be another port than %s: %d".formatted(settings.named("listen.port"), port));
    }
    return new Metrics(addresses, !settings.isDefault("metrics.addresses"), port);
  }

  private static Path dataDirectory(Settings settings, Map<String, String> environment) {
    return settings
        .optionalText("data.directory")
        .map(text -> settings.path("data.directory"))
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

  /** Their pages hold connections here, too. Passkeys work there by their own setting only. */
  private static Set<String> withOriginsOf(List<ListedRelay> relays, Set<String> allowed) {
    return Stream.concat(allowed.stream(), relays.stream().map(ListedRelay::url))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> origins(Settings settings) {
    List<String> origins = settings.list("web.allowed_origins");
    origins.stream()
        .filter(origin -> !isOrigin(origin))
        .forEach(
            origin ->
                settings.fault(
                    "web.allowed_origins",
                    "has to hold origins as browsers tell them, like https://example.org, without"
                        + " path and default port, in small letters: \"%s\"".formatted(origin)));
    return Set.copyOf(origins);
  }

  static boolean isOrigin(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      boolean defaultPort = uri.getPort() == ("http".equals(uri.getScheme()) ? 80 : 443);
      return web
          && !defaultPort
          && uri.getHost() != null
          && text.equals(text.toLowerCase(Locale.ROOT))
          && text.equals(uri.getScheme() + "://" + uri.getAuthority());
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
