package org.havatar.relay.session.older;

import org.havatar.relay.session.Adapter;
import org.havatar.relay.session.Session;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.RobotHello;
import org.jspecify.annotations.Nullable;

/**
 * A robot whose handshake named no protocol: one that says hello within half a second is a modern
 * one. An older robot waits for commands and may never say anything by itself.
 */
final class UndecidedRobot implements Adapter {
  static final long HELLO_WITHIN_MS = 500;

  private final Opening opening;
  private final String robotId;
  private @Nullable Session chosen;
  private long openedMs;
  private long tickedMs;
  private boolean isClosed;

  UndecidedRobot(Opening opening, String robotId, long nowMs) {
    this.opening = opening;
    this.robotId = robotId;
    this.openedMs = nowMs;
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
          message instanceof RobotHello
              ? opening.sessions().openRobot(robotId, opening.link())
              : new OlderRobot(opening, robotId, nowMs);
      chosen = session;
    }
    session.onMessage(message, nowMs);
  }

  @Override
  public void onProbed(long token, long nowMs) {
    if (chosen != null) {
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
    if (nowMs - tickedMs > CommandGate.GAP_MS) {
      openedMs = nowMs; // its hello may wait in our socket
    }
    tickedMs = nowMs;
    if (chosen == null && !isClosed && nowMs - openedMs >= HELLO_WITHIN_MS) {
      chosen = new OlderRobot(opening, robotId, nowMs);
    }
    if (chosen instanceof Adapter older) {
      older.onTick(nowMs);
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
