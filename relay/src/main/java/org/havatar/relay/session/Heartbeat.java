package org.havatar.relay.session;

import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;

/** Pings one peer and notices its silence (PROTOCOL.md §6). */
final class Heartbeat {
  static final long SILENT_MS = 5000;
  static final long DRIVEN_EVERY_MS = 100;
  static final long IDLE_EVERY_MS = 1000;

  /** {@link #onPong}: not the answer to a ping of ours. */
  static final long UNASKED = Long.MIN_VALUE;

  private static final int REMEMBERED = 64;

  private final Link link;
  private final long[] sentAtMs = new long[REMEMBERED];
  private int nextId = 1;
  private int oldestOpenId = 1;
  private long heardMs;
  private long pingedMs;

  Heartbeat(Link link, long nowMs) {
    this.link = link;
    this.heardMs = nowMs;
    this.pingedMs = nowMs - IDLE_EVERY_MS;
  }

  void onHeard(long nowMs) {
    heardMs = nowMs;
  }

  /** After a freeze of this loop, the peer's silence was ours. */
  void forgive(long nowMs) {
    heardMs = nowMs;
  }

  boolean isSilent(long nowMs) {
    return nowMs - heardMs >= SILENT_MS;
  }

  /** True when the peer was heard lately: that is as good as an answer to a ping would be. */
  boolean isHeard(long nowMs) {
    return nowMs - heardMs <= DRIVEN_EVERY_MS;
  }

  /** Pings when it is time to. */
  void onTick(boolean driven, long nowMs) {
    if (nowMs - pingedMs >= (driven ? DRIVEN_EVERY_MS : IDLE_EVERY_MS)) {
      ping(nowMs);
    }
  }

  void ping(long nowMs) {
    pingedMs = nowMs;
    int id = nextId;
    sentAtMs[id & (REMEMBERED - 1)] = nowMs;
    nextId = id + 1;
    link.offer(new Ping(id, (int) nowMs)); // a full link loses it: the next one comes soon
  }

  /** When the ping was sent that this answers, each once and in order; else {@link #UNASKED}. */
  long onPong(Pong pong) {
    int id = pong.id();
    if (id - nextId >= 0 || id - oldestOpenId < 0 || nextId - id > REMEMBERED) {
      return UNASKED;
    }
    oldestOpenId = id + 1;
    return sentAtMs[id & (REMEMBERED - 1)];
  }
}
