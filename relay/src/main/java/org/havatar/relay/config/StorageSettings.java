package org.havatar.relay.config;

import java.io.IOException;
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
import org.havatar.relay.config.Storage.Copies;
import org.havatar.relay.config.Storage.Redis;
import org.havatar.relay.config.Storage.Webhook;
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
            settings.integer("audit.address_days", 1, 3650),
            copies());
    return new Storage(redis(), audit, backup());
  }

  private Copies copies() {
    URI syslog =
        uri("audit.copy_syslog", Set.of("tls", "tcp"), "tls://host:6514 or tcp://host:601");
    Path trust = path("audit.copy_syslog_trust");
    if (trust != null && (syslog == null || !syslog.getScheme().equals("tls"))) {
      settings.fault(
          "audit.copy_syslog_trust", "is of no use unless audit.copy_syslog begins with tls:");
    } else if (trust != null && !Files.isReadable(trust)) {
      settings.fault("audit.copy_syslog_trust", "can't be read: \"" + trust + "\"");
    }
    return new Copies(path("audit.copy_file"), syslog, trust, webhook());
  }

  private @Nullable Webhook webhook() {
    URI url = uri("audit.copy_webhook", Set.of("https", "http"), "https://host/path");
    Path secret = path("audit.copy_webhook_secret");
    if (url == null) {
      return null;
    }
    if (secret == null) {
      settings.fault("audit.copy_webhook_secret", "is required with audit.copy_webhook");
      return null;
    }
    Webhook webhook = new Webhook(url, secret);
    try {
      if (webhook.secret().isEmpty()) {
        settings.fault(
            "audit.copy_webhook_secret",
            "has to name a file with one line, whsec_ and 24 to 64 bytes in base 64: \"%s\""
                .formatted(secret));
      }
    } catch (IOException e) {
      settings.fault("audit.copy_webhook_secret", "can't be read: \"" + secret + "\"");
    }
    return webhook;
  }

  /** Null when there is none; a fault when it isn't like {@code form}, without showing it. */
  private @Nullable URI uri(String key, Set<String> schemes, String form) {
    String text = settings.optionalText(key).orElse("");
    if (text.isEmpty()) {
      return null;
    }
    try {
      URI uri = new URI(text);
      if (schemes.contains(String.valueOf(uri.getScheme())) && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    settings.fault(key, "has to be like " + form);
    return null;
  }

  private @Nullable Path path(String key) {
    return settings.optionalText(key).map(text -> settings.path(key)).orElse(null);
  }

  private Backup backup() {
    Path directory = path("backup.directory");
    return new Backup(directory, settings.integer("backup.keep", 1, 1000));
  }

  private @Nullable Redis redis() {
    boolean isRedis = settings.oneOf("store.kind", List.of("embedded", "redis")).equals("redis");
    int timeoutMs = settings.integer("store.redis_timeout_ms", 50, 10_000);
    String written = settings.optionalText("store.redis_url").orElse("");
    Path trust = path("store.redis_trust");
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
