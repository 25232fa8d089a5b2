import { describe, expect, it } from 'vitest';
import { OTHER_TAG, TAG, ackOf, beaconOf } from '../testing/fake-relay.ts';
import type { Lease } from '../wire/json-messages.ts';
import type { Pong, Stopped } from '../wire/messages.ts';
import { NO_HOLDER } from '../wire/messages.ts';
import { RobotKnowledge } from './robot-knowledge.ts';

const leaseOf = (changes: Partial<Lease> = {}): Lease => ({
  type: 'lease',
  term: [7, 4],
  holder: TAG,
  holder_name: 'Anna',
  remaining_ms: 500,
  cause: 'taken',
  ...changes,
});

const stoppedOf = (changes: Partial<Stopped> = {}): Stopped => ({
  type: 'stopped',
  state: 'latched',
  latchKind: 'stop',
  stopId: 's',
  latch: [7, 3],
  stamp: 1500,
  elapsedMs: 0,
  ...changes,
});

const pongOf = (changes: Partial<Pong> = {}): Pong => ({
  type: 'pong',
  id: 1,
  senderMs: 2,
  stampValid: true,
  stamp: 1500,
  ...changes,
});

/** Heard once: boot 7, term 3 of Anna, latch 2, stamp 1000, at 50 ms. */
function known(): RobotKnowledge {
  const robot = new RobotKnowledge();
  robot.onBeacon(
    beaconOf({ holder: TAG, leaseRemainingMs: 900, lastSequence: 12, latchKind: 'failsafe' }),
    50,
  );
  return robot;
}

