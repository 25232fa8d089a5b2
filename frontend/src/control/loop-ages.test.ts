import { describe, expect, it } from 'vitest';
import { LoopAges } from './loop-ages.ts';

const agesOf = (...ages: readonly (readonly [ageMs: number, atMs: number])[]): LoopAges => {
  const all = new LoopAges();
  for (const [ageMs, atMs] of ages) all.add(ageMs, atMs);
  return all;
};

describe('the ages of setpoints', () => {
  it('are unknown before the first', () => {
    const none = new LoopAges();
    expect(none.newest(0)).toBeUndefined();
    expect(none.high(0)).toBeUndefined();
  });

  it('count for exactly one second', () => {
    const ages = agesOf([40, 5000]);
    expect([ages.newest(6000), ages.high(6000)]).toEqual([40, 40]);
    expect([ages.newest(6001), ages.high(6001)]).toEqual([undefined, undefined]);
  });

  it('are the newest, whether higher or lower', () => {
    expect(agesOf([90, 0], [20, 1]).newest(2)).toBe(20);
  });

  it('are high by the nearest rank to 90 percent, as numbers and whatever their order', () => {
    expect(agesOf([5, 0], [100, 0], [20, 0]).high(0)).toBe(100);
    const ten = [9, 100, 20, 30, 40, 50, 60, 70, 80, 1000];
    expect(agesOf(...ten.map((ageMs) => [ageMs, 0] as const)).high(0)).toBe(100);
    expect(agesOf(...[...ten, 90].map((ageMs) => [ageMs, 0] as const)).high(0)).toBe(100);
  });

  it('forget what is older than the window, and keep what is on its edge', () => {
    const ages = agesOf([800, 0], [10, 500], [20, 1000]);
    expect(ages.high(1000)).toBe(800);
    expect(ages.high(1001)).toBe(20);
    ages.add(30, 1600);
    expect(ages.high(900)).toBe(30); // nothing brings back what was dropped
  });

  it('are kept for the window whatever the clock reads', () => {
    expect(agesOf([800, 50_000], [10, 50_500]).high(50_500)).toBe(800);
  });
});
