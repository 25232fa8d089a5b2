package org.havatar.transports.authority;

/**
 * The register's limits in milliseconds. Every one may be tightened, none loosened, from {@link
 * #DEFAULT} (PROTOCOL.md §7–9).
 *
 * @param ttlLimitMs greatest age of a command, whatever its own time to live
 * @param holdMs how long the last fresh command is held
 * @param lapseMs silence after which a lapse becomes a failsafe latch
 * @param inputAgeLimitMs a setpoint whose human input is older counts as neutral
 * @param silentLeaseMs a lease ends after so long without a fresh command
 * @param idleLeaseMs a lease ends after so long without human input
 * @param capPermille speed cap, 0 … 1000
 */
public record RegisterOptions(
    int ttlLimitMs,
    int holdMs,
    int lapseMs,
    int inputAgeLimitMs,
    int silentLeaseMs,
    int idleLeaseMs,
    int capPermille) {
  public static final RegisterOptions DEFAULT =
      new RegisterOptions(800, 100, 1000, 300, 10_000, 60_000, 1000);

  /** A proposal's echo may be this old: beacons come once a second while nobody drives. */
  static final int PROPOSAL_AGE_LIMIT_MS = 2000;

  static final int REMEMBERED_STOPS = 1024;

  public RegisterOptions {
    requireTighter("ttlLimitMs", ttlLimitMs, 800);
    requireTighter("holdMs", holdMs, 100);
    requireTighter("lapseMs", lapseMs, 1000);
    requireTighter("inputAgeLimitMs", inputAgeLimitMs, 300);
    requireTighter("silentLeaseMs", silentLeaseMs, 10_000);
    requireTighter("idleLeaseMs", idleLeaseMs, 60_000);
    if (capPermille < 0 || capPermille > 1000) {
      throw new IllegalArgumentException("capPermille must be 0 … 1000, is " + capPermille);
    }
  }

  private static void requireTighter(String name, int value, int limit) {
    if (value < 1 || value > limit) {
      throw new IllegalArgumentException(name + " must be 1 … " + limit + ", is " + value);
    }
  }
}
