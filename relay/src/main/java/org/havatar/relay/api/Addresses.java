package org.havatar.relay.api;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Whom a limit counts: an IPv4 address, or the /64 of an IPv6 one, which is one household's. */
final class Addresses {
  private static final int IPV6_BYTES = 16;
  private static final int IPV6_PREFIX_BYTES = 8;

  private Addresses() {}

  static String groupOf(HttpServerRequest request) {
    SocketAddress remote = request.remoteAddress();
    return groupOf(remote == null ? null : remote.hostAddress());
  }

  static String groupOf(@Nullable String address) {
    byte[] bytes = address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null) {
      return "unknown";
    }
    return bytes.length == IPV6_BYTES && !isLoopback(bytes)
        ? HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_PREFIX_BYTES)) + "/64"
        : HexFormat.of().formatHex(bytes);
  }

  static boolean isLoopback(@Nullable String address) {
    byte[] bytes = address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
    return bytes != null && isLoopback(bytes);
  }

  private static boolean isLoopback(byte[] bytes) {
    return bytes.length == IPV6_BYTES
        ? Arrays.equals(bytes, NetUtil.LOCALHOST6.getAddress())
        : bytes[0] == 127;
  }
}
