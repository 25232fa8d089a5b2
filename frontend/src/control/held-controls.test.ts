import { describe, expect, it } from 'vitest';
import { HeldControls } from './held-controls.ts';
import { CENTRE } from './stick.ts';
import { NEUTRAL } from './tracks.ts';

const AHEAD = { ahead: 1, turn: 0 };
const RIGHT = { ahead: 0, turn: 1 };

/** Made at 100 ms; the stick is gripped and stands where it is told to, since 200 ms. */
function withStick(deflection = AHEAD): HeldControls {
  const controls = new HeldControls(100);
  controls.grip('joystick');
  controls.deflect('joystick', deflection, 200);
  return controls;
}

describe('nothing held', () => {
  it('moves nothing, and its age counts from the beginning', () => {
    const controls = new HeldControls(100);
    expect(controls.any).toBe(false);
    expect(controls.tracks()).toEqual(NEUTRAL);
    expect(controls.directions()).toEqual(new Set());
    expect(controls.inputAgeMs(150)).toBe(50);
    expect(controls.unchangedMs(150)).toBe(0);
    expect(controls.holds(() => true)).toBe(false);
  });

  it('becomes young by any act of the person', () => {
    const controls = new HeldControls(100);
    controls.touch(400);
    expect(controls.inputAgeMs(450)).toBe(50);
  });
});

describe('the speed', () => {
  it.each([
    [60, undefined],
    [55, 55],
    [55, 54.6],
    [10, 3],
    [100, 170],
    [60, Number.NaN],
    [60, Number.POSITIVE_INFINITY],
  ])('is %s %% when %s is asked for', (becomes, asked) => {
    const controls = new HeldControls(0);
    if (asked !== undefined) controls.setSpeedPercent(asked);
    expect(controls.speedPercent).toBe(becomes);
    controls.press('key-KeyW', 'forward', 0);
    expect(controls.tracks()).toEqual({ left: becomes * 10, right: becomes * 10 });
  });
});

describe('keys and buttons', () => {
  it('are held from press to release', () => {
    const controls = new HeldControls(0);
    controls.press('key-KeyW', 'forward', 100);
    expect(controls.any).toBe(true);
    expect(controls.inputAgeMs(500)).toBe(0);
    expect(controls.release('key-KeyW', 600)).toBe(true);
    expect(controls.any).toBe(false);
    expect(controls.inputAgeMs(650)).toBe(50);
  });

  it('of the same direction are two: the other one is still held', () => {
    const controls = new HeldControls(0);
    controls.press('key-KeyW', 'forward', 0);
    controls.press('pad-forward', 'forward', 0);
    controls.release('key-KeyW', 10);
    expect(controls.tracks()).toEqual({ left: 600, right: 600 });
  });

  it('a release of what was not held changes nothing', () => {
    const controls = new HeldControls(0);
    controls.press('key-KeyW', 'forward', 0);
    expect(controls.release('key-KeyA', 50)).toBe(false);
    expect(controls.unchangedMs(100)).toBe(100);
    controls.release('key-KeyW', 100);
    controls.release('key-KeyW', 200);
    expect(controls.inputAgeMs(300)).toBe(200);
  });

  it('a press is a change, a repeated one is none, a release of one of two is one', () => {
    const controls = new HeldControls(0);
    controls.press('key-KeyW', 'forward', 100);
    controls.press('key-KeyW', 'forward', 200);
    expect(controls.unchangedMs(300)).toBe(200);
    controls.press('key-KeyA', 'left', 300);
    expect(controls.unchangedMs(350)).toBe(50);
    controls.release('key-KeyA', 400);
    expect(controls.unchangedMs(450)).toBe(50);
  });

  it('are told by name, with the direction that the newest press gave', () => {
    const controls = new HeldControls(0);
    controls.press('key-KeyW', 'forward', 0);
    controls.press('key-KeyW', 'backward', 0);
    expect(controls.directions()).toEqual(new Set(['backward']));
    expect(controls.holds((name) => name === 'key-KeyW')).toBe(true);
    expect(controls.holds((name) => name === 'key-KeyS')).toBe(false);
  });
});

