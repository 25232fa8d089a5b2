import { describe, expect, it } from 'vitest';
import type { PadReading } from '../../control/gamepad.ts';
import { pad, padForward, withPad } from '../../testing/pads.ts';
import { FakePage } from '../../testing/page.ts';

const speeds = (page: FakePage): [number, number] => [page.setpoint.left, page.setpoint.right];

describe('a gamepad without a hand', () => {
  /** Reads on for so long; `change` is what the browser says anew each 20 ms. */
  async function reading(page: FakePage, ms: number, change: (atMs: number) => PadReading): Promise<void> {
    for (let atMs = 0; atMs < ms; atMs += 20) {
      page.gamepads = [change(atMs)];
      await page.pass(20);
    }
  }

  it('a worn stick neither drives nor counts as presence, so that the lease goes idle', async () => {
    const page = await withPad();
    const drift = (atMs: number): PadReading => pad(0.14 + 0.01 * Math.sin(atMs), { timestamp: 100 + atMs });
    await reading(page, 3000, drift);
    expect(speeds(page)).toEqual([0, 0]);
    expect(page.setpoint.inputAgeMs).toBeGreaterThanOrEqual(3000);
  });

  it('one out of range goes on for no more than 2 s, and its person must centre it again', async () => {
    const page = await padForward();
    await page.pass(1700);
    expect(speeds(page)).toEqual([600, 600]);
    await page.pass(300);
    expect(speeds(page)).toEqual([0, 0]);
    await page.pass(200);
    expect(page.drive.hand).toEqual({ name: 'letGo', why: 'padQuiet' });
    expect(page.setpoint.inputAgeMs).toBeGreaterThanOrEqual(200);
    page.gamepads = [pad(0.9, { timestamp: 7 })];
    await page.pass(100);
    expect(speeds(page)).toEqual([0, 0]);
    page.gamepads = [pad(0, { timestamp: 8 })];
    await page.pass(20);
    page.gamepads = [pad(1, { timestamp: 9 })];
    await page.pass(20);
    expect(speeds(page)).toEqual([600, 600]);
  });

  it('one whose hand trembles drives on, for 60 s without a change', async () => {
    const page = await padForward();
    const hand = (atMs: number): PadReading =>
      pad(0, { axes: [0.04 * Math.sin(atMs / 150), -1], timestamp: 100 + atMs });
    await reading(page, 55_000, hand);
    expect(speeds(page).every((speed) => speed > 500)).toBe(true);
    expect(page.drive.hand.name).toBe('ending');
    await reading(page, 6000, hand);
    expect(speeds(page)).toEqual([0, 0]);
    expect(page.drive.hand).toEqual({ name: 'letGo', why: 'unchanged' });
  });

  it.each(['', 'xr-standard'])(
    'with the mapping “%s” doesn’t drive, but its button stops',
    async (mapping) => {
      const page = await new FakePage().driving();
      page.gamepads = [pad(0, { mapping })];
      await page.pass(40);
      page.gamepads = [pad(1, { mapping, timestamp: 2 })];
      await page.pass(100);
      expect(speeds(page)).toEqual([0, 0]);
      expect(page.drive.gamepad).toEqual({ name: 'unknownMapping', pad: 'Pad' });
      page.gamepads = [pad(1, { mapping, timestamp: 3, pressed: [false, true] })];
      await page.pass(20);
      expect(page.relay.socket.all('stop')).toHaveLength(1);
    },
  );
});
