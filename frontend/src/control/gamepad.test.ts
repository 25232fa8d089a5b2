import { describe, expect, it } from 'vitest';
import { pad } from '../testing/pads.ts';
import type { PadReading } from './gamepad.ts';
import { Gamepads } from './gamepad.ts';
import { HeldControls } from './held-controls.ts';
import { CENTRE } from './stick.ts';
import { PAD_QUIET_MS } from './stick-hand.ts';

const STEP_MS = 20;

class Rig {
  readonly controls = new HeldControls(0);
  readonly asked: string[] = [];
  readings: readonly PadReading[] = [];
  armed = true;
  nowMs = 0;
  readonly gamepads = new Gamepads({
    read: () => this.readings,
    controls: this.controls,
    isArmed: () => this.armed,
    stop: () => this.asked.push('stop'),
    lost: (why) => {
      this.asked.push(why === undefined ? 'lost' : `lost ${why}`);
      this.controls.releaseAll(this.nowMs);
    },
  });

  poll(...readings: readonly PadReading[]): string[] {
    this.nowMs += STEP_MS;
    this.readings = readings;
    this.gamepads.poll(this.nowMs);
    return this.asked.splice(0);
  }
}

/** One whose stick was seen at rest and is pushed forward now. */
function pushing(): Rig {
  const rig = new Rig();
  rig.poll(pad(0));
  rig.poll(pad(1));
  expect(rig.controls.deflection('gamepad-0')).toEqual({ ahead: 1, turn: 0 });
  return rig;
}

describe('a stick of a gamepad', () => {
  it('counts once it was seen at rest, and each gamepad for itself', () => {
    const rig = new Rig();
    rig.poll(pad(1), pad(0, { index: 2 }));
    rig.poll(pad(1), pad(-1, { index: 2 }));
    expect(rig.controls.isDeflected('gamepad-0')).toBe(false);
    expect(rig.controls.deflection('gamepad-2')).toEqual({ ahead: -1, turn: 0 });
    rig.poll(pad(0));
    rig.poll(pad(1));
    expect(rig.controls.deflection('gamepad-0')).toEqual({ ahead: 1, turn: 0 });
  });

  it.each<[string, (rig: Rig) => void]>([
    ['may not drive', (rig) => (rig.armed = false)],
    ['has no known mapping any more', (rig) => (rig.readings = [pad(1, { mapping: '' })])],
  ])('is let go at once where it %s, and must be seen at rest again', (_name, change) => {
    const rig = pushing();
    rig.readings = [pad(1)];
    change(rig);
    rig.gamepads.poll(60);
    expect(rig.controls.isGripped('gamepad-0')).toBe(false);
    expect(rig.controls.inputAgeMs(100)).toBe(40);
    expect(rig.asked).toEqual([]);
    rig.armed = true;
    rig.poll(pad(1));
    expect(rig.controls.isGripped('gamepad-0')).toBe(false);
  });

  it('is judged anew after the page could not drive for a while', () => {
    const rig = pushing();
    rig.armed = false;
    rig.poll(pad(0));
    rig.nowMs += PAD_QUIET_MS;
    rig.armed = true;
    rig.poll(pad(0));
    expect(rig.poll(pad(1))).toEqual([]);
    expect(rig.controls.isDeflected('gamepad-0')).toBe(true);
  });

  it('without any news is lost, said once', () => {
    const rig = pushing();
    rig.nowMs += PAD_QUIET_MS - 2 * STEP_MS;
    expect(rig.poll(pad(1))).toEqual([]);
    expect(rig.poll(pad(1))).toEqual(['lost padQuiet']);
    expect(rig.poll(pad(1))).toEqual([]);
  });

  it('that nobody grips is not lost, however still it stands', () => {
    const rig = new Rig();
    rig.poll(pad(1));
    rig.nowMs += PAD_QUIET_MS;
    expect(rig.poll(pad(1))).toEqual([]);
  });

  it('turns to the right by its first axis', () => {
    const rig = new Rig();
    rig.poll(pad(0));
    rig.poll(pad(0, { axes: [1, 0] }));
    expect(rig.controls.deflection('gamepad-0')).toMatchObject({ turn: 1 });
  });
});