describe('a stick', () => {
  it('that nobody gripped moves nothing and is nowhere', () => {
    const controls = new HeldControls(100);
    expect(controls.isGripped('joystick')).toBe(false);
    expect(controls.deflect('joystick', AHEAD, 200)).toBe(false);
    expect(controls.any).toBe(false);
    expect(controls.deflection('joystick')).toEqual(CENTRE);
    expect(controls.isDeflected('joystick')).toBe(false);
  });

  it('that is gripped is not held before it is deflected', () => {
    const controls = new HeldControls(100);
    controls.grip('joystick');
    expect(controls.isGripped('joystick')).toBe(true);
    expect(controls.any).toBe(false);
    expect(controls.holds(() => true)).toBe(false);
    expect(controls.inputAgeMs(150)).toBe(50);
    expect(controls.deflect('joystick', CENTRE, 170)).toBe(false);
    expect(controls.inputAgeMs(190)).toBe(90);
  });

  it('is held while it is deflected, and keeps that when it is gripped again', () => {
    const controls = withStick();
    controls.grip('joystick');
    expect(controls.any).toBe(true);
    expect(controls.isDeflected('joystick')).toBe(true);
    expect(controls.deflection('joystick')).toEqual(AHEAD);
    expect(controls.holds((name) => name === 'joystick')).toBe(true);
    expect(controls.tracks()).toEqual({ left: 600, right: 600 });
  });

  it('tells whether it was deflected anew, in either way', () => {
    const controls = withStick({ ahead: 0.5, turn: 0.5 });
    expect(controls.deflect('joystick', { ahead: 0.5, turn: 0.5 }, 300)).toBe(false);
    expect(controls.deflect('joystick', { ahead: 0.5, turn: 0.4 }, 300)).toBe(true);
    expect(controls.deflect('joystick', { ahead: 0.4, turn: 0.4 }, 300)).toBe(true);
  });

  it('that comes back to its centre is let go then, and stays gripped', () => {
    const controls = withStick();
    expect(controls.deflect('joystick', CENTRE, 500)).toBe(true);
    controls.deflect('joystick', CENTRE, 600);
    expect(controls.any).toBe(false);
    expect(controls.inputAgeMs(700)).toBe(200);
    expect(controls.isGripped('joystick')).toBe(true);
  });

  it.each([
    ['released', (controls: HeldControls) => controls.release('joystick', 500)],
    ['let go with all', (controls: HeldControls) => controls.releaseAll(500)],
    ['let go with all sticks', (controls: HeldControls) => controls.releaseSticks(500)],
  ])('that is %s was held until then, and is not gripped any more', (_name, letGo) => {
    const controls = withStick();
    expect(letGo(controls)).toBe(true);
    expect(controls.any).toBe(false);
    expect(controls.isGripped('joystick')).toBe(false);
    expect(controls.inputAgeMs(600)).toBe(100);
    expect(letGo(controls)).toBe(false);
  });

  it.each([
    ['released', (controls: HeldControls) => controls.release('joystick', 500)],
    ['let go with all', (controls: HeldControls) => controls.releaseAll(500)],
    ['let go with all sticks', (controls: HeldControls) => controls.releaseSticks(500)],
  ])('at its centre is not held when it is %s', (_name, letGo) => {
    const controls = new HeldControls(100);
    controls.grip('joystick');
    expect(letGo(controls)).toBe(false);
    expect(controls.isGripped('joystick')).toBe(false);
    expect(controls.inputAgeMs(600)).toBe(500);
  });

  it('adds to the keys and to another stick, not beyond the speed', () => {
    const controls = withStick({ ahead: 0.5, turn: 0 });
    expect(controls.tracks()).toEqual({ left: 300, right: 300 });
    controls.grip('gamepad-0');
    controls.deflect('gamepad-0', { ahead: 0.25, turn: 0 }, 300);
    expect(controls.tracks()).toEqual({ left: 450, right: 450 });
    controls.press('key-KeyW', 'forward', 300);
    expect(controls.tracks()).toEqual({ left: 600, right: 600 });
  });

  it('with all sticks let go, keys stay held', () => {
    const controls = withStick();
    controls.press('key-KeyS', 'backward', 300);
    expect(controls.releaseSticks(400)).toBe(true);
    expect(controls.tracks()).toEqual({ left: -600, right: -600 });
    expect(controls.inputAgeMs(500)).toBe(0);
  });
});

describe('what counts as a change of a stick', () => {
  it.each<[string, { ahead: number; turn: number }, number]>([
    ['more than a tenth ahead is one', { ahead: 0.49, turn: 0.4 }, 50],
    ['more than a tenth to the side is one', { ahead: 0.6, turn: 0.51 }, 50],
    ['more than a tenth in all is one', { ahead: 0.52, turn: 0.32 }, 50],
    ['less is a hand that trembles', { ahead: 0.53, turn: 0.33 }, 150],
    ['back to the centre and out again is one', CENTRE, 40],
  ])('%s', (_name, deflection, unchangedMs) => {
    const controls = withStick({ ahead: 0.6, turn: 0.4 });
    controls.deflect('joystick', deflection, 300);
    if (deflection === CENTRE) controls.deflect('joystick', { ahead: 0.05, turn: 0 }, 310);
    expect(controls.unchangedMs(350)).toBe(unchangedMs);
  });

  it('exactly a tenth is none', () => {
    const controls = withStick({ ahead: 0, turn: 0.1 });
    controls.deflect('joystick', { ahead: 0, turn: 0.2 }, 300);
    expect(controls.unchangedMs(350)).toBe(150);
  });

  it('many small ways add up', () => {
    const controls = withStick({ ahead: 0.5, turn: 0 });
    for (const [ahead, atMs] of [
      [0.56, 300],
      [0.62, 310],
      [0.67, 320],
    ] as const)
      controls.deflect('joystick', { ahead, turn: 0 }, atMs);
    expect(controls.unchangedMs(350)).toBe(40);
  });

  it('however small, leaving the centre is one', () => {
    const controls = withStick({ ahead: 0.05, turn: 0 });
    expect(controls.unchangedMs(350)).toBe(150);
  });

  it('one taken up anew begins anew, however it was let go', () => {
    for (const letGo of ['release', 'releaseAll', 'releaseSticks'] as const) {
      const controls = withStick(RIGHT);
      if (letGo === 'release') controls.release('joystick', 300);
      else controls[letGo](300);
      controls.grip('joystick');
      controls.deflect('joystick', RIGHT, 400);
      expect(controls.unchangedMs(450)).toBe(50);
    }
  });
});
