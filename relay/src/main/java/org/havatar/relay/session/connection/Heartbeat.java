package org.havatar.relay.session.connection;

import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;

/**
 * Pings one peer and notices its silence (PROTOCOL.md §6). While the robot is driven a peer that
 * proves by itself that it answers needs no ping for that: with many drivers those pings were as
 * many messages as the commands.
 */
public final class Heartbeat {
  public static final long SILENT_MS = 5000;
  public static final long DRIVEN_EVERY_MS = 100;
  public static final long IDLE_EVERY_MS = 1000;

  /** Some drivers send ten setpoints a second: one that is a little late is no silence yet. */
  static final long PROVEN_FOR_MS = 150;

  /** Who is driven proves themself several times in this, also over a slow line. */
  static final long DEAF_DRIVEN_MS = 400;

  static final long DEAF_IDLE_MS = 2000;

  /** {@link #onPong}: not the answer to a ping of ours. */
  public static final long UNASKED = Long.MIN_VALUE;

  private static final int REMEMBERED = 64;

  private final Link link;
  private final Rhythm idle;
  private final long[] sentAtMs = new long[REMEMBERED];
  private int nextId = 1;
  private int oldestOpenId = 1;
  private long heardMs;
  private long provenMs;
  private long pingedMs;
  private long drivenMs;
  private boolean isDriven;

  public Heartbeat(Link link, long nowMs) {
    this.link = link;
    this.heardMs = nowMs;
    this.provenMs = nowMs - PROVEN_FOR_MS;
    this.idle = new Rhythm(IDLE_EVERY_MS, nowMs);
  }

  public void onHeard(long nowMs) {
    heardMs = nowMs;
  }

  /** The peer has answered something of ours, or, a client, sent anything. */
  public void onProof(long nowMs) {
    provenMs = nowMs;
  }

  /** After a freeze of this loop, the peer's silence was ours. */
  public void forgive(long nowMs) {
    heardMs = nowMs;
  }

  public boolean isSilent(long nowMs) {
    return nowMs - heardMs >= SILENT_MS;
  }

  /**
   * False when the peer has proved nothing for so long that another connection had better be used,
   * if there is one.
   */
  public boolean isHearing(long nowMs) {
    return isDriven
        ? nowMs - Math.max(provenMs, drivenMs) < DEAF_DRIVEN_MS
        : nowMs - provenMs < DEAF_IDLE_MS;
  }

  /** When it has something to do next while nobody drives. */
  public long idleDueMs() {
    return Math.min(idle.dueMs(), silentAtMs());
  }

  /** When the peer has been silent for too long. */
  public long silentAtMs() {
    return heardMs + SILENT_MS;
  }

  /** Pings when it is time to. */
  public void onTick(boolean driven, long nowMs) {
    if (driven && !isDriven) {
      drivenMs = nowMs;
    }
    isDriven = driven;
    boolean isWanted =
        driven && nowMs - pingedMs >= DRIVEN_EVERY_MS && nowMs - provenMs >= PROVEN_FOR_MS;
    if (idle.isDue(nowMs) || isWanted) {
      ping(nowMs);
    }
  }

  public void ping(long nowMs) {
    pingedMs = nowMs;
    int id = nextId;
    sentAtMs[id & (REMEMBERED - 1)] = nowMs;
    nextId = id + 1;
    link.offer(new Ping(id, (int) nowMs)); // a full link loses it: the next one comes soon
  }

  /** When the ping was sent that this answers, each once and in order; else {@link #UNASKED}. */
  public long onPong(Pong pong) {
    int id = pong.id();
    if (id - nextId >= 0 || id - oldestOpenId < 0 || nextId - id > REMEMBERED) {
      return UNASKED;
    }
    oldestOpenId = id + 1;
    return sentAtMs[id & (REMEMBERED - 1)];
  }
}
