import { describe, expect, it } from 'vitest';
import { TAG, ackOf, beaconOf } from '../../testing/fake-relay.ts';
import { FakePage } from '../../testing/page.ts';

const mine = { holder: TAG, leaseRemainingMs: 600_000 };

/** A robot that says every 20 ms what it does, for so long. */
async function saysFor(page: FakePage, ms: number, changes: (atMs: number) => object): Promise<void> {
  for (let atMs = 0; atMs < ms; atMs += 20) {
    page.relay.socket.saysBinary(beaconOf({ ...mine, stamp: 2000 + page.time.nowMs(), ...changes(atMs) }));
    await page.pass(20);
  }
}

describe('the governor', () => {
  it('gives the age that the robot goes by: the 90th percentile of the last second', async () => {
    const page = await new FakePage().driving();
    await page.pass(20);
    const { socket } = page.relay;
    socket.saysBinary(ackOf(page.setpoint, { ageMs: 790 }));
    await page.pass(1010);
    for (const ageMs of [400, 380, 20, 20, 20, 20, 20, 20, 20, 20]) {
      socket.saysBinary(ackOf(page.setpoint, { ageMs }));
    }
    socket.saysBinary(beaconOf({ ...mine, stamp: 1500, governed: true, cap: 640 }));
    await page.pass(100);
    expect(page.drive.governor.shown).toEqual({ capPercent: 64, loopAgeMs: 380 });
    expect(page.drive.loopAgeMs).toBe(20);
  });

  it('is shown with its figure and its reason, and is gone one second after it rests', async () => {
    const page = await new FakePage().driving();
    await page.pass(20);
    page.relay.socket.saysBinary(ackOf(page.setpoint, { ageMs: 380 }));
    await saysFor(page, 200, () => ({ governed: true, cap: 630 }));
    expect(page.drive.governor.shown).toEqual({ capPercent: 63, loopAgeMs: 380 });
    await saysFor(page, 900, () => ({ cap: 1000 }));
    expect(page.drive.governor.shown).toBeDefined();
    await saysFor(page, 300, () => ({ cap: 1000 }));
    expect(page.drive.governor.shown).toBeUndefined();
  });

  it('does not flicker when it acts and rests ten times a second, and its figures stand for a second', async () => {
    const page = await new FakePage().driving();
    const shown = new Set<number | undefined>();
    await saysFor(page, 100, () => ({ governed: true, cap: 500 }));
    for (let second = 0; second < 4; second += 1) {
      await saysFor(page, 1000, (atMs) => {
        shown.add(page.drive.governor.shown?.capPercent);
        return { governed: atMs % 200 < 100, cap: 500 + atMs / 10 };
      });
    }
    expect(shown.has(undefined)).toBe(false);
    expect(shown.size).toBeLessThanOrEqual(6);
  });

  it('is spoken at most once in five seconds, also when it went and came again', async () => {
    const page = await new FakePage().driving();
    const toldAtMs: number[] = [];
    let before: object | undefined;
    for (let second = 0; second < 30; second += 1) {
      await saysFor(page, 1000, (atMs) => {
        const { spoken } = page.drive.governor;
        if (spoken !== undefined && spoken !== before) toldAtMs.push(page.time.nowMs());
        before = spoken;
        return second % 3 < 1 ? { governed: true, cap: 300 + second + (atMs % 7) * 10 } : { cap: 1000 };
      });
    }
    const gapsMs = toldAtMs.slice(1).map((atMs, at) => atMs - (toldAtMs[at] ?? 0));
    expect(gapsMs.length).toBeGreaterThanOrEqual(3);
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(5000);
    await page.pass(6000);
    expect(page.drive.governor.spoken).toBeUndefined();
  });

  it('says nothing when the robot is not heard any more', async () => {
    const page = await new FakePage().driving();
    await saysFor(page, 100, () => ({ governed: true, cap: 500 }));
    await page.pass(1200);
    expect(page.drive.governor.shown).toBeUndefined();
  });
});
