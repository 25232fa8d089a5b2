package org.havatar.relay.session;

import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;

/**
 * Pings one peer and notices its silence (PROTOCOL.md §6). While the robot is driven a peer that
 * proves by itself that it answers needs no ping for that: with many drivers those pings were as
 * many messages as the commands.
 */
final class Heartbeat {
  static final long SILENT_MS = 5000;
  static final long DRIVEN_EVERY_MS = 100;
  static final long IDLE_EVERY_MS = 1000;

  /** Some drivers send ten setpoints a second: one that is a little late is no silence yet. */
  static final long PROVEN_FOR_MS = 150;

  /** {@link #onPong}: not the answer to a ping of ours. */
  static final long UNASKED = Long.MIN_VALUE;

  private static final int REMEMBERED = 64;

  private final Link link;
  private final Rhythm idle;
  private final long[] sentAtMs = new long[REMEMBERED];
  private int nextId = 1;
  private int oldestOpenId = 1;
  private long heardMs;
  private long provenMs;
  private long pingedMs;

  Heartbeat(Link link, long nowMs) {
    this.link = link;
    this.heardMs = nowMs;
    this.provenMs = nowMs - PROVEN_FOR_MS;
    this.idle = new Rhythm(IDLE_EVERY_MS, nowMs);
  }

  void onHeard(long nowMs) {
    heardMs = nowMs;
  }

  /** The peer has answered something of ours, or, a client, sent anything. */
  void onProof(long nowMs) {
    provenMs = nowMs;
  }

  /** After a freeze of this loop, the peer's silence was ours. */
  void forgive(long nowMs) {
    heardMs = nowMs;
  }

  boolean isSilent(long nowMs) {
    return nowMs - heardMs >= SILENT_MS;
  }

  /** Pings when it is time to. */
  void onTick(boolean driven, long nowMs) {
    boolean isWanted =
        driven && nowMs - pingedMs >= DRIVEN_EVERY_MS && nowMs - provenMs >= PROVEN_FOR_MS;
    if (idle.isDue(nowMs) || isWanted) {
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
