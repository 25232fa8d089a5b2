package org.havatar.relay.session.older;

import org.havatar.relay.session.Adapter;
import org.havatar.relay.session.Sessions;
import org.havatar.relay.session.connection.Budget;
import org.havatar.relay.session.connection.Complaints;
import org.havatar.relay.session.connection.Pace;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.wire.Message;

/**
 * What stands between a link that speaks the older dialect and a session of this protocol: to the
 * link it is the session, to the session the link.
 */
abstract class OlderPeer implements Adapter, Link {
  static final int MESSAGES_PER_SECOND = 400;
  static final int MESSAGES_BURST = 800;

  final Sessions sessions;
  final Link link;
  final ProbeClock probes;
  final Complaints complaints;
  private final Pace pace;
  private long tickedMs;
  private boolean isClosed;

  /**
   * @param tickedMs when this loop ticked last: a gap before the first message counts too
   */
  OlderPeer(Opening opening, ProbeClock probes, long tickedMs, long nowMs) {
    this.sessions = opening.sessions();
    this.link = opening.link();
    this.probes = probes;
    this.complaints = new Complaints(link, opening.context().drops());
    this.pace = new Pace(complaints, new Budget(MESSAGES_PER_SECOND, MESSAGES_BURST, nowMs));
    this.tickedMs = tickedMs;
  }

  /** Time has passed, on an open link that answers. */
  abstract void tick(long nowMs);

  /** The loop stood still: what was read since may have waited just as long. */
  abstract void onGap(long nowMs);

  /** The end, by our side. */
  abstract void end(CloseCode code, long nowMs);

  final boolean isClosed() {
    return isClosed;
  }

  final void markClosed() {
    isClosed = true;
  }

  final boolean isWithinBudget(Message message, long nowMs) {
    return pace.take(message, nowMs);
  }

  /** What is over the budget was not executed; too much of it for too long ends the connection. */
  final void onHaste(long nowMs) {
    pace.complain(nowMs);
    endAbuse(nowMs);
  }

  final void endAbuse(long nowMs) {
    if (pace.isAbused()) {
      end(CloseCode.FLOODED, nowMs);
    }
  }

  final void noticeGap(long nowMs) {
    if (nowMs - tickedMs > CommandGate.GAP_MS) {
      tickedMs = nowMs;
      probes.forgive(nowMs);
      onGap(nowMs);
    }
  }

  @Override
  public final void onTick(long nowMs) {
    if (isClosed) {
      return;
    }
    noticeGap(nowMs);
    tickedMs = nowMs;
    if (probes.isDead(nowMs)) {
      end(CloseCode.SILENT, nowMs);
    } else {
      tick(nowMs);
    }
  }

  @Override
  public final void probe(long token) {}

  @Override
  public final LinkInfo info() {
    return link.info();
  }

  /** The session behind it is told, and closes this link. */
  @Override
  public final void leave() {}

  @Override
  public final Dialect dialect() {
    return Dialect.OLDER;
  }

  @Override
  public final void abort() {
    end(CloseCode.LOST, sessions.nowMs());
  }
}
