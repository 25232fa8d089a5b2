package org.havatar.transports.wire;

/**
 * A setpoint (PROTOCOL.md §3.1).
 *
 * @param echo the newest stamp that had reached the sender when the input was sampled
 * @param ttlMs time to live, 1 … 800; on the serial line the remaining life counted from {@code
 *     echo}
 * @param inputAgeMs 0 while a person holds a control, else since its release; saturates at 65535
 * @param leftPermille share of full power of the left track, −1000 … 1000, positive is forward
 * @param rightPermille likewise, right
 */
public record Drive(
    Numbered term,
    Sequence sequence,
    Stamp echo,
    int ttlMs,
    int inputAgeMs,
    int leftPermille,
    int rightPermille)
    implements Binary, FromClient, ForRobot {
  public static final int MAX_TTL_MS = 800;

  public boolean isNeutral() {
    return leftPermille == 0 && rightPermille == 0;
  }
}
