package org.havatar.relay.limits;

import java.net.InetAddress;
import java.util.List;
import org.havatar.relay.limits.ProxyOptions.Header;
import org.havatar.transports.link.Trail;
import org.jspecify.annotations.Nullable;

/**
 * Whose connection it is, for limits, log and audit. A peer that is no trusted proxy is itself,
 * whatever it writes. A trusted one is asked whom it speaks for, from the nearest to the farthest,
 * as long as those are trusted proxies too.
 */
public final class PeerAddresses {
  /** Nobody has more proxies before them; what is farther is a visitor's own invention. */
  private static final int MOST_PROXIES = 16;

  private final ProxyOptions options;

  public PeerAddresses(ProxyOptions options) {
    this.options = options;
  }

  /**
   * A literal address without port and brackets; {@link Trail#UNKNOWN} when a trusted proxy doesn't
   * say whom it speaks for in a way that can be read.
   */
  public String of(Trail trail) {
    InetAddress address = AddressGroups.parse(trail.peer());
    if (address == null) {
      return Trail.UNKNOWN;
    }
    List<String> hops =
        isTrusted(address) ? hops(trail) : List.of(); // an untrusted peer's words aren't even read
    for (int i = hops.size() - 1, steps = 0; i >= 0 && steps < MOST_PROXIES; i--, steps++) {
      if (!isTrusted(address)) {
        break;
      }
      InetAddress before = ForwardedNodes.address(hops.get(i));
      if (before == null) {
        return Trail.UNKNOWN;
      }
      address = before;
    }
    return text(address);
  }

  /** Whether that address is a proxy whose word counts. */
  public boolean isTrusted(String address) {
    @Nullable InetAddress parsed = AddressGroups.parse(address);
    return parsed != null && isTrusted(parsed);
  }

  private boolean isTrusted(InetAddress address) {
    return options.trusted().stream().anyMatch(network -> network.contains(address));
  }

  private List<String> hops(Trail trail) {
    return options.header() == Header.FORWARDED
        ? ForwardedNodes.ofForwarded(trail.forwarded())
        : ForwardedNodes.ofForwardedFor(trail.forwardedFor());
  }

  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }
}
