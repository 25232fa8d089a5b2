import { expect } from 'vitest';
import type { PadReading } from '../control/gamepad.ts';
import { FakePage } from './page.ts';

/** A gamepad whose left stick is there; `forward` as a person sees it, so the browser's axis is −forward. */
export function pad(forward: number, changes: Partial<PadReading> = {}): PadReading {
  return {
    index: 0,
    name: 'Pad',
    timestamp: 1,
    mapping: 'standard',
    axes: [0, -forward, 0, 0],
    pressed: [false, false],
    ...changes,
  };
}

/** A page that drives, and whose gamepad's stick rests. */
export async function withPad(): Promise<FakePage> {
  const page = await new FakePage().driving();
  page.gamepads = [pad(0)];
  await page.pass(20);
  return page;
}

/** The stick of that gamepad is pushed forward, and drives. */
export async function padForward(): Promise<FakePage> {
  const page = await withPad();
  page.gamepads = [pad(1)];
  await page.pass(100);
  expect(page.setpoint).toMatchObject({ left: 600, right: 600, inputAgeMs: 0 });
  return page;
}
