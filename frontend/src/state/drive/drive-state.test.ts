import { describe, expect, it } from 'vitest';
import { RobotKnowledge } from '../../control/robot-knowledge.ts';
import { OTHER_TAG, TAG, beaconOf } from '../../testing/fake-relay.ts';
import type { Beacon } from '../../wire/messages.ts';
import { isFresh, leaseOf, loopAgeOf, presserOf, telemetryOf } from './drive-state.ts';

/** Heard at 1000 ms. */
function known(beacon: Partial<Beacon> = {}): RobotKnowledge {
  const knowledge = new RobotKnowledge();
  knowledge.onBeacon(beaconOf(beacon), 1000);
  return knowledge;
}

const driven = { holder: TAG };

describe('what the robot said', () => {
  it('is true for a second while it is driven, for three while it is not', () => {
    expect([isFresh(known(driven), 2000), isFresh(known(driven), 2001)]).toEqual([true, false]);
    expect([isFresh(known(), 4000), isFresh(known(), 4001)]).toEqual([true, false]);
  });

  it('of the age of setpoints is unknown when it is too old or none', () => {
    const knowledge = known({ ...driven, loopAgeMs: 40 });
    expect([loopAgeOf(knowledge, 2000), loopAgeOf(knowledge, 2001)]).toEqual([40, undefined]);
    expect(loopAgeOf(known({ loopAgeMs: 65_535 }), 1000)).toBeUndefined();
    expect(loopAgeOf(new RobotKnowledge(), 1000)).toBeUndefined();
  });

  it('is shown as it said it', () => {
    const beacon = { ...driven, left: 100, right: -200, moving: true, boardConnected: false, cap: 700 };
    expect(telemetryOf(known(beacon), 2000)).toEqual({
      left: 100,
      right: -200,
      moving: true,
      boardConnected: false,
      capPermille: 700,
      batteryMv: 7400,
      batteryPercent: 81,
      faults: [],
    });
  });

  it('is not shown when it is too old, or before it was heard', () => {
    expect(telemetryOf(known(driven), 2001)).toBeUndefined();
    expect(telemetryOf(new RobotKnowledge(), 1000)).toBeUndefined();
  });

  it('leaves out a battery that it does not know', () => {
    expect(telemetryOf(known({ batteryMv: 0, batteryPercent: 255 }), 1000)).toMatchObject({
      batteryMv: undefined,
      batteryPercent: undefined,
    });
    expect(telemetryOf(known({ batteryPercent: 0 }), 1000)).toMatchObject({ batteryPercent: 0 });
  });

  it.each([
    [0, []],
    [1, ['batteryLow']],
    [6, ['motorDriver', 'boardRestarted']],
    [8, ['serialUnhealthy']],
    [16, []],
  ])('has the faults of the bits %s', (faults, names) => {
    expect(telemetryOf(known({ faults }), 1000)?.faults).toEqual(names);
  });
});

describe('who pressed the stop', () => {
  const presser = { holder: OTHER_TAG, name: 'Ben' };

  it('is this page, another person, somebody, or the robot itself', () => {
    expect(presserOf(known(), presser, OTHER_TAG)).toEqual({ name: 'me' });
    expect(presserOf(known(), presser, TAG)).toEqual({ name: 'other', presserName: 'Ben' });
    expect(presserOf(known({ stopPressed: true }), undefined, TAG)).toEqual({ name: 'somebody' });
    expect(presserOf(known(), undefined, TAG)).toEqual({ name: 'robot' });
    expect(presserOf(new RobotKnowledge(), undefined, undefined)).toEqual({ name: 'robot' });
  });
});

describe('who drives', () => {
  it('is unknown before the robot was heard, whatever the page believes', () => {
    expect(leaseOf(new RobotKnowledge(), false)).toEqual({ name: 'unknown' });
    expect(leaseOf(new RobotKnowledge(), true)).toEqual({ name: 'unknown' });
  });

  it('is nobody, this page or another one, for so long', () => {
    const knowledge = known({ ...driven, leaseRemainingMs: 900 });
    expect(leaseOf(known(), false)).toEqual({ name: 'free' });
    expect(leaseOf(knowledge, true)).toEqual({ name: 'mine', remainingMs: 900 });
    expect(leaseOf(knowledge, false)).toEqual({ name: 'other', holderName: undefined, remainingMs: 900 });
  });
});
