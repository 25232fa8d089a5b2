import { describe, expect, it } from 'vitest';
import { OTHER_TAG, TAG, ackOf, beaconOf } from '../../testing/fake-relay.ts';
import { FakePage } from '../../testing/page.ts';

const mine = { holder: TAG, leaseRemainingMs: 600_000 };
const speeds = (page: FakePage): [number, number] => [page.setpoint.left, page.setpoint.right];

describe('who may send setpoints', () => {
  it('nothing is sent while nobody holds the lease', async () => {
    const page = await new FakePage().connected();
    page.keyDown('KeyW');
    await page.pass(500);
    expect(page.setpoints).toEqual([]);
  });

  it('nothing is sent while somebody else holds it', async () => {
    const page = await new FakePage().connected();
    page.relay.socket.saysBinary(beaconOf({ holder: OTHER_TAG, leaseRemainingMs: 9000 }));
    page.keyDown('KeyW');
    await page.pass(500);
    expect(page.setpoints).toEqual([]);
  });

  it('asking for the lease is not having it: setpoints wait for the robot’s word', async () => {
    const page = await new FakePage().connected();
    page.app.drive.wish('take');
    await page.pass(200);
    expect(page.relay.socket.last('take_lease')).toBeDefined();
    expect(page.setpoints).toEqual([]);
    page.relay.lease([7, 4], TAG);
    await page.pass(20);
    expect(page.setpoint).toMatchObject({ term: [7, 4], sequence: 1, left: 0, right: 0 });
  });

  it('a lease of another robot is not this one’s', async () => {
    const page = await new FakePage().connected();
    page.relay.socket.says({
      type: 'lease',
      robot_id: 'car-2',
      term: [7, 9],
      holder: TAG,
      holder_name: 'Anna',
      remaining_ms: 1,
      cause: 'taken',
    });
    await page.pass(100);
    expect(page.setpoints).toEqual([]);
  });

  it('neutral is sent at 50 Hz while the lease is held', async () => {
    const page = await new FakePage().driving();
    await page.pass(1000);
    expect(page.setpoints).toHaveLength(50);
    expect(page.setpoints.every(({ left, right, ttlMs }) => left === 0 && right === 0 && ttlMs === 800)).toBe(
      true,
    );
  });

  it('the setpoints end with the lease', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyW');
    page.relay.lease([7, 4], OTHER_TAG);
    const sent = page.setpoints.length;
    await page.pass(200);
    expect(page.setpoints).toHaveLength(sent);
  });

  it('a lease that comes late, of an earlier term, is not believed', async () => {
    const page = await new FakePage().connected();
    page.relay.socket.saysBinary(beaconOf({ termCounter: 5, stamp: 1001 }));
    page.relay.lease([7, 4], TAG);
    await page.pass(100);
    expect(page.setpoints).toEqual([]);
  });

  it('a key held into a new term does not drive in it until it is pressed again', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyW');
    page.relay.lease([7, 4], TAG);
    await page.pass(20);
    expect(page.setpoint).toMatchObject({ term: [7, 4], left: 0, right: 0 });
    page.keyDown('KeyW');
    expect(speeds(page)).toEqual([600, 600]);
  });
});

