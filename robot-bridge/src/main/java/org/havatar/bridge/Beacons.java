package org.havatar.bridge;

import org.havatar.transports.authority.Register;
import org.havatar.transports.wire.Beacon;

/** When the next beacon is due, and which faults of the robot itself it tells. */
final class Beacons {
  static final int DRIVEN_MS = 20;
  static final int IDLE_MS = 1000;

  private long dueMs;
  private boolean boardRestarted;
  private boolean serialDamaged;

  Beacons(long nowMs) {
    dueMs = nowMs;
  }

  boolean isDue(long nowMs) {
    return nowMs - dueMs >= 0;
  }

  /** Something changed that everybody should know. */
  void hurry(long nowMs) {
    dueMs = nowMs;
  }

  /** Keeps the rhythm when a tick was late, without making up for what was missed. */
  void onSent(boolean driven, long nowMs) {
    int periodMs = driven ? DRIVEN_MS : IDLE_MS;
    dueMs = Math.max(dueMs + periodMs, nowMs + periodMs / 2);
  }

  /** The board restarted: told until somebody drives it again. */
  void onBoardRestarted() {
    boardRestarted = true;
  }

  void onBoardDriven() {
    boardRestarted = false;
  }

  /** Told once a second whether bytes of the serial line were damaged. */
  void onSerialHealth(boolean damaged) {
    serialDamaged = damaged;
  }

  /**
   * @param flags of the entrance over which it goes
   * @param route number of the primary
   */
  Beacon beacon(Register register, BoardLink board, int flags, long route, long nowMs) {
    boolean unhealthy = serialDamaged || !board.isConnected(nowMs);
    int faults =
        (boardRestarted ? Beacon.FAULT_BOARD_RESTARTED : 0)
            | (unhealthy ? Beacon.FAULT_SERIAL_UNHEALTHY : 0);
    return register.beacon(board.telemetry(nowMs), flags, faults, route, nowMs);
  }
}
