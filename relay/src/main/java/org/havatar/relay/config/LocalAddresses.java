package org.havatar.relay.config;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Which addresses are this machine's. */
public final class LocalAddresses {
  private LocalAddresses() {}

  /** True for {@code localhost} and literal loopback addresses; other names could mean anything. */
  static boolean isLoopback(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
    try {
      return bytes != null && InetAddress.getByAddress(bytes).isLoopbackAddress();
    } catch (IOException e) {
      return false;
    }
  }

  /** A literal address that no packet of the internet is sent to (RFC 1918, 6598, 4193). */
  static boolean isPrivate(String literal) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(literal);
    if (bytes == null) {
      return false;
    }
    boolean isUniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    boolean isShared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    try {
      InetAddress address = InetAddress.getByAddress(bytes);
      return isUniqueLocal
          || isShared
          || address.isLoopbackAddress()
          || address.isLinkLocalAddress()
          || address.isSiteLocalAddress();
    } catch (IOException e) {
      return false;
    }
  }

  /** A literal address that stands for all of a machine's. */
  static boolean isWildcard(String literal) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(literal);
    try {
      return bytes != null && InetAddress.getByAddress(bytes).isAnyLocalAddress();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether this machine can listen on {@code host} at all. Blocks. */
  public static boolean canListenOn(String host) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Where a server on {@code host} answers this machine: wildcards are no addresses to connect to.
   */
  public static String reachable(String host) {
    return switch (host) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "::1";
      default -> host;
    };
  }

  /** As it stands in a URL. */
  public static String inUrl(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
