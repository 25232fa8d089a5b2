package org.havatar.relay.session.older;

import org.havatar.relay.session.RobotKeys;
import org.havatar.relay.session.Session;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.RobotHello;

/**
 * A robot whose handshake named no protocol: one that says hello within half a second is a modern
 * one. An older robot waits for commands and may never say anything by itself.
 */
final class UndecidedRobot extends Undecided {
  static final long HELLO_WITHIN_MS = 500;

  private final RobotKeys.Proof proof;
  private long openedMs;
  private long tickedMs;

  UndecidedRobot(Opening opening, RobotKeys.Proof proof, long nowMs) {
    super(opening);
    this.proof = proof;
    this.openedMs = nowMs;
    this.tickedMs = nowMs;
  }

  @Override
  Session sessionFor(Message first, long nowMs) {
    return first instanceof RobotHello
        ? opening.sessions().openRobot(proof, opening.link())
        : new OlderRobot(opening, proof, nowMs);
  }

  @Override
  public void onTick(long nowMs) {
    if (nowMs - tickedMs > CommandGate.GAP_MS) {
      openedMs = nowMs; // its hello may wait in our socket
    }
    tickedMs = nowMs;
    if (isOpen() && nowMs - openedMs >= HELLO_WITHIN_MS) {
      choose(new OlderRobot(opening, proof, nowMs));
    }
    super.onTick(nowMs);
  }
}
