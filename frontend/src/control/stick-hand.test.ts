import { describe, expect, it } from 'vitest';
import type { Deflection } from './stick.ts';
import { CENTRE, isCentred } from './stick.ts';
import { PAD_QUIET_MS, STICK_STILL_MS, StickHand } from './stick-hand.ts';

const STEP_MS = 20;

/** A gamepad's stick as it is read 50 times a second: `forward` as a person sees it. */
class Stick {
  readonly hand = new StickHand(0);
  nowMs = 0;
  private timestamp = 0;

  /** `isNew`: the browser stamps the reading anew. */
  reads(forward: number, forMs: number, isNew: (atMs: number) => boolean, sideways = () => 0): void {
    for (const endMs = this.nowMs + forMs; this.nowMs < endMs;) {
      this.nowMs += STEP_MS;
      if (isNew(this.nowMs)) this.timestamp += 1;
      this.hand.read({ timestamp: this.timestamp, axes: [sideways(), -forward] }, true, this.nowMs);
    }
  }

  /** How long until nothing shows a hand any more; undefined within `limitMs`. */
  goneAfterMs(
    forward: number,
    limitMs: number,
    isNew: () => boolean,
    sideways?: () => number,
  ): number | undefined {
    const startMs = this.nowMs;
    while (this.nowMs - startMs < limitMs) {
      this.reads(forward, STEP_MS, isNew, sideways);
      if (this.hand.isGone) return this.nowMs - startMs;
    }
    return undefined;
  }

  get deflection(): Deflection {
    return this.hand.deflection;
  }
}

const always = (): boolean => true;
const never = (): boolean => false;

describe('a stick without a hand', () => {
  it.each([0.13, 0.14, 0.18, 0.2, 0.24])('that rests at %s is at its centre', (rest) => {
    const stick = new Stick();
    stick.reads(rest, 3000, always, () => 0.01 * Math.sin(stick.nowMs));
    expect(stick.deflection).toEqual(CENTRE);
  });

  it.each([0.14, 0.2, 0.22, 0.24])('that comes back to %s counts as let go', (rest) => {
    const stick = new Stick();
    stick.reads(0, 100, always);
    stick.reads(1, 500, always);
    expect(stick.deflection).toEqual({ ahead: 1, turn: 0 });
    stick.reads(rest, 600, always, () => 0.005 * Math.sin(stick.nowMs));
    expect(stick.deflection).toEqual(CENTRE);
  });

  it.each([0.3, 0.7, 1])('whose reading stands still at %s is gone within a bound', (forward) => {
    const stick = new Stick();
    stick.reads(0, 100, always);
    const goneMs = stick.goneAfterMs(forward, 10_000, never);
    expect(goneMs).toBeGreaterThanOrEqual(PAD_QUIET_MS);
    expect(goneMs).toBeLessThanOrEqual(PAD_QUIET_MS + 2 * STEP_MS);
  });

  it('that stands still for long is gone, however alive the gamepad is', () => {
    const stick = new Stick();
    stick.reads(0, 100, always);
    const goneMs = stick.goneAfterMs(0.7, 30_000, always, () => 0.005 * Math.sin(stick.nowMs));
    expect(goneMs).toBeGreaterThanOrEqual(STICK_STILL_MS);
    expect(goneMs).toBeLessThanOrEqual(STICK_STILL_MS + 2 * STEP_MS);
  });
});

describe('a hand on a stick', () => {
  it('is one for as long as it trembles', () => {
    const stick = new Stick();
    stick.reads(0, 100, always);
    const tremor = (): number => 0.03 * Math.sin(stick.nowMs / 150);
    expect(stick.goneAfterMs(0.8, 30_000, always, tremor)).toBeUndefined();
  });

  it('may go back to small deflections once it has pushed', () => {
    const stick = new Stick();
    stick.reads(0, 100, always);
    stick.reads(0.21, 200, always);
    expect(isCentred(stick.deflection)).toBe(true);
    stick.reads(0.4, 100, always);
    stick.reads(0.22, 200, always);
    expect(stick.deflection.ahead).toBeGreaterThan(0.1);
    stick.reads(0.2, 20, always);
    expect(stick.deflection).toEqual(CENTRE);
  });

  it('that pushes to the rim is known by the first reading that changes', () => {
    const stick = new Stick();
    stick.reads(0, 100, always);
    expect(stick.goneAfterMs(1, 1900, never)).toBeUndefined();
    stick.reads(0.98, 20, always);
    expect(stick.goneAfterMs(1, 1900, never)).toBeUndefined();
  });
});
