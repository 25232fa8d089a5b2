import { describe, expect, it } from 'vitest';
import { OTHER_TAG, TAG, beaconOf } from '../testing/fake-relay.ts';
import { FakeTime } from '../testing/fake-time.ts';
import type { Drive } from '../wire/messages.ts';
import { MAX_TTL_MS, NO_HOLDER } from '../wire/messages.ts';
import { Driver, LATE_TICK_MS, LOST_TICK_MS, NEUTRAL_BURST, SETPOINT_PERIOD_MS } from './driver.ts';
import { HeldControls } from './held-controls.ts';
import { RobotKnowledge } from './robot-knowledge.ts';

/** A driver whose robot says that it holds the lease, driving forward since the beginning. */
class Desk {
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
    const desk = new Desk();
    desk.controls.press('key-KeyA', 'left', desk.time.nowMs());
    desk.driver.inputChanged();
    expect(desk.take()).toEqual([
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
    const desk = new Desk();
    desk.hears(TAG, 40);
    desk.driver.inputChanged();
    desk.driver.inputChanged();
    expect(desk.take().map(({ sequence }) => sequence)).toEqual([41, 42]);
  });

  it('says how long nothing is held, no more than its field can', () => {
    const desk = new Desk();
    desk.controls.releaseAll(desk.time.nowMs());
    desk.time.stall(300);
    desk.driver.inputChanged();
    desk.time.stall(70_000);
    desk.driver.inputChanged();
    expect(desk.take().map(({ inputAgeMs }) => inputAgeMs)).toEqual([300, 65_535]);
  });

  it('is none before the robot was heard', () => {
    const desk = new Desk();
    desk.knowledge.stamp = undefined;
    desk.driver.inputChanged();
    desk.driver.letGo();
    expect(desk.take()).toEqual([]);
  });
});

describe('who may send setpoints', () => {
  it('is this page when the robot says so', () => {
    const desk = new Desk();
    expect(desk.driver.holdsLease).toBe(true);
    expect(desk.driver.me).toBe(TAG);
  });

  it.each([
    ['another one', OTHER_TAG],
    ['nobody', NO_HOLDER],
  ])('is not this page when the robot says that %s holds the lease', async (_name, holder) => {
    const desk = new Desk(holder);
    desk.driver.start();
    desk.driver.inputChanged();
    desk.driver.letGo();
    await desk.time.pass(100);
    expect(desk.driver.holdsLease).toBe(false);
    expect(desk.take()).toEqual([]);
  });

  it('is nobody who has no name', () => {
    const desk = new Desk(NO_HOLDER);
    desk.driver.setTag(NO_HOLDER);
    expect(desk.driver.holdsLease).toBe(false);
  });

  it('is not a page that was not welcomed yet', () => {
    const desk = new Desk();
    const driver = new Driver({
      clock: desk.time,
      timers: desk.time,
      knowledge: Object.assign(desk.knowledge, { holder: undefined }),
      controls: desk.controls,
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
    const desk = new Desk();
    desk.driver.start();
    desk.driver.start();
    const startMs = desk.time.nowMs();
    await desk.time.pass(3 * SETPOINT_PERIOD_MS);
    expect(desk.left).toEqual([600, 600, 600]);
    expect(desk.polledAtMs).toEqual([1, 2, 3].map((n) => startMs + n * SETPOINT_PERIOD_MS));
  });

  it('ends when it is stopped, and may begin again', async () => {
    const desk = new Desk();
    desk.driver.stop();
    desk.driver.start();
    desk.driver.stop();
    desk.driver.stop();
    await desk.time.pass(100);
    expect(desk.left).toEqual([]);
    expect(desk.time.pending).toBe(0);
    desk.driver.start();
    await desk.time.pass(SETPOINT_PERIOD_MS);
    expect(desk.left).toEqual([600]);
  });

  it('counts how late a tick is from the start at the earliest', async () => {
    const desk = new Desk();
    desk.time.stall(LOST_TICK_MS);
    desk.driver.start();
    await desk.time.pass(SETPOINT_PERIOD_MS);
    expect(desk.left).toEqual([600]);
  });
});

describe('a page that stood still', () => {
  it.each([
    ['for a moment goes on', LATE_TICK_MS, 600, true],
    ['sends one neutral before it goes on', LATE_TICK_MS + 1, 0, true],
    ['for a second still holds what it held', LOST_TICK_MS, 0, true],
    ['for longer holds nothing any more', LOST_TICK_MS + 1, 0, false],
  ])('%s', async (_name, gapMs, left, isHeld) => {
    const desk = new Desk();
    desk.driver.start();
    desk.time.stall(gapMs);
    await desk.time.pass(0);
    expect(desk.left).toEqual([left]);
    expect(desk.controls.any).toBe(isHeld);
    await desk.time.pass(SETPOINT_PERIOD_MS);
    expect(desk.left).toEqual([isHeld ? 600 : 0]);
  });
});

describe('a page that nobody attends', () => {
  it('holds nothing by the next tick, before controls are read', async () => {
    const desk = new Desk();
    desk.driver.start();
    desk.attended = false;
    await desk.time.pass(SETPOINT_PERIOD_MS);
    expect(desk.left).toEqual([0]);
    desk.attended = true;
    await desk.time.pass(SETPOINT_PERIOD_MS);
    expect(desk.left).toEqual([0]);
  });

  it('takes no press', () => {
    const desk = new Desk();
    desk.attended = false;
    desk.driver.inputChanged();
    expect(desk.left).toEqual([0]);
    expect(desk.controls.any).toBe(false);
  });
});

it('who lets go sends neutral at once, more than one time, and holds nothing', () => {
  const desk = new Desk();
  desk.time.stall(50);
  desk.driver.letGo();
  const sent = desk.take();
  expect(sent.map(({ left, right }) => [left, right])).toEqual(Array(NEUTRAL_BURST).fill([0, 0]));
  expect(sent.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  expect(desk.controls.any).toBe(false);
  expect(desk.controls.inputAgeMs(desk.time.nowMs() + 10)).toBe(10);
});
