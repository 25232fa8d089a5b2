import { describe, expect, it } from 'vitest';
import type { Deflection } from './stick.ts';
import { CENTRE, isCentred } from './stick.ts';
import type { StickReading } from './stick-hand.ts';
import { PAD_QUIET_MS, START_REACH, STICK_STILL_MS, StickHand } from './stick-hand.ts';

const STEP_MS = 20;

/** A gamepad's stick as it is read 50 times a second: `forward` as a person sees it. */
class Stick {
  readonly hand = new StickHand();
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

describe('the edges of a stick', () => {
  const DOWN = 0.8;

  /** Read at that time; `y` is downward, as the browser has it. */
  const read = (hand: StickHand, atMs: number, x: number, y: number, timestamp = atMs): void =>
    hand.read({ timestamp, axes: [x, y] }, true, atMs);

  it('at its centre is never gone, however long it lies there', () => {
    const hand = new StickHand();
    read(hand, 100, 0, 0);
    read(hand, 100 + 2 * STICK_STILL_MS, 0, 0, 100);
    expect(hand.isGone).toBe(false);
  });

  it('first read a little outside of rest is no hand', () => {
    const hand = new StickHand();
    read(hand, 100, 0, 0.22);
    expect(hand.isAtRest).toBe(false);
    expect(hand.deflection).toEqual(CENTRE);
  });

  it('a hand begins beyond where drift ends, not there', () => {
    const hand = new StickHand();
    read(hand, 100, 0, 0);
    read(hand, 120, 0, START_REACH);
    expect(hand.deflection).toEqual(CENTRE);
    read(hand, 140, 0, START_REACH + 0.01);
    expect(isCentred(hand.deflection)).toBe(false);
  });

  it('where drift ends it has come back once it stood still for half a second', () => {
    const hand = new StickHand();
    read(hand, 100, 0, 0);
    read(hand, 120, 0, DOWN);
    read(hand, 140, 0, START_REACH);
    read(hand, 639, 0, START_REACH);
    expect(isCentred(hand.deflection)).toBe(false);
    read(hand, 640, 0, START_REACH);
    expect(hand.deflection).toEqual(CENTRE);
  });

  it('a way of two hundredths is none; it is gone ten seconds after its last one', () => {
    const hand = new StickHand();
    read(hand, 100, 0, DOWN);
    read(hand, 5000, 0.02, DOWN);
    read(hand, 100 + STICK_STILL_MS - 1, 0.02, DOWN);
    expect(hand.isGone).toBe(false);
    read(hand, 100 + STICK_STILL_MS, 0.02, DOWN);
    expect(hand.isGone).toBe(true);
  });

  it('pushed to the side and still is gone, too', () => {
    const hand = new StickHand();
    read(hand, 100, DOWN, 0);
    read(hand, 100 + STICK_STILL_MS, DOWN, 0);
    expect(hand.isGone).toBe(true);
  });

  it.each<[string, StickReading]>([
    ['a new stamp', { timestamp: 101, axes: [0, DOWN] }],
    ['another axis', { timestamp: 100, axes: [0, DOWN, 1] }],
    ['a changed axis', { timestamp: 100, axes: [0.01, DOWN] }],
  ])('%s is news from the gamepad', (_name, reading) => {
    const hand = new StickHand();
    read(hand, 100, 0, DOWN);
    hand.read(reading, true, 100 + PAD_QUIET_MS);
    expect(hand.isGone).toBe(false);
    hand.read(reading, true, 100 + 2 * PAD_QUIET_MS - 1);
    expect(hand.isGone).toBe(false);
    hand.read(reading, true, 100 + 2 * PAD_QUIET_MS);
    expect(hand.isGone).toBe(true);
  });

  it('an axis less is news, too', () => {
    const hand = new StickHand();
    hand.read({ timestamp: 100, axes: [0, DOWN, 1] }, true, 100);
    read(hand, 100 + PAD_QUIET_MS, 0, DOWN, 100);
    expect(hand.isGone).toBe(false);
  });
});
