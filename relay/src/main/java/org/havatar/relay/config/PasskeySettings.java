package org.havatar.relay.config;

import io.netty.util.NetUtil;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.havatar.relay.access.identity.PasskeyPolicy;
import org.havatar.relay.config.RelayConfig.Tls;
import org.havatar.transports.settings.Settings;

/**
 * Where passkeys work. What a request says of its host counts for nothing: the origins follow from
 * the settings, and the page's has to be one of them.
 */
final class PasskeySettings {
  private static final String ORIGINS = "login.passkey_origins";
  private static final String SCHEME = "https://";
  private static final int HTTPS_PORT = 443;

  /** The type of a DNS name among a certificate's alternative names (RFC 5280 §4.2.1.6). */
  private static final int DNS_NAME = 2;

  private PasskeySettings() {}

  static PasskeyPolicy read(Settings settings, int port, Tls tls, Set<String> allowedOrigins) {
    boolean isOn = settings.flag("login.passkeys");
    List<String> given = settings.list(ORIGINS);
    given.stream()
        .filter(origin -> !isFit(origin))
        .forEach(
            origin ->
                settings.fault(
                    ORIGINS,
                    "has to hold origins as browsers tell them, with https and a host name, like"
                        + " https://relay.example.org:8443: \"%s\"".formatted(origin)));
    if (!isOn) {
      return PasskeyPolicy.OFF;
    }
    return given.isEmpty()
        ? new PasskeyPolicy(
            Stream.concat(ownOrigins(port, tls), allowedOrigins.stream())
                .filter(PasskeySettings::isFit)
                .collect(Collectors.toSet()))
        : new PasskeyPolicy(Set.copyOf(given));
  }

  /** WebAuthn knows host names, no addresses, and nothing that anybody on the way can change. */
  private static boolean isFit(String origin) {
    return origin.startsWith(SCHEME)
        && RelayConfig.isOrigin(origin)
        && !isAddress(URI.create(origin).getHost());
  }

  private static boolean isAddress(String host) {
    return host.startsWith("[") || NetUtil.createByteArrayFromIpAddressString(host) != null;
  }

  private static Stream<String> ownOrigins(int port, Tls tls) {
    if (!tls.enabled()) {
      return Stream.empty();
    }
    Stream<String> names =
        tls.files() == null
            ? Stream.concat(Stream.of("localhost"), tls.hostNames().stream())
            : namesIn(tls.files().certificate());
    String suffix = port == HTTPS_PORT ? "" : ":" + port;
    return names.map(name -> SCHEME + name.toLowerCase(Locale.ROOT) + suffix);
  }

  private static Stream<String> namesIn(Path certificate) {
    try {
      X509Certificate own = Pem.certificates(certificate).get(0);
      Collection<List<?>> names = own.getSubjectAlternativeNames();
      return names == null
          ? Stream.empty()
          : names.stream()
              .filter(each -> each.get(0).equals(DNS_NAME))
              .map(each -> String.valueOf(each.get(1)))
              .filter(name -> !name.startsWith("*"));
    } catch (Pem.Unusable | CertificateParsingException e) {
      return Stream.empty(); // TlsSettings says what is wrong with it
    }
  }
}
