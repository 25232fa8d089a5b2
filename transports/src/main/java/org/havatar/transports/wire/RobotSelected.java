package org.havatar.transports.wire;

import org.jspecify.annotations.Nullable;

/**
 * PROTOCOL.md §5.1.
 *
 * @param holdLimitS how long an unbroken hold without a change may last, {@link #MIN_HOLD_LIMIT_S}
 *     to {@link #MAX_HOLD_LIMIT_S} seconds; null: not told, which means 60
 */
public record RobotSelected(
    String robotId, String name, boolean online, @Nullable Integer holdLimitS) implements Event {
  public static final int MIN_HOLD_LIMIT_S = 5;
  public static final int MAX_HOLD_LIMIT_S = 600;
}