describe('what a setpoint carries', () => {
  it('a pressed key is sent at once, a released one too', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyW');
    expect(speeds(page)).toEqual([600, 600]);
    page.keyUp('KeyW');
    expect(speeds(page)).toEqual([0, 0]);
    expect(page.setpoints).toHaveLength(2);
  });

  it('the echo is the newest stamp of the moment of sampling, and nothing that comes later changes it', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.saysBinary(beaconOf({ ...mine, stamp: 2000 }));
    await page.pass(20);
    const before = page.setpoint;
    expect(before.echo).toBe(2000);
    page.relay.socket.saysBinary(beaconOf({ ...mine, stamp: 2020 }));
    expect(page.setpoint).toBe(before);
    await page.pass(20);
    expect(page.setpoint.echo).toBe(2020);
  });

  it('a setpoint that found no room is dropped: it never goes out later with its old echo', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.bufferedBytes = 2049;
    await page.pass(100);
    expect(page.setpoints).toEqual([]);
    expect(page.drive.refusal?.code).toBe('link_full');
    await page.pass(100);
    expect(page.drive.refusedCounts.get('link_full')).toBeGreaterThanOrEqual(9);
    page.relay.socket.bufferedBytes = 0;
    page.relay.socket.saysBinary(beaconOf({ ...mine, stamp: 3000 }));
    await page.pass(20);
    expect(page.setpoints.map(({ echo }) => echo)).toEqual([3000]);
  });

  it('acknowledgements renew the echo, except those of a node and of another boot', async () => {
    const page = await new FakePage().driving();
    await page.pass(20);
    const { socket } = page.relay;
    socket.saysBinary(ackOf(page.setpoint, { stamp: 1500 }));
    await page.pass(20);
    expect(page.setpoint.echo).toBe(1500);
    socket.saysBinary(ackOf(page.setpoint, { stamp: 0, reason: 'window_full' }));
    socket.saysBinary(ackOf({ term: [6, 1], sequence: 1 }, { stamp: 1900, reason: 'term_old' }));
    socket.saysBinary(ackOf(page.setpoint, { stamp: 1400 }));
    await page.pass(20);
    expect(page.setpoint.echo).toBe(1500);
  });

  it('the missing stamp of a node is not taken for one that comes after a high stamp', async () => {
    const page = await new FakePage().connected({ ...mine, stamp: 4_000_000_000 });
    await page.pass(20);
    page.relay.socket.saysBinary(ackOf(page.setpoint, { stamp: 0, reason: 'window_full' }));
    await page.pass(20);
    expect(page.setpoint.echo).toBe(4_000_000_000);
  });

  it('a stamp that is older, also across the wrap, does not replace a newer one', async () => {
    const page = await new FakePage().connected({ ...mine, stamp: 4_294_967_290 });
    const { socket } = page.relay;
    socket.saysBinary(beaconOf({ ...mine, stamp: 5 }));
    socket.saysBinary(beaconOf({ ...mine, stamp: 4_294_967_295 }));
    await page.pass(20);
    expect(page.setpoint.echo).toBe(5);
  });

  it('the sequence goes on at zero after its last number', async () => {
    const page = await new FakePage().connected();
    page.relay.socket.saysBinary(beaconOf({ ...mine, lastSequence: 0xffff_fffe }));
    await page.pass(60);
    expect(page.setpoints.map(({ sequence }) => sequence)).toEqual([0xffff_ffff, 0, 1]);
  });

  it('the robot’s last sequence does not set the own one back', async () => {
    const page = await new FakePage().driving();
    await page.pass(100);
    page.relay.socket.saysBinary(beaconOf({ ...mine, stamp: 1100, lastSequence: 2 }));
    await page.pass(20);
    expect(page.setpoint.sequence).toBe(6);
  });

  it('a risen boot number forgets stamps, sequence and term', async () => {
    const page = await new FakePage().connected({ ...mine, stamp: 4_000_000_000, lastSequence: 900 });
    await page.pass(100);
    expect(page.setpoint).toMatchObject({ term: [7, 3], sequence: 905 });
    page.relay.lease([8, 1], TAG);
    const sent = page.setpoints.length;
    await page.pass(100);
    expect(page.setpoints).toHaveLength(sent); // no stamp of this boot yet
    page.relay.socket.saysBinary(beaconOf({ ...mine, boot: 8, termCounter: 1, stamp: 12 }));
    await page.pass(20);
    expect(page.setpoint).toMatchObject({ term: [8, 1], sequence: 1, echo: 12 });
    page.relay.socket.saysBinary(beaconOf({ ...mine, boot: 7, stamp: 500 }));
    await page.pass(20);
    expect(page.setpoint).toMatchObject({ term: [8, 1], echo: 12 });
  });

  it('the input age is 0 while a control is held, then grows and saturates', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyW');
    await page.pass(500);
    expect(page.setpoint.inputAgeMs).toBe(0);
    page.keyUp('KeyW');
    await page.pass(400);
    expect(page.setpoint.inputAgeMs).toBe(400);
    await page.pass(70_000);
    expect(page.setpoint.inputAgeMs).toBe(65_535);
  });

  it('taking the lease is human input: a page that was only watched for an hour is not idle', async () => {
    const page = await new FakePage().connected();
    await page.pass(3_600_000);
    page.app.drive.wish('take');
    page.relay.lease([7, 4], TAG);
    await page.pass(20);
    expect(page.setpoint.inputAgeMs).toBe(20);
  });
});

describe('keys', () => {
  it.each([
    ['forward', ['KeyW'], [600, 600]],
    ['backward', ['ArrowDown'], [-600, -600]],
    ['a turn to the left on the spot', ['KeyA'], [-600, 600]],
    ['a turn to the right on the spot', ['ArrowRight'], [600, -600]],
    ['an arc forward to the left', ['KeyW', 'KeyA'], [240, 600]],
    ['an arc forward to the right', ['ArrowUp', 'ArrowRight'], [600, 240]],
    ['an arc backward to the left', ['KeyS', 'KeyA'], [-240, -600]],
    ['nothing: forward and backward cancel', ['KeyW', 'KeyS'], [0, 0]],
    ['nothing: left and right cancel', ['KeyA', 'KeyD'], [0, 0]],
    ['forward: left and right cancel', ['KeyW', 'KeyA', 'KeyD'], [600, 600]],
    ['nothing: all four cancel', ['KeyW', 'KeyA', 'KeyS', 'KeyD'], [0, 0]],
  ])('%s', async (_name, keys, expected) => {
    const page = await new FakePage().driving();
    for (const key of keys) page.keyDown(key);
    expect(speeds(page)).toEqual(expected);
  });

  it('two keys for one direction: it ends with the second', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyW');
    page.keyDown('ArrowUp');
    page.keyUp('KeyW');
    expect(speeds(page)).toEqual([600, 600]);
    page.keyUp('ArrowUp');
    expect(speeds(page)).toEqual([0, 0]);
  });

  it('the speed is the chosen share, within 10 and 100 %', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyW');
    for (const [percent, permille] of [
      [35, 350],
      [3, 100],
      [250, 1000],
      [Number.NaN, 1000],
    ] as const) {
      page.app.drive.setSpeed(percent);
      await page.pass(20);
      expect(page.setpoint.left).toBe(permille);
    }
  });

  it('typing, repeats and shortcuts do not drive', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyW', { target: 'text' });
    page.keyDown('KeyW', { repeat: true });
    page.keyDown('KeyW', { modified: true });
    page.keyDown('ArrowUp', { target: 'slider' });
    await page.pass(100);
    expect(page.setpoints.every(({ left }) => left === 0)).toBe(true);
    page.keyDown('KeyW', { target: 'slider' });
    expect(page.setpoint.left).toBe(600);
  });

  it('a modifier lets go of everything, because the release of other keys may be lost under it', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyW');
    page.keyDown('MetaLeft', { modified: true });
    expect(speeds(page)).toEqual([0, 0]);
  });
});
