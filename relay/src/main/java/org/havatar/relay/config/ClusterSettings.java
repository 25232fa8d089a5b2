package org.havatar.relay.config;

import io.netty.util.NetUtil;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.havatar.relay.config.Cluster.Identity;
import org.havatar.relay.config.Cluster.Member;
import org.havatar.transports.settings.Settings;
import org.jspecify.annotations.Nullable;

/** Reads the section cluster, with the files that it names. */
final class ClusterSettings {
  /** {@code [address]:port}, {@code host:port} or {@code host}; a bare IPv6 address is a host. */
  private static final Pattern MEMBER =
      Pattern.compile(
          "(?<each>dns:)?(?:\\[(?<bracket>[^]]+)]|(?<host>[^:\\[\\]]+))(?::(?<port>\\d{1,5}))?");

  private static final int MOST_MEMBERS = 100;
  private static final String MADE_BY = "`relay cluster-certificate` makes it";

  private final Settings settings;
  private final Instant now;

  private ClusterSettings(Settings settings, Instant now) {
    this.settings = settings;
    this.now = now;
  }

  /** Null: the node stands alone. */
  static @Nullable Cluster read(Settings settings, Storage storage, Instant now) {
    return new ClusterSettings(settings, now).cluster(storage);
  }

  private @Nullable Cluster cluster(Storage storage) {
    List<String> texts = settings.list("cluster.members");
    int port = settings.integer("cluster.port", 1, 65_535);
    int busPort = settings.integer("cluster.bus_port", 1, 65_535);
    String address = settings.text("cluster.address").strip();
    boolean hasIdentity = hasIdentity();
    if (texts.isEmpty()) {
      if (!address.isEmpty() || hasIdentity) {
        settings.fault(
            hasIdentity ? "cluster.certificate" : "cluster.address",
            "and the other keys of this section are of no use while %s is empty: name the nodes there"
                .formatted(settings.named("cluster.members")));
      }
      return null;
    }
    if (storage.redis() == null) {
      settings.fault(
          "cluster.members",
          "needs one store for all nodes: set %s to redis, move what there is by `relay export` and `relay import`, or empty the list"
              .formatted(settings.named("store.kind")));
    }
    if (port == busPort) {
      settings.fault(
          "cluster.bus_port",
          "has to be another port than %s: %d".formatted(settings.named("cluster.port"), port));
    }
    checkAddress(address);
    List<Member> members = members(texts, port);
    Identity identity = identity();
    return identity == null ? null : new Cluster(members, address, port, busPort, identity);
  }

  private boolean hasIdentity() {
    return settings.optionalText("cluster.certificate").isPresent()
        || settings.optionalText("cluster.key").isPresent()
        || settings.optionalText("cluster.authority").isPresent();
  }

  private void checkAddress(String address) {
    if (address.isEmpty()) {
      settings.fault("cluster.address", "is required with cluster.members");
    } else if (NetUtil.createByteArrayFromIpAddressString(address) == null) {
      settings.fault("cluster.address", "has to be an address like 10.0.0.1, no name");
    } else if (LocalAddresses.isWildcard(address)) {
      settings.fault(
          "cluster.address",
          "has to be one address of the private network: %s would open the cluster's ports to every network"
              .formatted(address));
    }
  }

  private List<Member> members(List<String> texts, int port) {
    if (texts.size() > MOST_MEMBERS) {
      settings.fault("cluster.members", "may name %d at most".formatted(MOST_MEMBERS));
    }
    List<Member> members = new ArrayList<>();
    for (String text : texts) {
      member(text.strip(), port)
          .ifPresentOrElse(
              members::add,
              () ->
                  settings.fault(
                      "cluster.members",
                      "has to hold addresses, names or dns:NAME, with or without :port, like 10.0.0.2, [fd00::2]:5701 or dns:relays.internal: \"%s\""
                          .formatted(text)));
    }
    return List.copyOf(members);
  }