describe('a gamepad that leaves', () => {
  it.each<[string, readonly PadReading[]]>([
    ['is gone', []],
    ['is another one at its place', [pad(1, { name: 'Other' })]],
    ['is another place of the same name', [pad(1, { index: 1 })]],
    ['has lost its clock', [pad(1, { timestamp: Number.NaN })]],
    ['has one axis', [pad(1, { axes: [0] })]],
    ['has a first axis that is no number', [pad(1, { axes: [Number.NaN, -1] })]],
    ['has a second axis that is no number', [pad(1, { axes: [0, Number.NaN] })]],
  ])('with its stick deflected because it %s is told as lost', (_name, readings) => {
    const rig = pushing();
    expect(rig.poll(...readings)).toEqual(['lost']);
    expect(rig.controls.any).toBe(false);
    expect(rig.controls.inputAgeMs(rig.nowMs + 10)).toBe(10);
  });

  it('at rest is not told, and has to be seen at rest when it comes again', () => {
    const rig = new Rig();
    rig.poll(pad(0));
    expect(rig.poll()).toEqual([]);
    rig.poll(pad(1));
    expect(rig.controls.isDeflected('gamepad-0')).toBe(false);
  });

  it('and comes again is judged anew', () => {
    const rig = pushing();
    rig.poll();
    rig.nowMs += PAD_QUIET_MS;
    rig.poll(pad(0));
    expect(rig.poll(pad(1))).toEqual([]);
    expect(rig.controls.isDeflected('gamepad-0')).toBe(true);
  });

  it('stays when only axes beyond the stick are no numbers', () => {
    const rig = pushing();
    expect(rig.poll(pad(1, { axes: [0, -1, Number.NaN] }))).toEqual([]);
    expect(rig.controls.isDeflected('gamepad-0')).toBe(true);
  });

  it('leaves the other ones alone', () => {
    const rig = new Rig();
    rig.poll(pad(0), pad(0, { index: 1 }));
    rig.poll(pad(1), pad(1, { index: 1 }));
    expect(rig.poll(pad(1))).toEqual(['lost']);
    expect(rig.poll(pad(1))).toEqual([]);
  });
});

describe('the stop button', () => {
  const stopping = { pressed: [false, true] };

  it('stops once for each press', () => {
    const rig = new Rig();
    rig.poll(pad(0));
    expect(rig.poll(pad(0, stopping))).toEqual(['stop']);
    expect(rig.poll(pad(0, stopping))).toEqual([]);
    rig.poll(pad(0));
    expect(rig.poll(pad(0, stopping))).toEqual(['stop']);
  });

  it('is no other button', () => {
    expect(new Rig().poll(pad(0, { pressed: [true, false, true] }))).toEqual([]);
    expect(new Rig().poll(pad(0, { pressed: [] }))).toEqual([]);
  });

  it('stops when the gamepad appears with it down, armed or not, whatever its mapping', () => {
    const rig = new Rig();
    rig.armed = false;
    expect(rig.poll(pad(0, { ...stopping, mapping: '' }))).toEqual(['stop']);
  });

  it('of one gamepad stops while that of another one is down', () => {
    const rig = new Rig();
    rig.poll(pad(0, stopping), pad(0, { index: 1 }));
    expect(rig.poll(pad(0, stopping), pad(0, { index: 1, ...stopping }))).toEqual(['stop']);
  });

  it('stops although its gamepad has just come into the place of one whose button was down', () => {
    const rig = new Rig();
    rig.poll(pad(0, stopping));
    expect(rig.poll(pad(0, { name: 'Other', ...stopping }))).toEqual(['stop']);
  });
});

describe('what the page tells of gamepads', () => {
  const unknown = pad(0, { index: 1, name: 'Wheel', mapping: '' });

  it('none, while there is none', () => {
    expect(new Rig().gamepads.view).toEqual({ name: 'none' });
  });

  it('one whose axes are unknown', () => {
    const rig = new Rig();
    rig.poll(unknown);
    expect(rig.gamepads.view).toEqual({ name: 'unknownMapping', pad: 'Wheel' });
  });

  it('one whose stick has to be seen at rest first, before one that is unknown', () => {
    const rig = new Rig();
    rig.poll(unknown, pad(1));
    expect(rig.gamepads.view).toEqual({ name: 'uncentred', pad: 'Pad' });
  });

  it('the one that drives', () => {
    const rig = new Rig();
    rig.poll(unknown, pad(1), pad(0, { index: 2, name: 'Second' }));
    expect(rig.gamepads.view).toEqual({ name: 'ready', pad: 'Second' });
    expect(rig.controls.deflection('gamepad-2')).toEqual(CENTRE);
  });
});
