import { describe, expect, it } from 'vitest';
import { pad } from '../testing/pads.ts';
import type { PadReading } from './gamepad.ts';
import { Gamepads } from './gamepad.ts';
import { HeldControls } from './held-controls.ts';
import { CENTRE } from './stick.ts';
import { PAD_QUIET_MS } from './stick-hand.ts';

const STEP_MS = 20;

class Desk {
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
function pushing(): Desk {
  const desk = new Desk();
  desk.poll(pad(0));
  desk.poll(pad(1));
  expect(desk.controls.deflection('gamepad-0')).toEqual({ ahead: 1, turn: 0 });
  return desk;
}

describe('a stick of a gamepad', () => {
  it('counts once it was seen at rest, and each gamepad for itself', () => {
    const desk = new Desk();
    desk.poll(pad(1), pad(0, { index: 2 }));
    desk.poll(pad(1), pad(-1, { index: 2 }));
    expect(desk.controls.isDeflected('gamepad-0')).toBe(false);
    expect(desk.controls.deflection('gamepad-2')).toEqual({ ahead: -1, turn: 0 });
    desk.poll(pad(0));
    desk.poll(pad(1));
    expect(desk.controls.deflection('gamepad-0')).toEqual({ ahead: 1, turn: 0 });
  });

  it.each<[string, (desk: Desk) => void]>([
    ['may not drive', (desk) => (desk.armed = false)],
    ['has no known mapping any more', (desk) => (desk.readings = [pad(1, { mapping: '' })])],
  ])('is let go at once where it %s, and must be seen at rest again', (_name, change) => {
    const desk = pushing();
    desk.readings = [pad(1)];
    change(desk);
    desk.gamepads.poll(60);
    expect(desk.controls.isGripped('gamepad-0')).toBe(false);
    expect(desk.controls.inputAgeMs(100)).toBe(40);
    expect(desk.asked).toEqual([]);
    desk.armed = true;
    desk.poll(pad(1));
    expect(desk.controls.isGripped('gamepad-0')).toBe(false);
  });

  it('is judged anew after the page could not drive for a while', () => {
    const desk = pushing();
    desk.armed = false;
    desk.poll(pad(0));
    desk.nowMs += PAD_QUIET_MS;
    desk.armed = true;
    desk.poll(pad(0));
    expect(desk.poll(pad(1))).toEqual([]);
    expect(desk.controls.isDeflected('gamepad-0')).toBe(true);
  });

  it('without any news is lost, said once', () => {
    const desk = pushing();
    desk.nowMs += PAD_QUIET_MS - 2 * STEP_MS;
    expect(desk.poll(pad(1))).toEqual([]);
    expect(desk.poll(pad(1))).toEqual(['lost padQuiet']);
    expect(desk.poll(pad(1))).toEqual([]);
  });

  it('that nobody grips is not lost, however still it stands', () => {
    const desk = new Desk();
    desk.poll(pad(1));
    desk.nowMs += PAD_QUIET_MS;
    expect(desk.poll(pad(1))).toEqual([]);
  });

  it('turns to the right by its first axis', () => {
    const desk = new Desk();
    desk.poll(pad(0));
    desk.poll(pad(0, { axes: [1, 0] }));
    expect(desk.controls.deflection('gamepad-0')).toMatchObject({ turn: 1 });
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
    const desk = pushing();
    expect(desk.poll(...readings)).toEqual(['lost']);
    expect(desk.controls.any).toBe(false);
    expect(desk.controls.inputAgeMs(desk.nowMs + 10)).toBe(10);
  });

  it('at rest is not told, and has to be seen at rest when it comes again', () => {
    const desk = new Desk();
    desk.poll(pad(0));
    expect(desk.poll()).toEqual([]);
    desk.poll(pad(1));
    expect(desk.controls.isDeflected('gamepad-0')).toBe(false);
  });

  it('and comes again is judged anew', () => {
    const desk = pushing();
    desk.poll();
    desk.nowMs += PAD_QUIET_MS;
    desk.poll(pad(0));
    expect(desk.poll(pad(1))).toEqual([]);
    expect(desk.controls.isDeflected('gamepad-0')).toBe(true);
  });

  it('stays when only axes beyond the stick are no numbers', () => {
    const desk = pushing();
    expect(desk.poll(pad(1, { axes: [0, -1, Number.NaN] }))).toEqual([]);
    expect(desk.controls.isDeflected('gamepad-0')).toBe(true);
  });

  it('leaves the other ones alone', () => {
    const desk = new Desk();
    desk.poll(pad(0), pad(0, { index: 1 }));
    desk.poll(pad(1), pad(1, { index: 1 }));
    expect(desk.poll(pad(1))).toEqual(['lost']);
    expect(desk.poll(pad(1))).toEqual([]);
  });
});

describe('the stop button', () => {
  const stopping = { pressed: [false, true] };

  it('stops once for each press', () => {
    const desk = new Desk();
    desk.poll(pad(0));
    expect(desk.poll(pad(0, stopping))).toEqual(['stop']);
    expect(desk.poll(pad(0, stopping))).toEqual([]);
    desk.poll(pad(0));
    expect(desk.poll(pad(0, stopping))).toEqual(['stop']);
  });

  it('is no other button', () => {
    expect(new Desk().poll(pad(0, { pressed: [true, false, true] }))).toEqual([]);
    expect(new Desk().poll(pad(0, { pressed: [] }))).toEqual([]);
  });

  it('stops when the gamepad appears with it down, armed or not, whatever its mapping', () => {
    const desk = new Desk();
    desk.armed = false;
    expect(desk.poll(pad(0, { ...stopping, mapping: '' }))).toEqual(['stop']);
  });

  it('of one gamepad stops while that of another one is down', () => {
    const desk = new Desk();
    desk.poll(pad(0, stopping), pad(0, { index: 1 }));
    expect(desk.poll(pad(0, stopping), pad(0, { index: 1, ...stopping }))).toEqual(['stop']);
  });

  it('stops although its gamepad has just come into the place of one whose button was down', () => {
    const desk = new Desk();
    desk.poll(pad(0, stopping));
    expect(desk.poll(pad(0, { name: 'Other', ...stopping }))).toEqual(['stop']);
  });
});

describe('what the page tells of gamepads', () => {
  const unknown = pad(0, { index: 1, name: 'Wheel', mapping: '' });

  it('none, while there is none', () => {
    expect(new Desk().gamepads.view).toEqual({ name: 'none' });
  });

  it('one whose axes are unknown', () => {
    const desk = new Desk();
    desk.poll(unknown);
    expect(desk.gamepads.view).toEqual({ name: 'unknownMapping', pad: 'Wheel' });
  });

  it('one whose stick has to be seen at rest first, before one that is unknown', () => {
    const desk = new Desk();
    desk.poll(unknown, pad(1));
    expect(desk.gamepads.view).toEqual({ name: 'uncentred', pad: 'Pad' });
  });

  it('the one that drives', () => {
    const desk = new Desk();
    desk.poll(unknown, pad(1), pad(0, { index: 2, name: 'Second' }));
    expect(desk.gamepads.view).toEqual({ name: 'ready', pad: 'Second' });
    expect(desk.controls.deflection('gamepad-2')).toEqual(CENTRE);
  });
});