describe('what is known of a robot', () => {
  it('is nothing before it was heard, and a robot without a boot number is not heard', () => {
    const robot = new RobotKnowledge();
    expect(robot.onBeacon(beaconOf({ boot: 0 }), 50)).toBe(false);
    expect(robot.onLease(leaseOf({ term: [0, 4] }))).toBe(false);
    robot.onStopped(stoppedOf({ latch: [0, 3] }));
    robot.onPong(pongOf());
    robot.onAck(ackOf({ term: [7, 3], sequence: 1 }));
    expect(robot).toEqual(Object.assign(new RobotKnowledge(), { names: new Map([[TAG, 'Anna']]) }));
    expect([robot.boot, robot.stamp, robot.holder, robot.lastSequence]).toEqual([0, undefined, NO_HOLDER, 0]);
  });

  it('is what its beacon says', () => {
    const robot = known();
    expect([robot.boot, robot.term, robot.latch, robot.latchKind]).toEqual([7, [7, 3], [7, 2], 'failsafe']);
    expect([robot.holder, robot.leaseRemainingMs, robot.lastSequence]).toEqual([TAG, 900, 12]);
    expect([robot.stamp, robot.beaconAtMs, robot.beacon?.batteryMv]).toEqual([1000, 50, 7400]);
    expect(robot.leaseCause).toBeUndefined();
  });

  it('is no older beacon, but one of the same stamp', () => {
    const robot = known();
    expect(robot.onBeacon(beaconOf({ stamp: 999, termCounter: 9 }), 60)).toBe(false);
    expect([robot.term, robot.beaconAtMs, robot.stamp]).toEqual([[7, 3], 50, 1000]);
    expect(robot.onBeacon(beaconOf({ holder: OTHER_TAG }), 70)).toBe(true);
    expect([robot.holder, robot.beaconAtMs]).toEqual([OTHER_TAG, 70]);
  });

  it('keeps the newer term and latch when a beacon was made before them', () => {
    const robot = known();
    robot.onLease(leaseOf());
    robot.onStopped(stoppedOf());
    expect(
      robot.onBeacon(beaconOf({ stamp: 1600, holder: OTHER_TAG, leaseRemainingMs: 3, lastSequence: 99 }), 60),
    ).toBe(true);
    expect([robot.term, robot.holder, robot.leaseRemainingMs, robot.lastSequence]).toEqual([
      [7, 4],
      TAG,
      500,
      0,
    ]);
    expect([robot.latch, robot.latchKind, robot.stamp]).toEqual([[7, 3], 'stop', 1600]);
  });

  it('takes a later word on the latch in force from a beacon, not from an answer to a stop', () => {
    const robot = known();
    robot.onStopped(stoppedOf({ latch: [7, 2] }));
    expect(robot.latchKind).toBe('failsafe');
    robot.onBeacon(beaconOf({ stamp: 1600, latchKind: 'none' }), 60);
    expect(robot.latchKind).toBe('none');
    robot.onStopped(stoppedOf({ latch: [7, 1] }));
    expect([robot.latch, robot.latchKind]).toEqual([[7, 2], 'none']);
  });

  it('is what a lease says, with the name of its holder', () => {
    const robot = known();
    expect(robot.holderName).toBeUndefined();
    expect(robot.onLease(leaseOf())).toBe(true);
    expect([robot.term, robot.holder, robot.holderName]).toEqual([[7, 4], TAG, 'Anna']);
    expect([robot.leaseRemainingMs, robot.leaseCause, robot.lastSequence]).toEqual([500, 'taken', 0]);
    expect(robot.onLease(leaseOf({ holder: null, holder_name: null, cause: 'released' }))).toBe(true);
    expect([robot.holder, robot.holderName, robot.leaseCause]).toEqual([NO_HOLDER, undefined, 'released']);
  });

  it('keeps the cause and the sequence within a term: a lease that is merely current has no cause', () => {
    const robot = known();
    robot.onLease(leaseOf({ term: [7, 3] }));
    robot.onLease(leaseOf({ term: [7, 3], cause: 'current' }));
    robot.onBeacon(beaconOf({ stamp: 1100, holder: TAG, lastSequence: 13 }), 60);
    expect([robot.leaseCause, robot.lastSequence]).toEqual(['taken', 13]);
    robot.onBeacon(beaconOf({ stamp: 1200, termCounter: 4, holder: OTHER_TAG }), 70);
    expect([robot.leaseCause, robot.lastSequence, robot.term]).toEqual([undefined, 0, [7, 4]]);
  });

  it('is no older lease, though the name that it tells is kept', () => {
    const robot = known();
    expect(robot.onLease(leaseOf({ term: [7, 2], holder: OTHER_TAG, holder_name: 'Bert' }))).toBe(false);
    expect(robot.onLease(leaseOf({ term: [6, 9] }))).toBe(false);
    expect([robot.term, robot.holder, robot.leaseRemainingMs]).toEqual([[7, 3], TAG, 900]);
    robot.onLease(leaseOf({ holder: OTHER_TAG, holder_name: null }));
    expect(robot.holderName).toBe('Bert');
    robot.onLease(leaseOf({ holder: null, holder_name: 'Nobody' }));
    expect(robot.holderName).toBeUndefined();
  });

  it('takes stamps that rise, over the wrap as well', () => {
    const robot = known();
    robot.onPong(pongOf());
    robot.onPong(pongOf({ stamp: 1400 }));
    expect(robot.stamp).toBe(1500);
    robot.onPong(pongOf({ stamp: 9000, stampValid: false }));
    expect(robot.stamp).toBe(1500);
    robot.onStopped(stoppedOf({ stamp: 1700 }));
    expect(robot.stamp).toBe(1700);
    const late = new RobotKnowledge();
    late.onBeacon(beaconOf({ stamp: 0xffff_ff00 }), 0);
    late.onPong(pongOf({ stamp: 5 }));
    expect(late.stamp).toBe(5);
  });

  it('takes the stamp of an acknowledgement of this boot that comes from the robot', () => {
    const robot = known();
    robot.onAck(ackOf({ term: [7, 3], sequence: 1 }, { stamp: 1100 }));
    expect(robot.stamp).toBe(1100);
    robot.onAck(ackOf({ term: [7, 3], sequence: 2 }, { stamp: 1200, reason: 'stale' }));
    expect(robot.stamp).toBe(1200);
    robot.onAck(ackOf({ term: [6, 3], sequence: 2 }, { stamp: 1300 }));
    expect(robot.stamp).toBe(1200);
    const wrapping = new RobotKnowledge();
    wrapping.onBeacon(beaconOf({ stamp: 0xffff_ff00 }), 0);
    wrapping.onAck(ackOf({ term: [7, 3], sequence: 1 }, { stamp: 0, reason: 'stale' }));
    expect(wrapping.stamp).toBe(0xffff_ff00);
    wrapping.onAck(ackOf({ term: [7, 3], sequence: 1 }, { stamp: 0 }));
    expect(wrapping.stamp).toBe(0);
  });

  it('is forgotten with a new boot, names excepted, and an older boot is not listened to', () => {
    const robot = known();
    robot.onLease(leaseOf());
    expect(robot.onLease(leaseOf({ term: [8, 1], cause: 'current' }))).toBe(true);
    expect([robot.boot, robot.term, robot.holder, robot.holderName]).toEqual([8, [8, 1], TAG, 'Anna']);
    expect([robot.latch, robot.latchKind, robot.leaseCause]).toEqual([[0, 0], undefined, undefined]);
    expect([robot.stamp, robot.beacon, robot.beaconAtMs]).toEqual([
      undefined,
      undefined,
      Number.NEGATIVE_INFINITY,
    ]);
    expect(robot.onBeacon(beaconOf({ stamp: 5000, termCounter: 9 }), 90)).toBe(false);
    robot.onStopped(stoppedOf({ latch: [7, 9] }));
    expect([robot.boot, robot.latch, robot.stamp]).toEqual([8, [0, 0], undefined]);
  });

  it('is forgotten wholly by the latch of a new boot alone', () => {
    const robot = known();
    robot.onStopped(stoppedOf({ latch: [8, 1], stamp: 3 }));
    expect([robot.boot, robot.term, robot.holder, robot.leaseRemainingMs]).toEqual([8, [0, 0], NO_HOLDER, 0]);
    expect([robot.lastSequence, robot.latch, robot.latchKind, robot.stamp]).toEqual([0, [8, 1], 'stop', 3]);
  });
});
