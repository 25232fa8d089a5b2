package org.havatar.relay.limits;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Whom a limit counts: an IPv4 address, or the /64 of an IPv6 one, which is one household's. */
public final class AddressGroups {
  private static final int IPV6_BYTES = 16;
  private static final int IPV6_PREFIX_BYTES = 8;
  private static final String UNKNOWN = "unknown";

  private AddressGroups() {}

  /**
   * The group of a literal address; an IPv4 address in IPv6's clothes is the IPv4 one. What is no
   * address belongs to one group together.
   */
  public static String of(@Nullable String address) {
    InetAddress parsed = parse(address);
    if (parsed == null) {
      return UNKNOWN;
    }
    byte[] bytes = parsed.getAddress();
    return bytes.length == IPV6_BYTES && !parsed.isLoopbackAddress()
        ? HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_PREFIX_BYTES)) + "/64"
        : HexFormat.of().formatHex(bytes);
  }

  static boolean isLoopback(@Nullable String address) {
    InetAddress parsed = parse(address);
    return parsed != null && parsed.isLoopbackAddress();
  }

  /** Null for what is no literal address; names are never looked up. */
  static @Nullable InetAddress parse(@Nullable String literal) {
    byte[] bytes = literal == null ? null : NetUtil.createByteArrayFromIpAddressString(literal);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes); // ::ffff:a.b.c.d is IPv4 now
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
