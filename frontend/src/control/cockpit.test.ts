import { describe, expect, it } from 'vitest';
import { OTHER_TAG, TAG, beaconOf } from '../testing/fake-relay.ts';
import { FakeTime } from '../testing/fake-time.ts';
import type { Drive } from '../wire/messages.ts';
import { Cockpit, JOYSTICK } from './cockpit.ts';
import { NEUTRAL_BURST } from './driver.ts';
import type { PadReading } from './gamepad.ts';
import { HOLD_LIMIT_MS, HOLD_WARNING_MS, QUIET_LIMIT_MS } from './hand-watch.ts';
import { RobotKnowledge } from './robot-knowledge.ts';

function pad(forward: number, changes: Partial<PadReading> = {}): PadReading {
  const still = { index: 0, name: 'Pad', timestamp: forward, mapping: 'standard', pressed: [] };
  return { ...still, axes: [0, -forward], ...changes };
}

/** A cockpit of a robot that says that this page drives it. */
class Rig {
  readonly time = new FakeTime();
  readonly knowledge = new RobotKnowledge();
  attended = true;
  pads: readonly PadReading[] = [];
  stops = 0;
  private changes = 0;
  private readonly sent: Drive[] = [];
  private stamp = 1000;
  readonly cockpit = new Cockpit({
    clock: this.time,
    timers: this.time,
    knowledge: this.knowledge,
    speedPercent: 50,
    offer: (drive) => {
      this.sent.push(drive);
      return 'sent';
    },
    isAttended: () => this.attended,
    readGamepads: () => this.pads,
    stop: () => {
      this.stops += 1;
    },
    onChange: () => {
      this.changes += 1;
    },
  });

  constructor() {
    this.cockpit.driver.setTag(TAG);
    this.hears(TAG);
  }

  hears(holder: string): void {
    this.stamp += 1;
    this.knowledge.onBeacon(beaconOf({ holder, stamp: this.stamp }), this.time.nowMs());
  }

  takeTracks(): [number, number][] {
    return this.sent.splice(0).map(({ left, right }) => [left, right]);
  }

  takeChanges(): number {
    const { changes } = this;
    this.changes = 0;
    return changes;
  }

  holdsForward(): this {
    this.cockpit.press('key-KeyW', 'forward');
    this.takeTracks();
    this.takeChanges();
    return this;
  }
}

const burst = Array.from({ length: NEUTRAL_BURST }, () => [0, 0]);

describe('a press', () => {
  it('is sent and shown at once, with the speed that was kept, and so is its release', () => {
    const rig = new Rig();
    rig.cockpit.press('key-KeyW', 'forward');
    expect(rig.takeTracks()).toEqual([[500, 500]]);
    expect(rig.takeChanges()).toBe(1);
    rig.cockpit.release('key-KeyW');
    expect(rig.takeTracks()).toEqual([[0, 0]]);
    expect(rig.takeChanges()).toBe(1);
  });

  it('counts for nothing while another one drives', () => {
    const rig = new Rig();
    rig.hears(OTHER_TAG);
    rig.cockpit.press('key-KeyW', 'forward');
    expect(rig.cockpit.controls.any).toBe(false);
    expect(rig.takeChanges()).toBe(0);
  });

  it('that was not there has no release', () => {
    const rig = new Rig();
    rig.cockpit.release('key-KeyW');
    rig.cockpit.loseControl('key-KeyW');
    expect(rig.takeTracks()).toEqual([]);
    expect(rig.takeChanges()).toBe(0);
  });
});

describe('everything let go', () => {
  it('is told the robot more than once, and shown', () => {
    const rig = new Rig().holdsForward();
    rig.cockpit.letGo();
    expect(rig.takeTracks()).toEqual(burst);
    expect(rig.takeChanges()).toBe(1);
    expect(rig.cockpit.controls.any).toBe(false);
  });

  it('happens when a control is lost that was held', () => {
    const rig = new Rig().holdsForward();
    rig.cockpit.press('pad-left', 'left');
    rig.takeTracks();
    rig.cockpit.loseControl('pad-left');
    expect(rig.takeTracks()).toEqual(burst);
    expect(rig.cockpit.controls.any).toBe(false);
  });
});

describe('what is said of the hand', () => {
  it('is that it is fine, before anything and while something is held', () => {
    const rig = new Rig();
    expect(rig.cockpit.hand).toEqual({ name: 'fine' });
    expect(rig.holdsForward().cockpit.hand).toEqual({ name: 'fine' });
  });

  it('is why everything was let go, until something is taken up', () => {
    const rig = new Rig().holdsForward();
    rig.cockpit.letGo('taken');
    expect(rig.cockpit.hand).toEqual({ name: 'letGo', why: 'taken' });
    rig.cockpit.letGo('quiet');
    expect(rig.cockpit.hand).toEqual({ name: 'letGo', why: 'taken' });
    rig.holdsForward();
    expect(rig.cockpit.hand).toEqual({ name: 'fine' });
    rig.cockpit.release('key-KeyW');
    expect(rig.cockpit.hand).toEqual({ name: 'fine' });
  });

  it('is nothing of a letting go while nothing was held', () => {
    const rig = new Rig();
    rig.cockpit.letGo('taken');
    expect(rig.cockpit.hand).toEqual({ name: 'fine' });
  });

  it('ends its word when a stick is gripped', () => {
    const rig = new Rig().holdsForward();
    rig.cockpit.letGo('taken');
    rig.cockpit.grip(JOYSTICK);
    expect(rig.cockpit.hand).toEqual({ name: 'fine' });
  });

  it('says how long a hold without a change may last still', () => {
    const rig = new Rig().holdsForward();
    rig.time.stall(HOLD_LIMIT_MS - HOLD_WARNING_MS + 1000);
    expect(rig.cockpit.hand).toEqual({
      name: 'ending',
      remainingMs: HOLD_WARNING_MS - 1000,
      warningMs: HOLD_WARNING_MS,
    });
  });

  it('is fine while another control is held after one was let go for it', () => {
    const rig = new Rig().holdsForward();
    rig.cockpit.letGo('taken');
    rig.pads = [pad(0)];
    rig.cockpit.gamepadsChanged();
    rig.pads = [pad(1)];
    rig.cockpit.gamepadsChanged();
    expect(rig.cockpit.controls.any).toBe(true);
    expect(rig.cockpit.hand).toEqual({ name: 'fine' });
  });
});

