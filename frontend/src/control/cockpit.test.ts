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
class Desk {
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
    const desk = new Desk();
    desk.cockpit.press('key-KeyW', 'forward');
    expect(desk.takeTracks()).toEqual([[500, 500]]);
    expect(desk.takeChanges()).toBe(1);
    desk.cockpit.release('key-KeyW');
    expect(desk.takeTracks()).toEqual([[0, 0]]);
    expect(desk.takeChanges()).toBe(1);
  });

  it('counts for nothing while another one drives', () => {
    const desk = new Desk();
    desk.hears(OTHER_TAG);
    desk.cockpit.press('key-KeyW', 'forward');
    expect(desk.cockpit.controls.any).toBe(false);
    expect(desk.takeChanges()).toBe(0);
  });

  it('that was not there has no release', () => {
    const desk = new Desk();
    desk.cockpit.release('key-KeyW');
    desk.cockpit.loseControl('key-KeyW');
    expect(desk.takeTracks()).toEqual([]);
    expect(desk.takeChanges()).toBe(0);
  });
});

describe('everything let go', () => {
  it('is told the robot more than once, and shown', () => {
    const desk = new Desk().holdsForward();
    desk.cockpit.letGo();
    expect(desk.takeTracks()).toEqual(burst);
    expect(desk.takeChanges()).toBe(1);
    expect(desk.cockpit.controls.any).toBe(false);
  });

  it('happens when a control is lost that was held', () => {
    const desk = new Desk().holdsForward();
    desk.cockpit.press('pad-left', 'left');
    desk.takeTracks();
    desk.cockpit.loseControl('pad-left');
    expect(desk.takeTracks()).toEqual(burst);
    expect(desk.cockpit.controls.any).toBe(false);
  });
});

describe('what is said of the hand', () => {
  it('is that it is fine, before anything and while something is held', () => {
    const desk = new Desk();
    expect(desk.cockpit.hand).toEqual({ name: 'fine' });
    expect(desk.holdsForward().cockpit.hand).toEqual({ name: 'fine' });
  });

  it('is why everything was let go, until something is taken up', () => {
    const desk = new Desk().holdsForward();
    desk.cockpit.letGo('taken');
    expect(desk.cockpit.hand).toEqual({ name: 'letGo', why: 'taken' });
    desk.cockpit.letGo('quiet');
    expect(desk.cockpit.hand).toEqual({ name: 'letGo', why: 'taken' });
    desk.holdsForward();
    expect(desk.cockpit.hand).toEqual({ name: 'fine' });
    desk.cockpit.release('key-KeyW');
    expect(desk.cockpit.hand).toEqual({ name: 'fine' });
  });

  it('is nothing of a letting go while nothing was held', () => {
    const desk = new Desk();
    desk.cockpit.letGo('taken');
    expect(desk.cockpit.hand).toEqual({ name: 'fine' });
  });

  it('ends its word when a stick is gripped', () => {
    const desk = new Desk().holdsForward();
    desk.cockpit.letGo('taken');
    desk.cockpit.grip(JOYSTICK);
    expect(desk.cockpit.hand).toEqual({ name: 'fine' });
  });

  it('says how long a hold without a change may last still', () => {
    const desk = new Desk().holdsForward();
    desk.time.stall(HOLD_LIMIT_MS - HOLD_WARNING_MS + 1000);
    expect(desk.cockpit.hand).toEqual({
      name: 'ending',
      remainingMs: HOLD_WARNING_MS - 1000,
      warningMs: HOLD_WARNING_MS,
    });
  });

  it('is fine while another control is held after one was let go for it', () => {
    const desk = new Desk().holdsForward();
    desk.cockpit.letGo('taken');
    desk.pads = [pad(0)];
    desk.cockpit.gamepadsChanged();
    desk.pads = [pad(1)];
    desk.cockpit.gamepadsChanged();
    expect(desk.cockpit.controls.any).toBe(true);
    expect(desk.cockpit.hand).toEqual({ name: 'fine' });
  });
});

