package org.havatar.bridge;

import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.jspecify.annotations.Nullable;

/**
 * The answers to the newest setpoints of a term. A driver sends each on two roads (PROTOCOL.md §7);
 * the later copy is known by its number, whatever it says, and gets the answer of the first.
 */
final class Copies {
  /** More than a second of setpoints; a power of two. */
  static final int KEPT = 64;

  private final @Nullable Ack[] answers = new @Nullable Ack[KEPT];

  /** What was answered to the first of them; null when this is the first. */
  @Nullable Ack answerTo(Drive drive, Numbered term) {
    Ack known = answers[slot(drive.sequence().value())];
    boolean isCopy =
        known != null
            && drive.term().equals(term)
            && known.term().equals(term)
            && known.sequence().equals(drive.sequence());
    return isCopy ? known : null;
  }

  /** Only of the current term: any other may become current later. */
  void onAnswered(Ack ack, Numbered term) {
    if (ack.term().equals(term)) {
      answers[slot(ack.sequence().value())] = ack;
    }
  }

  private static int slot(int sequence) {
    return sequence & (KEPT - 1);
  }
}
