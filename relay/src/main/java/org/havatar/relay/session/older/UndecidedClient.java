package org.havatar.relay.session.older;

import org.havatar.relay.session.connection.Session;
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

  /** When the node's clock stood still last, or long ago. */
  private long leapMs;

  UndecidedClient(Opening opening, OlderClient.Peer peer, long nowMs) {
    super(opening);
    this.peer = peer;
    this.probes = new ProbeClock(opening.link(), opening.context().random(), nowMs);
    this.tickedMs = nowMs;
    this.leapMs = Long.MIN_VALUE;
  }

  @Override
  Session sessionFor(Message first, long nowMs) {
    if (first instanceof ClientHello) {
      return opening.sessions().openClient(peer.account(), peer.wantedRobot(), opening.link());
    }
    OlderClient client = new OlderClient(opening, peer, probes, tickedMs, nowMs);
    if (leapMs != Long.MIN_VALUE) {
      client.onLeap(0, leapMs);
    }
    return client;
  }

  @Override
  public void onLeap(long byMs, long nowMs) {
    leapMs = nowMs;
    super.onLeap(byMs, nowMs);
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
        .context()
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