  static Optional<Member> member(String text, int defaultPort) {
    if (NetUtil.isValidIpV6Address(text) && !text.startsWith("[")) {
      return Optional.of(new Member(text, defaultPort, false));
    }
    Matcher parts = MEMBER.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String bracket = parts.group("bracket");
    String host = bracket == null ? parts.group("host") : bracket;
    String digits = parts.group("port");
    int port = digits == null ? defaultPort : Integer.parseInt(digits);
    boolean isEach = parts.group("each") != null;
    boolean isAddress = NetUtil.createByteArrayFromIpAddressString(host) != null;
    boolean isRight =
        port >= 1
            && port <= 65_535
            && TlsSettings.isHost(host)
            && (bracket == null || NetUtil.isValidIpV6Address(bracket))
            && !(isEach && isAddress)
            && !LocalAddresses.isWildcard(host);
    return isRight ? Optional.of(new Member(host, port, isEach)) : Optional.empty();
  }

  private @Nullable Identity identity() {
    boolean isWhole = true;
    for (String key : List.of("cluster.certificate", "cluster.key", "cluster.authority")) {
      if (settings.optionalText(key).isEmpty()) {
        settings.fault(key, "is required with cluster.members; " + MADE_BY);
        isWhole = false;
      }
    }
    return isWhole ? identityOfFiles() : null;
  }

  private @Nullable Identity identityOfFiles() {
    Path file = settings.path("cluster.certificate");
    X509Certificate own = certificate("cluster.certificate");
    X509Certificate authority = certificate("cluster.authority");
    PrivateKey key = key();
    if (own == null || authority == null || key == null) {
      return null;
    }
    if (authority.getBasicConstraints() < 0) {
      settings.fault("cluster.authority", "has to be an authority's certificate; " + MADE_BY);
    } else if (!isSignedBy(own, authority)) {
      settings.fault(
          "cluster.certificate",
          "isn't signed by the authority in %s: take both from one `relay cluster-certificate`"
              .formatted(settings.named("cluster.authority")));
    }
    if (!Pem.belongTogether(key, own.getPublicKey())) {
      settings.fault(
          "cluster.key",
          "is the key of another certificate than %s"
              .formatted(settings.named("cluster.certificate")));
    }
    Instant ownEnd = own.getNotAfter().toInstant();
    Instant authorityEnd = authority.getNotAfter().toInstant();
    return new Identity(
        file,
        settings.path("cluster.key"),
        settings.path("cluster.authority"),
        ClusterCertificates.nameOf(own),
        ClusterCertificates.print(authority),
        ownEnd.isBefore(authorityEnd) ? ownEnd : authorityEnd);
  }

  private static boolean isSignedBy(X509Certificate own, X509Certificate authority) {
    try {
      own.verify(authority.getPublicKey());
      return own.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** One that is marked and holds today; null after a fault. */
  private @Nullable X509Certificate certificate(String key) {
    Path file = settings.path(key);
    try {
      List<X509Certificate> all = Pem.certificates(file);
      X509Certificate first = all.get(0);
      Instant end = first.getNotAfter().toInstant();
      if (all.size() > 1) {
        settings.fault(key, "has to hold one certificate, not %d: %s".formatted(all.size(), file));
      } else if (!ClusterCertificates.isMarked(first)) {
        settings.fault(
            key,
            "is of another kind: who trusts a public or a company's authority lets everybody in whom it knows; %s: %s"
                .formatted(MADE_BY, file));
      } else if (!now.isBefore(end)) {
        settings.fault(
            key,
            "ended at %s; make another one by `relay cluster-certificate`: %s"
                .formatted(end, file));
      }
      return first;
    } catch (Pem.Unusable e) {
      settings.fault(key, e.why());
      return null;
    }
  }

  private @Nullable PrivateKey key() {
    try {
      return Pem.key(settings.path("cluster.key"));
    } catch (Pem.Unusable e) {
      settings.fault("cluster.key", e.why());
      return null;
    }
  }
}
