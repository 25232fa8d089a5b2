package org.havatar.transports.wire;

/**
 * The board's state (PROTOCOL.md §3.6), board → robot at 50 Hz.
 *
 * @param stopped wants a neutral setpoint before it moves again
 * @param failsafe the last setpoint's life ran out
 * @param startId unsigned 32 bits, random at each start, never 0
 * @param stamp the board's own clock
 * @param term of the last accepted setpoint, (0, 0) none
 * @param latch of the last STOP, (0, 0) none
 * @param leftPermille output now
 * @param batteryMv 0 unknown
 * @param batteryPercent 0 … 100, 255 unknown
 * @param rejected frames refused since start, modulo 65536
 */
public record Board(
    boolean stopped,
    boolean failsafe,
    boolean ramping,
    int faults,
    long startId,
    Stamp stamp,
    Numbered term,
    Sequence sequence,
    Numbered latch,
    int leftPermille,
    int rightPermille,
    int batteryMv,
    int batteryPercent,
    Reason lastReason,
    int rejected)
    implements Binary {
  public boolean isZero() {
    return leftPermille == 0 && rightPermille == 0;
  }
}
