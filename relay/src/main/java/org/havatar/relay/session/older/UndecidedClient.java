package org.havatar.relay.session.older;

import org.havatar.relay.session.Adapter;
import org.havatar.relay.session.Session;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * A client whose handshake named no protocol: its first message says what it is, and may come late,
 * since older clients say nothing until somebody presses a key.
 */
final class UndecidedClient implements Adapter {
  private final Opening opening;
  private final OlderClient.Peer peer;
  private final ProbeClock probes;
  private @Nullable Session chosen;
  private long tickedMs;
  private boolean isClosed;

  UndecidedClient(Opening opening, OlderClient.Peer peer, long nowMs) {
    this.opening = opening;
    this.peer = peer;
    this.probes = new ProbeClock(opening.link(), opening.around().random(), nowMs);
    this.tickedMs = nowMs;
  }

  @Override
  public void onMessage(Message message, long nowMs) {
    if (isClosed) {
      return;
    }
    Session session = chosen;
    if (session == null) {
      session =
          message instanceof ClientHello
              ? opening.sessions().openClient(peer.account(), peer.wantedRobot(), opening.link())
              : new OlderClient(opening, peer, probes, tickedMs, nowMs);
      chosen = session;
    }
    session.onMessage(message, nowMs);
  }

  @Override
  public void onProbed(long token, long nowMs) {
    if (chosen == null) {
      probes.onProbed(token, nowMs);
    } else {
      chosen.onProbed(token, nowMs);
    }
  }

  @Override
  public void onWritable(long nowMs) {
    if (chosen != null) {
      chosen.onWritable(nowMs);
    }
  }

  @Override
  public void onTick(long nowMs) {
    boolean gap = nowMs - tickedMs > CommandGate.GAP_MS;
    tickedMs = nowMs;
    if (chosen instanceof Adapter older) {
      older.onTick(nowMs);
    } else if (chosen == null && !isClosed) {
      if (gap) {
        probes.forgive(nowMs);
      }
      probes.onTick(false, nowMs);
      if (probes.isDead(nowMs)) {
        close(CloseCode.SILENT);
      }
    }
  }

  @Override
  public void leave(int retryMs) {
    if (chosen == null) {
      close(CloseCode.GOING_AWAY);
    }
  }

  @Override
  public void abort() {
    if (chosen == null) {
      close(CloseCode.LOST);
    } else {
      chosen.abort();
    }
  }

  private void close(CloseCode code) {
    isClosed = true;
    opening.link().close(code);
  }

  @Override
  public void onClosed(CloseCode code) {
    isClosed = true;
    Session session = chosen;
    if (session instanceof Adapter older) {
      older.onClosed(code);
    } else if (session != null) {
      opening.sessions().onClosed(session, code);
    }
  }
}
