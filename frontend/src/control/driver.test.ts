import { describe, expect, it } from 'vitest';
import { OTHER_TAG, TAG, beaconOf } from '../testing/fake-relay.ts';
import { FakeTime } from '../testing/fake-time.ts';
import type { Drive } from '../wire/messages.ts';
import { MAX_TTL_MS, NO_HOLDER } from '../wire/messages.ts';
import { Driver, LATE_TICK_MS, LOST_TICK_MS, NEUTRAL_BURST, SETPOINT_PERIOD_MS } from './driver.ts';
import { HeldControls } from './held-controls.ts';
import { RobotKnowledge } from './robot-knowledge.ts';

/** A driver whose robot says that it holds the lease, driving forward since the beginning. */
class Rig {
  readonly time = new FakeTime();
  readonly knowledge = new RobotKnowledge();
  readonly controls = new HeldControls(this.time.nowMs());
  readonly polledAtMs: number[] = [];
  attended = true;
  private readonly sent: Drive[] = [];
  private stamp = 1000;
  readonly driver = new Driver({
    clock: this.time,
    timers: this.time,
    knowledge: this.knowledge,
    controls: this.controls,
    offer: (drive) => {
      this.sent.push(drive);
      return 'sent';
    },
    isAttended: () => this.attended,
    poll: (nowMs) => this.polledAtMs.push(nowMs),
  });

  constructor(holder = TAG) {
    this.driver.setTag(TAG);
    this.hears(holder);
    this.controls.press('key-KeyW', 'forward', this.time.nowMs());
  }

  hears(holder: string, lastSequence = 0): void {
    this.stamp += 1;
    this.knowledge.onBeacon(beaconOf({ holder, lastSequence, stamp: this.stamp }), this.time.nowMs());
  }

  take(): Drive[] {
    return this.sent.splice(0);
  }

  get left(): number[] {
    return this.take().map(({ left }) => left);
  }
}

describe('a setpoint', () => {
  it('says what is held, of which term, and after which word of the robot', () => {
    const rig = new Rig();
    rig.controls.press('key-KeyA', 'left', rig.time.nowMs());
    rig.driver.inputChanged();
    expect(rig.take()).toEqual([
      {
        type: 'drive',
        term: [7, 3],
        sequence: 1,
        echo: 1001,
        ttlMs: MAX_TTL_MS,
        inputAgeMs: 0,
        left: 240,
        right: 600,
      },
    ]);
  });

  it('is numbered after what the robot has accepted', () => {
    const rig = new Rig();
    rig.hears(TAG, 40);
    rig.driver.inputChanged();
    rig.driver.inputChanged();
    expect(rig.take().map(({ sequence }) => sequence)).toEqual([41, 42]);
  });

  it('says how long nothing is held, no more than its field can', () => {
    const rig = new Rig();
    rig.controls.releaseAll(rig.time.nowMs());
    rig.time.stall(300);
    rig.driver.inputChanged();
    rig.time.stall(70_000);
    rig.driver.inputChanged();
    expect(rig.take().map(({ inputAgeMs }) => inputAgeMs)).toEqual([300, 65_535]);
  });

  it('is none before the robot was heard', () => {
    const rig = new Rig();
    rig.knowledge.stamp = undefined;
    rig.driver.inputChanged();
    rig.driver.letGo();
    expect(rig.take()).toEqual([]);
  });
});

