package org.havatar.transports.wire;

import org.jspecify.annotations.Nullable;

/**
 * A request was refused.
 *
 * @param request type of the refused message
 * @param code of PROTOCOL.md §4 or §5.3
 * @param message what to do, for a person
 * @param proposal the refused one's, from a robot
 * @param holder whom it concerns, from a robot
 */
public record Refused(
    String request, String code, String message, @Nullable Long proposal, @Nullable Long holder)
    implements Event, FromRobot {
  /** Of a node, or of a robot that doesn't say whom it concerns. */
  public static Refused of(Request request, String code, String message) {
    return new Refused(request.wireName(), code, message, null, null);
  }

  /** Whether it answers such a request. */
  public boolean answers(Request asked) {
    return request.equals(asked.wireName());
  }
}
