import { describe, expect, it } from 'vitest';
import {
  HOLD_LIMIT_MS,
  HOLD_WARNING_MS,
  HandWatch,
  QUIET_LIMIT_MS,
  REPEATS_END_MS,
  isByEvents,
} from './hand-watch.ts';
import { HeldControls } from './held-controls.ts';

const START_MS = 5000;

/** A key is pressed at 5000 ms by the page's clock. */
class Hand {
  readonly controls = new HeldControls(START_MS);
  readonly watch = new HandWatch(this.controls, START_MS);

  constructor(control = 'key-KeyW') {
    this.controls.press(control, 'forward', START_MS);
  }
}

describe('what a key that is held has to tell', () => {
  it('once it has repeated: a repeat at least each second', () => {
    const { watch } = new Hand();
    watch.keyDown(true, START_MS);
    expect(watch.judge(START_MS + REPEATS_END_MS - 1)).toBeUndefined();
    expect(watch.judge(START_MS + REPEATS_END_MS)).toBe('repeats');
  });

  it('before it has repeated: nothing for ten seconds', () => {
    const { watch } = new Hand();
    expect(watch.judge(START_MS + QUIET_LIMIT_MS - 1)).toBeUndefined();
    expect(watch.judge(START_MS + QUIET_LIMIT_MS)).toBe('quiet');
  });

  it.each<[string, (watch: HandWatch, nowMs: number) => void]>([
    ['the press of another key', (watch, nowMs) => watch.keyDown(false, nowMs)],
    ['the release of another key', (watch, nowMs) => watch.keyUp(nowMs)],
  ])('%s ends its repeats and is a sign of life', (_name, event) => {
    const { watch } = new Hand();
    watch.keyDown(true, START_MS);
    event(watch, START_MS + 100);
    expect(watch.judge(START_MS + 100 + QUIET_LIMIT_MS - 1)).toBeUndefined();
    expect(watch.judge(START_MS + 100 + QUIET_LIMIT_MS)).toBe('quiet');
  });

  it('a pointer is a sign of life and ends no repeats', () => {
    const { watch } = new Hand();
    watch.seen(START_MS + 100);
    expect(watch.judge(START_MS + QUIET_LIMIT_MS)).toBeUndefined();
    watch.keyDown(true, START_MS + 200);
    watch.seen(START_MS + 900);
    expect(watch.judge(START_MS + 200 + REPEATS_END_MS)).toBe('repeats');
  });

  it('a repeat is a sign of life, too', () => {
    const { watch } = new Hand();
    watch.keyDown(true, START_MS + 9000);
    watch.keyUp(START_MS + 9000);
    expect(watch.judge(START_MS + QUIET_LIMIT_MS)).toBeUndefined();
  });

  it('repeats of the time before count for nothing once nothing was held', () => {
    const { controls, watch } = new Hand();
    watch.keyDown(true, START_MS);
    controls.releaseAll(START_MS + 10);
    expect(watch.judge(START_MS + 20)).toBeUndefined();
    controls.press('key-KeyA', 'left', START_MS + 1500);
    expect(watch.judge(START_MS + 1500)).toBeUndefined();
  });
});

describe('a hold without a change', () => {
  it('ends after the limit, whatever signs of life there are', () => {
    const { watch } = new Hand();
    watch.seen(START_MS + HOLD_LIMIT_MS - 10);
    expect(watch.judge(START_MS + HOLD_LIMIT_MS - 1)).toBeUndefined();
    expect(watch.judge(START_MS + HOLD_LIMIT_MS)).toBe('unchanged');
  });

  it('of a gamepad ends after the limit, too, and needs no events until then', () => {
    const controls = new HeldControls(START_MS);
    const watch = new HandWatch(controls, START_MS);
    controls.grip('gamepad-0');
    controls.deflect('gamepad-0', { ahead: 1, turn: 0 }, START_MS);
    watch.keyDown(true, START_MS);
    expect(watch.judge(START_MS + HOLD_LIMIT_MS - 1)).toBeUndefined();
    expect(watch.judge(START_MS + HOLD_LIMIT_MS)).toBe('unchanged');
  });

  it('is said ten seconds before, to the millisecond, and never less than none', () => {
    const { watch } = new Hand();
    const warnedAtMs = START_MS + HOLD_LIMIT_MS - HOLD_WARNING_MS;
    expect(watch.endingMs(warnedAtMs - 1)).toBeUndefined();
    expect(watch.endingMs(warnedAtMs)).toBe(HOLD_WARNING_MS);
    expect(watch.endingMs(START_MS + HOLD_LIMIT_MS + 50)).toBe(0);
  });

  it('is not said while nothing is held', () => {
    const { controls, watch } = new Hand();
    controls.releaseAll(START_MS);
    watch.setHoldLimit(HOLD_WARNING_MS);
    expect(watch.endingMs(START_MS + HOLD_LIMIT_MS)).toBeUndefined();
    expect(watch.judge(START_MS + HOLD_LIMIT_MS)).toBeUndefined();
  });

  it.each([
    ['shorter', 5000, 2500],
    ['longer', 120_000, HOLD_WARNING_MS],
  ])('a robot’s own limit counts: %s', (_name, limitMs, warningMs) => {
    const { watch } = new Hand();
    watch.setHoldLimit(limitMs);
    expect(watch.warningMs).toBe(warningMs);
    watch.seen(START_MS + limitMs - 1);
    expect(watch.judge(START_MS + limitMs - 1)).toBeUndefined();
    expect(watch.judge(START_MS + limitMs)).toBe('unchanged');
  });
});

it('only gamepads are judged by their readings', () => {
  expect(['key-KeyW', 'pad-gamepad-', 'joystick', 'gamepad-0'].map(isByEvents)).toEqual([
    true,
    true,
    true,
    false,
  ]);
});
