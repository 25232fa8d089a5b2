package org.havatar.relay.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.havatar.relay.access.audit.AuditStore.Bounds;
import org.havatar.relay.config.Storage.Audit;
import org.havatar.relay.config.Storage.Backup;
import org.havatar.relay.config.Storage.Redis;
import org.havatar.transports.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sections store, audit and backup. A fault never shows the URL: it may hold a password.
 */
final class StorageSettings {
  /** What hosts of applications call it. */
  static final String URL_VARIABLE = "REDIS_URL";

  private static final Set<String> SCHEMES = Set.of("redis", "rediss", "unix");
  private static final String FORM =
      "has to be like redis://user:password@host:6379/0, rediss://… for TLS, or unix:///path";

  private final Settings settings;
  private final Map<String, String> environment;

  private StorageSettings(Settings settings, Map<String, String> environment) {
    this.settings = settings;
    this.environment = environment;
  }

  static Storage read(Settings settings, Map<String, String> environment) {
    return new StorageSettings(settings, environment).storage();
  }

  private Storage storage() {
    Audit audit =
        new Audit(
            new Bounds(
                settings.integer("audit.most_entries", 1000, 10_000_000),
                settings.integer("audit.most_security_entries", 1000, 10_000_000)),
            settings.integer("audit.keep_days", 1, 3650),
            settings.integer("audit.address_days", 1, 3650));
    return new Storage(redis(), audit, backup());
  }

  private Backup backup() {
    Path directory =
        settings
            .optionalText("backup.directory")
            .map(text -> settings.path("backup.directory"))
            .orElse(null);
    return new Backup(directory, settings.integer("backup.keep", 1, 1000));
  }

  private @Nullable Redis redis() {
    boolean isRedis = settings.oneOf("store.kind", List.of("embedded", "redis")).equals("redis");
    int timeoutMs = settings.integer("store.redis_timeout_ms", 50, 10_000);
    String written = settings.optionalText("store.redis_url").orElse("");
    Path trust =
        settings
            .optionalText("store.redis_trust")
            .map(text -> settings.path("store.redis_trust"))
            .orElse(null);
    if (!isRedis) {
      if (!written.isEmpty()) {
        settings.fault(
            "store.redis_url",
            "is of no use unless %s is redis: change one of them"
                .formatted(settings.named("store.kind")));
      }
      return null;
    }
    String url = written.isEmpty() ? environment.getOrDefault(URL_VARIABLE, "") : written;
    if (url.isEmpty()) {
      settings.fault(
          "store.redis_url",
          "is required while %s is redis (or the variable %s)"
              .formatted(settings.named("store.kind"), URL_VARIABLE));
    } else {
      check(url, trust);
    }
    return new Redis(url, trust, timeoutMs);
  }

  private void check(String url, @Nullable Path trust) {
    try {
      URI uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme());
      boolean isSocket = scheme.equals("unix");
      if (!SCHEMES.contains(scheme) || (!isSocket && uri.getHost() == null)) {
        settings.fault("store.redis_url", FORM);
      } else if (!isSocket && !uri.getPath().matches("/?|/\\d{1,4}")) {
        settings.fault("store.redis_url", "has to end in the number of a database, or nothing");
      }
      if (trust != null && !scheme.equals("rediss")) {
        settings.fault(
            "store.redis_trust", "is of no use unless store.redis_url begins with rediss:");
      } else if (trust != null && !Files.isReadable(trust)) {
        settings.fault("store.redis_trust", "can't be read: \"" + trust + "\"");
      }
    } catch (URISyntaxException e) {
      settings.fault("store.redis_url", FORM + "; characters of a password are written as %40");
    }
  }
}