describe('the joystick of the page', () => {
  it('has to be gripped, has a dead zone, and is sent when it moves', () => {
    const rig = new Rig();
    rig.cockpit.deflect(JOYSTICK, 0, 1);
    expect(rig.takeTracks()).toEqual([]);
    rig.cockpit.grip(JOYSTICK);
    rig.cockpit.deflect(JOYSTICK, 0, 0.08);
    expect(rig.takeTracks()).toEqual([]);
    rig.cockpit.deflect(JOYSTICK, 0, 1);
    expect(rig.takeTracks()).toEqual([[500, 500]]);
    expect(rig.takeChanges()).toBe(1);
    rig.cockpit.deflect(JOYSTICK, 0, 1);
    expect(rig.takeTracks()).toEqual([]);
    expect(rig.cockpit.controls.holds((control) => control === 'joystick')).toBe(true);
    rig.cockpit.deflect(JOYSTICK, 1, 0);
    expect(rig.takeTracks()).toEqual([[500, -500]]);
  });

  it.each<[string, (rig: Rig) => void]>([
    ['nobody attends the page', (rig) => (rig.attended = false)],
    ['another one drives', (rig) => rig.hears(OTHER_TAG)],
  ])('cannot be gripped while %s', (_name, change) => {
    const rig = new Rig().holdsForward();
    rig.cockpit.letGo('taken');
    change(rig);
    rig.cockpit.grip(JOYSTICK);
    expect(rig.cockpit.controls.isGripped(JOYSTICK)).toBe(false);
    expect(rig.cockpit.hand).toEqual({ name: 'letGo', why: 'taken' });
  });
});

describe('gamepads', () => {
  it('are read at each tick', async () => {
    const rig = new Rig();
    rig.cockpit.driver.start();
    rig.pads = [pad(0)];
    await rig.time.pass(20);
    rig.pads = [pad(1)];
    await rig.time.pass(20);
    expect(rig.takeTracks()).toEqual([
      [0, 0],
      [500, 500],
    ]);
  });

  it('are read and shown when one came or went, and one that is lost lets go', () => {
    const rig = new Rig();
    rig.pads = [pad(0)];
    rig.cockpit.gamepadsChanged();
    expect(rig.takeChanges()).toBe(1);
    expect(rig.cockpit.gamepads.view.name).toBe('ready');
    rig.pads = [pad(1)];
    rig.cockpit.gamepadsChanged();
    rig.pads = [];
    rig.cockpit.gamepadsChanged();
    expect(rig.takeTracks()).toEqual(burst);
  });

  it('say why they were lost', async () => {
    const rig = new Rig();
    rig.pads = [pad(0)];
    rig.cockpit.driver.start();
    await rig.time.pass(20);
    rig.pads = [pad(1)];
    await rig.time.pass(2100);
    expect(rig.cockpit.hand).toEqual({ name: 'letGo', why: 'padQuiet' });
  });

  it('stop by their button', () => {
    const rig = new Rig();
    rig.pads = [pad(0, { pressed: [false, true] })];
    rig.cockpit.gamepadsChanged();
    expect(rig.stops).toBe(1);
  });

  it.each<[string, (rig: Rig) => void]>([
    ['nobody attends the page', (rig) => (rig.attended = false)],
    ['another one drives', (rig) => rig.hears(OTHER_TAG)],
  ])('are not gripped while %s', (_name, change) => {
    const rig = new Rig();
    change(rig);
    rig.pads = [pad(0)];
    rig.cockpit.gamepadsChanged();
    expect(rig.cockpit.gamepads.view.name).toBe('uncentred');
  });
});

describe('a hold without a sign of life', () => {
  it('is let go at the tick that finds it', async () => {
    const rig = new Rig().holdsForward();
    rig.cockpit.driver.start();
    await rig.time.pass(QUIET_LIMIT_MS - 20);
    expect(rig.cockpit.controls.any).toBe(true);
    await rig.time.pass(20);
    expect(rig.cockpit.controls.any).toBe(false);
    expect(rig.cockpit.hand).toEqual({ name: 'letGo', why: 'quiet' });
  });
});

describe('an act that is no control', () => {
  it('counts as the person being there while nothing is held, and is shown', () => {
    const rig = new Rig();
    rig.time.stall(300);
    rig.cockpit.touch();
    expect(rig.cockpit.controls.inputAgeMs(rig.time.nowMs())).toBe(0);
    expect(rig.takeChanges()).toBe(1);
  });

  it('a change of the speed is one', () => {
    const rig = new Rig();
    rig.time.stall(300);
    rig.cockpit.setSpeed(80);
    expect(rig.cockpit.controls.speedPercent).toBe(80);
    expect(rig.cockpit.controls.inputAgeMs(rig.time.nowMs())).toBe(0);
    expect(rig.takeChanges()).toBe(1);
  });
});
