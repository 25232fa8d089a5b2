import type { Ping, Pong } from '../wire/messages.ts';

export const PING_DRIVING_MS = 100;
const PING_IDLE_MS = 1000;
/** A ping that is unanswered for longer means that the peer is gone. */
const DEAD_DRIVING_MS = 600;
const DEAD_IDLE_MS = 3000;
/** A longer gap between two ticks means that the page stood still, not the peer. */
const STALL_MS = 400;

/**
 * One connection's pings. Only an answer to a ping proves that both directions work; received bytes prove nothing. Call `tick` at least every
 * `PING_DRIVING_MS`.
 */
export class Heartbeat {
  private nextId = 1;
  private lastTickMs: number;
  private lastPingMs = Number.NEGATIVE_INFINITY;
  /** When the oldest ping without an answer was sent, or when driving began if that is later. */
  private waitingSinceMs: number | undefined;
  private driving = false;
  private readonly sentAtMs = new Map<number, number>();

  constructor(nowMs: number) {
    this.lastTickMs = nowMs;
  }

  /** Whether the peer is dead, else a ping when one is due. */
  tick(nowMs: number, driving: boolean): Ping | 'dead' | undefined {
    const gapMs = nowMs - this.lastTickMs;
    this.lastTickMs = nowMs;
    const limitChanged = driving && !this.driving;
    this.driving = driving;
    if (this.waitingSinceMs !== undefined) {
      // While the page stood still the answer may have come: it waits behind this tick. A hidden page ticks slowly for ever.
      if (gapMs > STALL_MS) this.waitingSinceMs += gapMs - PING_DRIVING_MS;
      // A shorter limit counts from when it began to apply.
      if (limitChanged) this.waitingSinceMs = nowMs;
      if (nowMs - this.waitingSinceMs > (driving ? DEAD_DRIVING_MS : DEAD_IDLE_MS)) return 'dead';
    }
    if (nowMs - this.lastPingMs < (driving ? PING_DRIVING_MS : PING_IDLE_MS)) return undefined;
    this.lastPingMs = nowMs;
    this.waitingSinceMs ??= nowMs;
    const id = this.nextId;
    this.nextId = (this.nextId + 1) >>> 0;
    this.sentAtMs.set(id, nowMs);
    return { type: 'ping', id, senderMs: Math.trunc(nowMs) >>> 0 };
  }

  /** The round trip in milliseconds, or undefined for an answer to nothing that was asked. */
  onPong(pong: Pong, nowMs: number): number | undefined {
    const sentMs = this.sentAtMs.get(pong.id);
    if (sentMs === undefined) return undefined;
    // Frames keep their order: everything asked before this one was answered or lost.
    for (const id of [...this.sentAtMs.keys()]) {
      this.sentAtMs.delete(id);
      if (id === pong.id) break;
    }
    const [oldest] = this.sentAtMs.values();
    this.waitingSinceMs = oldest;
    return nowMs - sentMs;
  }
}
