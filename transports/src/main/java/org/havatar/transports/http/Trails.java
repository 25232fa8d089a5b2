package org.havatar.transports.http;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.havatar.transports.link.Trail;
import org.jspecify.annotations.Nullable;

/** Reads where something comes from. */
public final class Trails {
  private Trails() {}

  /** Of a request, handshake or not. */
  public static Trail of(HttpServerRequest request) {
    return new Trail(
        address(request.remoteAddress()),
        request.headers().getAll("x-forwarded-for"),
        request.headers().getAll("forwarded"));
  }

  /** Literal, without port and scope; {@link Trail#UNKNOWN} for what has none. */
  public static String address(@Nullable SocketAddress remote) {
    String address = remote == null ? null : remote.hostAddress();
    return address == null ? Trail.UNKNOWN : address;
  }

  static boolean isLoopback(@Nullable SocketAddress remote) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address(remote));
    try {
      return bytes != null && InetAddress.getByAddress(bytes).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