describe('who may send setpoints', () => {
  it('is this page when the robot says so', () => {
    const rig = new Rig();
    expect(rig.driver.holdsLease).toBe(true);
    expect(rig.driver.me).toBe(TAG);
  });

  it.each([
    ['another one', OTHER_TAG],
    ['nobody', NO_HOLDER],
  ])('is not this page when the robot says that %s holds the lease', async (_name, holder) => {
    const rig = new Rig(holder);
    rig.driver.start();
    rig.driver.inputChanged();
    rig.driver.letGo();
    await rig.time.pass(100);
    expect(rig.driver.holdsLease).toBe(false);
    expect(rig.take()).toEqual([]);
  });

  it('is nobody who has no name', () => {
    const rig = new Rig(NO_HOLDER);
    rig.driver.setTag(NO_HOLDER);
    expect(rig.driver.holdsLease).toBe(false);
  });

  it('is not a page that was not welcomed yet', () => {
    const rig = new Rig();
    const driver = new Driver({
      clock: rig.time,
      timers: rig.time,
      knowledge: Object.assign(rig.knowledge, { holder: undefined }),
      controls: rig.controls,
      offer: () => 'sent',
      isAttended: () => true,
      poll: () => undefined,
    });
    expect(driver.holdsLease).toBe(false);
    expect(driver.me).toBeUndefined();
  });
});

describe('the rhythm', () => {
  it('is one setpoint each 20 ms, after the controls without events were read', async () => {
    const rig = new Rig();
    rig.driver.start();
    rig.driver.start();
    const startMs = rig.time.nowMs();
    await rig.time.pass(3 * SETPOINT_PERIOD_MS);
    expect(rig.left).toEqual([600, 600, 600]);
    expect(rig.polledAtMs).toEqual([1, 2, 3].map((n) => startMs + n * SETPOINT_PERIOD_MS));
  });

  it('ends when it is stopped, and may begin again', async () => {
    const rig = new Rig();
    rig.driver.stop();
    rig.driver.start();
    rig.driver.stop();
    rig.driver.stop();
    await rig.time.pass(100);
    expect(rig.left).toEqual([]);
    expect(rig.time.pending).toBe(0);
    rig.driver.start();
    await rig.time.pass(SETPOINT_PERIOD_MS);
    expect(rig.left).toEqual([600]);
  });

  it('counts how late a tick is from the start at the earliest', async () => {
    const rig = new Rig();
    rig.time.stall(LOST_TICK_MS);
    rig.driver.start();
    await rig.time.pass(SETPOINT_PERIOD_MS);
    expect(rig.left).toEqual([600]);
  });
});

describe('a page that stood still', () => {
  it.each([
    ['for a moment goes on', LATE_TICK_MS, 600, true],
    ['sends one neutral before it goes on', LATE_TICK_MS + 1, 0, true],
    ['for a second still holds what it held', LOST_TICK_MS, 0, true],
    ['for longer holds nothing any more', LOST_TICK_MS + 1, 0, false],
  ])('%s', async (_name, gapMs, left, isHeld) => {
    const rig = new Rig();
    rig.driver.start();
    rig.time.stall(gapMs);
    await rig.time.pass(0);
    expect(rig.left).toEqual([left]);
    expect(rig.controls.any).toBe(isHeld);
    await rig.time.pass(SETPOINT_PERIOD_MS);
    expect(rig.left).toEqual([isHeld ? 600 : 0]);
  });
});

describe('a page that nobody attends', () => {
  it('holds nothing by the next tick, before controls are read', async () => {
    const rig = new Rig();
    rig.driver.start();
    rig.attended = false;
    await rig.time.pass(SETPOINT_PERIOD_MS);
    expect(rig.left).toEqual([0]);
    rig.attended = true;
    await rig.time.pass(SETPOINT_PERIOD_MS);
    expect(rig.left).toEqual([0]);
  });

  it('takes no press', () => {
    const rig = new Rig();
    rig.attended = false;
    rig.driver.inputChanged();
    expect(rig.left).toEqual([0]);
    expect(rig.controls.any).toBe(false);
  });
});

it('who lets go sends neutral at once, more than one time, and holds nothing', () => {
  const rig = new Rig();
  rig.time.stall(50);
  rig.driver.letGo();
  const sent = rig.take();
  expect(sent.map(({ left, right }) => [left, right])).toEqual(Array(NEUTRAL_BURST).fill([0, 0]));
  expect(sent.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  expect(rig.controls.any).toBe(false);
  expect(rig.controls.inputAgeMs(rig.time.nowMs() + 10)).toBe(10);
});
