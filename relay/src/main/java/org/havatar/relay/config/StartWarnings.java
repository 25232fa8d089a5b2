package org.havatar.relay.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.havatar.transports.settings.SecretFile;
import org.havatar.transports.settings.Settings;
import org.jspecify.annotations.Nullable;

/** What is allowed and yet dangerous, to be told at each start. Blocks. */
public final class StartWarnings {
  private StartWarnings() {}

  /**
   * Sentences for the log; never a password.
   *
   * @param file where the settings come from; null: from no file
   */
  public static List<String> of(RelayConfig config, Settings settings, @Nullable Path file) {
    List<String> all =
        new ArrayList<>(
            SecretFile.warnings(
                settings, file, "tls.key", "cluster.key", "audit.copy_webhook_secret"));
    Storage.Redis redis = config.storage().redis();
    String host = redis == null ? null : plainHost(redis.url());
    if (host != null && !LocalAddresses.isLoopback(host)) {
      all.add(
          "store.redis_url: Redis on %s is another machine and is spoken to in plain text. Whoever is in between reads password hashes and the keys that sign tokens, and can change them: use rediss://, unless that way is encrypted by other means"
              .formatted(host));
    }
    Cluster cluster = config.cluster();
    if (cluster != null && !LocalAddresses.isPrivate(cluster.address())) {
      all.add(
          "cluster.address: %s is an address of the internet. Whoever reaches port %d on it can disturb the cluster: use an address of a private network, and a firewall"
              .formatted(cluster.address(), cluster.port()));
    }
    Storage.Copies copies = config.storage().audit().copies();
    Storage.Webhook webhook = copies.webhook();
    plainCopy("audit.copy_syslog", copies.syslog(), "tcp").ifPresent(all::add);
    plainCopy("audit.copy_webhook", webhook == null ? null : webhook.url(), "http")
        .ifPresent(all::add);
    return all;
  }

  private static Optional<String> plainCopy(String key, @Nullable URI to, String plain) {
    if (to == null || !to.getScheme().equals(plain) || LocalAddresses.isLoopback(host(to))) {
      return Optional.empty();
    }
    return Optional.of(
        "%s: %s is another machine and is spoken to in plain text. Whoever is in between reads who did what from where, and can change it: use %s"
            .formatted(key, host(to), plain.equals("tcp") ? "tls://" : "https://"));
  }

  private static String host(URI uri) {
    return uri.getHost().replaceAll("[\\[\\]]", "");
  }

  /** The host that is spoken to without TLS; null: none. */
  private static @Nullable String plainHost(String url) {
    URI uri = URI.create(url);
    return "redis".equals(uri.getScheme()) ? host(uri) : null;
  }
}
