package org.havatar.transports.wire;

/** Milliseconds on a robot's or board's own clock: 32 bits, random start at each boot, wrapping. */
public record Stamp(int millis) {
  /** Milliseconds from {@code echo} to this stamp; negative when the echo is from the future. */
  public int ageMsOf(Stamp echo) {
    return millis - echo.millis;
  }

  /** True when this was made strictly later than {@code other}. */
  public boolean isAfter(Stamp other) {
    return millis - other.millis > 0;
  }

  public Stamp plusMs(int durationMs) {
    return new Stamp(millis + durationMs);
  }

  @Override
  public String toString() {
    return Integer.toUnsignedString(millis);
  }
}