describe('the joystick of the page', () => {
  it('has to be gripped, has a dead zone, and is sent when it moves', () => {
    const desk = new Desk();
    desk.cockpit.deflect(JOYSTICK, 0, 1);
    expect(desk.takeTracks()).toEqual([]);
    desk.cockpit.grip(JOYSTICK);
    desk.cockpit.deflect(JOYSTICK, 0, 0.08);
    expect(desk.takeTracks()).toEqual([]);
    desk.cockpit.deflect(JOYSTICK, 0, 1);
    expect(desk.takeTracks()).toEqual([[500, 500]]);
    expect(desk.takeChanges()).toBe(1);
    desk.cockpit.deflect(JOYSTICK, 0, 1);
    expect(desk.takeTracks()).toEqual([]);
    expect(desk.cockpit.controls.holds((control) => control === 'joystick')).toBe(true);
    desk.cockpit.deflect(JOYSTICK, 1, 0);
    expect(desk.takeTracks()).toEqual([[500, -500]]);
  });

  it.each<[string, (desk: Desk) => void]>([
    ['nobody attends the page', (desk) => (desk.attended = false)],
    ['another one drives', (desk) => desk.hears(OTHER_TAG)],
  ])('cannot be gripped while %s', (_name, change) => {
    const desk = new Desk().holdsForward();
    desk.cockpit.letGo('taken');
    change(desk);
    desk.cockpit.grip(JOYSTICK);
    expect(desk.cockpit.controls.isGripped(JOYSTICK)).toBe(false);
    expect(desk.cockpit.hand).toEqual({ name: 'letGo', why: 'taken' });
  });
});

describe('gamepads', () => {
  it('are read at each tick', async () => {
    const desk = new Desk();
    desk.cockpit.driver.start();
    desk.pads = [pad(0)];
    await desk.time.pass(20);
    desk.pads = [pad(1)];
    await desk.time.pass(20);
    expect(desk.takeTracks()).toEqual([
      [0, 0],
      [500, 500],
    ]);
  });

  it('are read and shown when one came or went, and one that is lost lets go', () => {
    const desk = new Desk();
    desk.pads = [pad(0)];
    desk.cockpit.gamepadsChanged();
    expect(desk.takeChanges()).toBe(1);
    expect(desk.cockpit.gamepads.view.name).toBe('ready');
    desk.pads = [pad(1)];
    desk.cockpit.gamepadsChanged();
    desk.pads = [];
    desk.cockpit.gamepadsChanged();
    expect(desk.takeTracks()).toEqual(burst);
  });

  it('say why they were lost', async () => {
    const desk = new Desk();
    desk.pads = [pad(0)];
    desk.cockpit.driver.start();
    await desk.time.pass(20);
    desk.pads = [pad(1)];
    await desk.time.pass(2100);
    expect(desk.cockpit.hand).toEqual({ name: 'letGo', why: 'padQuiet' });
  });

  it('stop by their button', () => {
    const desk = new Desk();
    desk.pads = [pad(0, { pressed: [false, true] })];
    desk.cockpit.gamepadsChanged();
    expect(desk.stops).toBe(1);
  });

  it.each<[string, (desk: Desk) => void]>([
    ['nobody attends the page', (desk) => (desk.attended = false)],
    ['another one drives', (desk) => desk.hears(OTHER_TAG)],
  ])('are not gripped while %s', (_name, change) => {
    const desk = new Desk();
    change(desk);
    desk.pads = [pad(0)];
    desk.cockpit.gamepadsChanged();
    expect(desk.cockpit.gamepads.view.name).toBe('uncentred');
  });
});

describe('a hold without a sign of life', () => {
  it('is let go at the tick that finds it', async () => {
    const desk = new Desk().holdsForward();
    desk.cockpit.driver.start();
    await desk.time.pass(QUIET_LIMIT_MS - 20);
    expect(desk.cockpit.controls.any).toBe(true);
    await desk.time.pass(20);
    expect(desk.cockpit.controls.any).toBe(false);
    expect(desk.cockpit.hand).toEqual({ name: 'letGo', why: 'quiet' });
  });
});

describe('an act that is no control', () => {
  it('counts as the person being there while nothing is held, and is shown', () => {
    const desk = new Desk();
    desk.time.stall(300);
    desk.cockpit.touch();
    expect(desk.cockpit.controls.inputAgeMs(desk.time.nowMs())).toBe(0);
    expect(desk.takeChanges()).toBe(1);
  });

  it('a change of the speed is one', () => {
    const desk = new Desk();
    desk.time.stall(300);
    desk.cockpit.setSpeed(80);
    expect(desk.cockpit.controls.speedPercent).toBe(80);
    expect(desk.cockpit.controls.inputAgeMs(desk.time.nowMs())).toBe(0);
    expect(desk.takeChanges()).toBe(1);
  });
});
