package org.havatar.relay.config;

import io.netty.util.NetUtil;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.havatar.relay.config.RelayConfig.Listen;
import org.havatar.relay.config.RelayConfig.PemFiles;
import org.havatar.relay.config.RelayConfig.Tls;
import org.havatar.transports.settings.Settings;
import org.jspecify.annotations.Nullable;

/** Reads the section tls, with the files that it names. */
final class TlsSettings {
  private static final Pattern HOST_NAME =
      Pattern.compile("(?!.{254})[A-Za-z0-9]([A-Za-z0-9-]{0,62}\\.?)*");

  private final Settings settings;
  private final Instant now;

  private TlsSettings(Settings settings, Instant now) {
    this.settings = settings;
    this.now = now;
  }

  /**
   * @param hasProxies whether proxies are trusted: only they are served in plain text then
   */
  static Tls read(Settings settings, Listen listen, boolean hasProxies, Instant now) {
    return new TlsSettings(settings, now).tls(listen, hasProxies);
  }

  private Tls tls(Listen listen, boolean hasProxies) {
    boolean enabled = settings.flag("tls.enabled");
    if (!enabled
        && !hasProxies
        && !listen.addresses().stream().allMatch(LocalAddresses::isLoopback)) {
      settings.fault(
          "tls.enabled",
          "may be false only when %s names this machine's own addresses, like 127.0.0.1, or %s the proxies in front"
              .formatted(settings.named("listen.addresses"), settings.named("proxy.trusted")));
    }
    boolean older = settings.oneOf("tls.minimum", List.of("1.3", "1.2")).equals("1.2");
    PemFiles files = files();
    if (!enabled && files != null) {
      settings.fault(
          "tls.certificate",
          "is of no use while %s is false: change one of them"
              .formatted(settings.named("tls.enabled")));
    }
    return new Tls(
        enabled,
        older ? List.of("TLSv1.3", "TLSv1.2") : List.of("TLSv1.3"),
        files,
        hostNames(files != null));
  }

  private @Nullable PemFiles files() {
    boolean hasCertificate = settings.optionalText("tls.certificate").isPresent();
    boolean hasKey = settings.optionalText("tls.key").isPresent();
    if (!hasCertificate && !hasKey) {
      return null;
    }
    if (!hasCertificate || !hasKey) {
      String given = hasKey ? "tls.key" : "tls.certificate";
      String missing = hasKey ? "tls.certificate" : "tls.key";
      settings.fault(
          given, "and %s belong together: set both or none".formatted(settings.named(missing)));
      return null;
    }
    PemFiles files = new PemFiles(settings.path("tls.certificate"), settings.path("tls.key"));
    X509Certificate own = certificate(files.certificate());
    PrivateKey key = key(files.key());
    if (own != null && key != null && !Pem.belongTogether(key, own.getPublicKey())) {
      settings.fault(
          "tls.key",
          "is the key of another certificate than the first one in %s; there the relay's own comes"
                  .formatted(settings.named("tls.certificate"))
              + " first, then its chain");
    }
    return files;
  }

  private @Nullable X509Certificate certificate(Path file) {
    try {
      X509Certificate own = Pem.certificates(file).get(0);
      Instant end = own.getNotAfter().toInstant();
      if (!now.isBefore(end)) {
        settings.fault("tls.certificate", "ended at %s; renew it: %s".formatted(end, file));
      }
      return own;
    } catch (Pem.Unusable e) {
      settings.fault("tls.certificate", e.why());
      return null;
    }
  }

  private @Nullable PrivateKey key(Path file) {
    try {
      return Pem.key(file);
    } catch (Pem.Unusable e) {
      settings.fault("tls.key", e.why());
      return null;
    }
  }

  private Set<String> hostNames(boolean hasFiles) {
    List<String> names = settings.list("tls.host_names");
    names.stream()
        .filter(name -> !isHost(name))
        .forEach(
            name ->
                settings.fault(
                    "tls.host_names",
                    "has to hold names and addresses, like robots.example.org or 192.168.1.9: \"%s\""
                        .formatted(name)));
    if (hasFiles && !names.isEmpty()) {
      settings.fault(
          "tls.host_names",
          "is for the relay's own certificate, but %s names another: empty one of them"
              .formatted(settings.named("tls.certificate")));
    }
    return Set.copyOf(names);
  }

  /** A literal address, or a name of letters, digits, dots and hyphens. */
  static boolean isHost(String text) {
    boolean address =
        !text.startsWith("[") && NetUtil.createByteArrayFromIpAddressString(text) != null;
    // What looks like an address and is none is no name either.
    return address || (HOST_NAME.matcher(text).matches() && !text.matches("[0-9.]+"));
  }
}
