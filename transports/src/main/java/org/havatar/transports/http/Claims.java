package org.havatar.transports.http;

import org.havatar.transports.link.Claim;
import org.havatar.transports.link.Claim.Proof;
import org.havatar.transports.link.Trail;
import org.havatar.transports.wire.RobotId;
import org.jspecify.annotations.Nullable;

/** Reads by path and proof who comes over HTTP (PROTOCOL.md §6). */
public final class Claims {
  private static final String PLACES = "No such place: /ws/client/{id} or /ws/robot/{id}.";

  private Claims() {}

  /**
   * What a handshake shows.
   *
   * @param ticket one-time ticket, from the query
   * @param bearer token or key of the Authorization header (or X-API-Key)
   * @param robot value of the query's {@code robot}
   */
  public record Shown(@Nullable String ticket, @Nullable String bearer, @Nullable String robot) {
    /** Without the proofs: records end up in logs. */
    @Override
    public String toString() {
      return "Shown[robot=" + robot + "]";
    }
  }

  /**
   * Who comes.
   *
   * @param path as requested, without the query
   */
  public static Claim of(String path, Shown shown, Trail trail) {
    String[] parts = path.split("/", -1);
    int roleAt = parts.length == 4 && parts[1].equals("ws") ? 2 : 1;
    String role = parts.length == roleAt + 2 && parts[0].isEmpty() ? parts[roleAt] : "";
    String id = parts[parts.length - 1];
    if (!RobotId.isValid(id)) {
      return new Claim.Unreadable(PLACES, trail);
    }
    return switch (role) {
      case "client" -> new Claim.Client(proof(shown), shown.robot(), trail);
      case "robot" -> new Claim.Robot(id, shown.bearer(), trail);
      default -> new Claim.Unreadable(PLACES, trail);
    };
  }

  private static @Nullable Proof proof(Shown shown) {
    if (shown.ticket() != null) {
      return new Proof.Ticket(shown.ticket());
    }
    return shown.bearer() == null ? null : new Proof.Token(shown.bearer());
  }
}
