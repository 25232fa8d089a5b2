package org.havatar.transports.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A board of an older robot says which of its boards it is (PROTOCOL.md §11).
 *
 * @param deviceId id of the robot, the same for all its boards
 * @param streamUrl where its pictures are, null for none; may carry a password
 * @param quality in the board's own words, null when it doesn't say
 */
public record RegisterDevice(
    String deviceId, Role role, @Nullable String streamUrl, @Nullable String quality)
    implements Event {
  public static final int MAX_URL = 500;

  private static final Set<String> SCHEMES = Set.of("http", "https", "rtsp");

  /** What a board is for. */
  public enum Role {
    CAMERA,
    /** Drives the motors. */
    CONTROL
  }

  /** Whether a camera's pictures may be there: an address of http, https or rtsp with a host. */
  static boolean isStreamUrl(String text) {
    try {
      URI uri = new URI(text);
      return uri.getScheme() != null && SCHEMES.contains(uri.getScheme()) && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Without the address of the stream: records end up in logs. */
  @Override
  public String toString() {
    return "RegisterDevice[" + deviceId + ", " + role + "]";
  }
}
