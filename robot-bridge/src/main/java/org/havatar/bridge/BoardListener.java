package org.havatar.bridge;

import org.havatar.transports.wire.Numbered;

/** Hears what the board's telemetry means. */
interface BoardListener {
  /** The board runs under another start id than before: a robot start. */
  void onBoardRestarted();

  /** The board puts out zero and has heard the stop of {@code latch}. */
  void onBoardZero(Numbered latch);

  /** The board has seen a higher boot number than {@code stop}s carry: ours was lost. */
  void onBoardAhead(long highestBoot);
}
