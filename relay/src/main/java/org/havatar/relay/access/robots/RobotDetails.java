package org.havatar.relay.access.robots;

import org.jspecify.annotations.Nullable;

/**
 * What an administrator noted about a robot.
 *
 * @param active a robot that is not can neither connect nor be reached
 */
public record RobotDetails(
    @Nullable String rtspUrl,
    @Nullable String webrtcUrl,
    @Nullable String codeApiUrl,
    boolean active) {
  public static final RobotDetails NONE = new RobotDetails(null, null, null, true);
}
