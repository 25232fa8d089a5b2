package org.havatar.bridge;

import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.Pong;

/** Hears the serial line, on the bridge's event loop. Times are of {@link StampClock}. */
interface SerialListener {
  void onSerialOpened();

  void onSerialClosed(String why);

  /**
   * The board's telemetry came.
   *
   * @param arrivedAtMs when its last byte was read, earlier than now
   */
  void onBoard(Board board, long arrivedAtMs);

  void onBoardPong(Pong pong);
}
