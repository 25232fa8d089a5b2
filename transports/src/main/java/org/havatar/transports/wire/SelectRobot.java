package org.havatar.transports.wire;

import org.jspecify.annotations.Nullable;

/**
 * The client wants to watch, and perhaps drive, this robot.
 *
 * @param watcherName for the others; set by the node
 */
public record SelectRobot(String robotId, @Nullable String watcherName)
    implements Event, FromClient {
  public SelectRobot(String robotId) {
    this(robotId, null);
  }
}
