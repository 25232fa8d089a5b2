package org.havatar.transports.wire;

import org.jspecify.annotations.Nullable;

/**
 * A drive command of the older JSON dialect (PROTOCOL.md §11).
 *
 * @param id as JSON text, so that a number is answered with a number
 * @param direction as written; null when the tracks were given, or none says the same
 * @param leftSpeed −255 … 255, also when a direction was given; 0 with an unknown direction
 * @param timestampMs epoch milliseconds on the sender's clock
 */
public record MotorControl(
    @Nullable String id,
    @Nullable String direction,
    int leftSpeed,
    int rightSpeed,
    @Nullable Double timestampMs)
    implements Event, FromClient {
  public static final int MAX_SPEED = 255;
  static final int DEFAULT_SPEED = 150;

  private static final int FULL_PERMILLE = 1000;

  /** What a client asked for by direction; an unknown one leaves both tracks at 0. */
  static MotorControl byDirection(
      @Nullable String id, String direction, int speed, @Nullable Double timestampMs) {
    int left =
        switch (direction) {
          case "forward", "right" -> speed;
          case "backward", "left" -> -speed;
          default -> 0;
        };
    boolean turns = direction.equals("left") || direction.equals("right");
    return new MotorControl(id, direction, left, turns ? -left : left, timestampMs);
  }

  /** For an older robot; with a direction when one says the same. */
  public static MotorControl ofPermille(String id, int left, int right, double timestampMs) {
    int leftSpeed = speed(left);
    int rightSpeed = speed(right);
    return new MotorControl(
        id, direction(leftSpeed, rightSpeed), leftSpeed, rightSpeed, timestampMs);
  }

  private static @Nullable String direction(int left, int right) {
    if (left == right) {
      return left == 0 ? "stop" : left > 0 ? "forward" : "backward";
    }
    return left == -right ? left < 0 ? "left" : "right" : null;
  }

  private static int speed(int permille) {
    return scaled(permille, MAX_SPEED, FULL_PERMILLE);
  }

  /** False for a direction that doesn't exist. */
  public boolean isDirectionKnown() {
    return direction == null
        || switch (direction) {
          case "forward", "backward", "left", "right", "stop" -> true;
          default -> false;
        };
  }

  public boolean isNeutral() {
    return leftSpeed == 0 && rightSpeed == 0;
  }

  public int leftPermille() {
    return permille(leftSpeed);
  }

  public int rightPermille() {
    return permille(rightSpeed);
  }

  private static int permille(int speed) {
    return scaled(speed, FULL_PERMILLE, MAX_SPEED);
  }

  /** Rounded half away from zero, so that backward is as fast as forward. */
  private static int scaled(int value, int by, int of) {
    int magnitude = (2 * Math.abs(value) * by + of) / (2 * of);
    return value < 0 ? -magnitude : magnitude;
  }
}
