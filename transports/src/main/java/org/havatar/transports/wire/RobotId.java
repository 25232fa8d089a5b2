package org.havatar.transports.wire;

/** What a robot may be called: {@code [A-Za-z0-9._-]{1,64}}. */
public final class RobotId {
  private RobotId() {}

  public static boolean isValid(String id) {
    return JsonFields.isRobotId(id);
  }
}
