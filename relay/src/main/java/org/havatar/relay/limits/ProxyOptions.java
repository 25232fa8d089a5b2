package org.havatar.relay.limits;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Proxies in front of this node.
 *
 * @param trusted addresses and networks whose word counts
 * @param header the one header that they write; any other is the visitor's own
 * @param protocol every connection begins with a PROXY header
 */
public record ProxyOptions(List<Network> trusted, Header header, boolean protocol) {
  public ProxyOptions {
    trusted = List.copyOf(trusted);
  }

  /** Where a proxy writes whom it speaks for. */
  public enum Header {
    X_FORWARDED_FOR,
    /** RFC 7239. */
    FORWARDED
  }

  /** Addresses that begin alike. */
  public static final class Network {
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;
    private final String text;
    private final IpSubnetFilterRule rule;

    private Network(String text, IpSubnetFilterRule rule) {
      this.text = text;
      this.rule = rule;
    }

    /** An address ({@code 10.0.0.1}, {@code ::1}) or a network ({@code 10.0.0.0/8}). */
    public static Optional<Network> parse(String text) {
      String[] parts = text.split("/", -1);
      InetAddress address =
          parts[0].matches("[0-9a-fA-F.:]+") ? AddressGroups.parse(parts[0]) : null;
      if (address == null || parts.length > 2) {
        return Optional.empty();
      }
      int bits = address.getAddress().length == IPV4_BITS / 8 ? IPV4_BITS : IPV6_BITS;
      int prefix = parts.length == 1 ? bits : prefix(parts[1], bits);
      return prefix < 0
          ? Optional.empty()
          : Optional.of(
              new Network(text, new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT)));
    }

    private static int prefix(String text, int bits) {
      int prefix = text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
      return prefix <= bits ? prefix : -1;
    }

    boolean contains(InetAddress address) {
      return rule.matches(new InetSocketAddress(address, 0));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Network network && network.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
