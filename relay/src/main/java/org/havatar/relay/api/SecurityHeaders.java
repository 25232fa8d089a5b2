package org.havatar.relay.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every answer tells browsers about the page: nothing of it comes from elsewhere, and it
 * speaks to nobody but this relay and those that the operator lists.
 */
final class SecurityHeaders {
  /** Whatever else a host may be, it is not repeated in a header. */
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+]");

  private static final String POLICY =
      "default-src 'self'; style-src 'self'; connect-src 'self'%s%s; frame-ancestors 'none';"
          + " base-uri 'none'; form-action 'self'; object-src 'none'";

  /**
   * None of what a page could ask a browser for, but gamepads, passkeys, and what somebody who
   * drives may want of a screen.
   */
  private static final String PERMISSIONS =
      "accelerometer=(), autoplay=(self), bluetooth=(), browsing-topics=(), camera=(),"
          + " display-capture=(), encrypted-media=(), fullscreen=(self), gamepad=(self),"
          + " geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(),"
          + " payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self),"
          + " screen-wake-lock=(self), serial=(), usb=(), xr-spatial-tracking=()";

  private final boolean tls;
  private volatile String others = "";

  /**
   * @param tls whether browsers should insist on TLS from now on
   */
  SecurityHeaders(boolean tls) {
    this.tls = tls;
  }

  /** The page may connect to these besides its own relay from now on. Any thread. */
  void allow(List<ListedRelay> relays) {
    StringBuilder sources = new StringBuilder();
    relays.forEach(
        each -> sources.append(' ').append(each.url()).append(' ').append(each.socketUrl()));
    others = sources.toString();
  }

  void put(HttpServerRequest request) {
    HttpServerResponse response =
        request
            .response()
            .putHeader(
                "content-security-policy", POLICY.formatted(own(request.authority()), others))
            .putHeader("permissions-policy", PERMISSIONS)
            .putHeader("x-content-type-options", "nosniff")
            .putHeader("referrer-policy", "no-referrer")
            .putHeader("x-frame-options", "DENY")
            .putHeader("cross-origin-opener-policy", "same-origin");
    if (tls) {
      response.putHeader("strict-transport-security", "max-age=31536000");
    }
  }

  /** Browsers that are older than CSP 3 don't count this server's WebSockets as its own. */
  private static String own(@Nullable HostAndPort asked) {
    if (asked == null || !HOST.matcher(asked.host()).matches()) {
      return "";
    }
    return " wss://" + asked.host() + (asked.port() > 0 ? ":" + asked.port() : "");
  }
}
