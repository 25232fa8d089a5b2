package org.havatar.relay.session.older;

import org.havatar.relay.session.Session;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.Message;

/**
 * A client whose handshake named no protocol: its first message says what it is, and may come late,
 * since older clients say nothing until somebody presses a key.
 */
final class UndecidedClient extends Undecided {
  private final OlderClient.Peer peer;
  private final ProbeClock probes;
  private long tickedMs;

  UndecidedClient(Opening opening, OlderClient.Peer peer, long nowMs) {
    super(opening);
    this.peer = peer;
    this.probes = new ProbeClock(opening.link(), opening.around().random(), nowMs);
    this.tickedMs = nowMs;
  }

  @Override
  Session sessionFor(Message first, long nowMs) {
    return first instanceof ClientHello
        ? opening.sessions().openClient(peer.account(), peer.wantedRobot(), opening.link())
        : new OlderClient(opening, peer, probes, tickedMs, nowMs);
  }

  @Override
  public void onProbed(long token, long nowMs) {
    if (isOpen()) {
      probes.onProbed(token, nowMs);
    } else {
      super.onProbed(token, nowMs);
    }
  }

  /** Whoever has said nothing yet has no session that looks after this. */
  @Override
  public void onLoginChanged(String account) {
    boolean concerned = account.isEmpty() || peer.account().name().equals(account);
    if (isOpen() && concerned) {
      checkLogin();
    }
  }

  private void checkLogin() {
    opening
        .around()
        .ports()
        .accounts()
        .stands(
            peer.account(),
            stands -> {
              if (isOpen() && stands.isPresent() && !stands.get()) {
                close(CloseCode.UNAUTHORIZED);
              }
            });
  }

  @Override
  public void onTick(long nowMs) {
    boolean gap = nowMs - tickedMs > CommandGate.GAP_MS;
    tickedMs = nowMs;
    super.onTick(nowMs);
    if (isOpen()) {
      if (gap) {
        probes.forgive(nowMs);
      }
      probes.onTick(false, nowMs);
      if (probes.isDead(nowMs)) {
        close(CloseCode.SILENT);
      }
    }
  }
}
