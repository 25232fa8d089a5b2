package org.havatar.relay.session.older;

import org.havatar.relay.session.Adapter;
import org.havatar.relay.session.connection.Session;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Message;
import org.jspecify.annotations.Nullable;

/** A peer whose handshake named no protocol, until it shows whether it is an older one. */
abstract class Undecided implements Adapter {
  final Opening opening;
  private @Nullable Session chosen;
  private boolean isClosed;

  Undecided(Opening opening) {
    this.opening = opening;
  }

  /** The session for a peer that begins like this. */
  abstract Session sessionFor(Message first, long nowMs);

  final void choose(Session session) {
    chosen = session;
  }

  final boolean isOpen() {
    return chosen == null && !isClosed;
  }

  @Override
  public final void onMessage(Message message, long nowMs) {
    if (isClosed) {
      return;
    }
    Session session = judge(chosen, message, nowMs);
    chosen = session;
    if (session != null) {
      session.onMessage(message, nowMs);
    }
  }

  /**
   * Who is to hear that message: it may show that the peer was taken for the wrong thing.
   *
   * @param before who would hear it, null while undecided
   * @return null when the connection ends because of it
   */
  @Nullable Session judge(@Nullable Session before, Message message, long nowMs) {
    return before == null ? sessionFor(message, nowMs) : before;
  }

  @Override
  public final Dialect dialect() {
    return chosen == null ? Dialect.UNDECIDED : chosen.dialect();
  }

  @Override
  public void onProbed(long token, long nowMs) {
    if (chosen != null) {
      chosen.onProbed(token, nowMs);
    }
  }

  @Override
  public final void onWritable(long nowMs) {
    if (chosen != null) {
      chosen.onWritable(nowMs);
    }
  }

  /** A modern session ticks by itself. */
  @Override
  public void onTick(long nowMs) {
    if (chosen instanceof Adapter older) {
      older.onTick(nowMs);
    }
  }

  @Override
  public void onLeap(long byMs, long nowMs) {
    if (chosen instanceof Adapter older) {
      older.onLeap(byMs, nowMs);
    }
  }

  @Override
  public final void leave() {
    if (chosen == null) {
      close(CloseCode.GOING_AWAY);
    } else if (chosen instanceof Adapter older) {
      older.leave();
    }
  }

  @Override
  public final void abort() {
    if (chosen == null) {
      close(CloseCode.LOST);
    } else {
      chosen.abort();
    }
  }

  final void close(CloseCode code) {
    isClosed = true;
    opening.link().close(code);
  }

  @Override
  public final void onClosed(CloseCode code) {
    isClosed = true;
    Session session = chosen;
    if (session != null) {
      opening.sessions().onClosed(session, code);
    }
  }
}
