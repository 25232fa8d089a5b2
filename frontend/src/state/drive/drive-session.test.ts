import { describe, expect, it } from 'vitest';
import { OTHER_TAG, ROBOT, TAG, ackOf, beaconOf } from '../../testing/fake-relay.ts';
import { ok } from '../../testing/fake-relay-rest.ts';
import { FakePage } from '../../testing/page.ts';
import type { JsonMessage } from '../../wire/json-messages.ts';

const OTHER_ROBOT = 'rover-2';
const mine = { holder: TAG, leaseRemainingMs: 600_000 };

describe('the word of a node', () => {
  const about = (robot_id: string): readonly JsonMessage[] => [
    { type: 'session_ends', robot_id, ends_in_ms: 5000, ends_at: '2026-11-21T12:30:00Z' },
    { type: 'robot_selected', robot_id, name: 'Named', online: false },
    { type: 'robots', robots: [{ robot_id, name: 'Named', online: false }] },
    { type: 'watchers', robot_id, watchers: [{ holder: OTHER_TAG, holder_name: 'Ben' }] },
    { type: 'lease_requested', robot_id, holder: OTHER_TAG, holder_name: 'Ben', remaining_ms: 5000 },
  ];

  it.each(about(OTHER_ROBOT))('$type about another robot changes nothing', async (message) => {
    const page = await new FakePage().driving();
    await page.pass(100);
    const { sessionEnd, robotName, online, negotiation } = page.drive;
    page.relay.socket.says(message);
    await page.pass(100);
    expect(page.drive).toMatchObject({ sessionEnd, robotName, online, negotiation });
    expect(sessionEnd).toBeUndefined();
  });

  it.each(about(ROBOT))('$type about this robot is shown at once', async (message) => {
    const page = await new FakePage().driving();
    await page.pass(100);
    const before = page.drive;
    page.relay.socket.says(message);
    const { sessionEnd, robotName, online, negotiation } = page.drive;
    expect({ sessionEnd, robotName, online, negotiation }).not.toEqual({
      sessionEnd: before.sessionEnd,
      robotName: before.robotName,
      online: before.online,
      negotiation: before.negotiation,
    });
  });

  it('that someone pressed a stop is shown at once, of this robot only', async () => {
    const page = await new FakePage().connected({ latchKind: 'stop', latchCounter: 5 });
    const pressed = (robot_id: string): void =>
      page.relay.socket.says({
        type: 'stop_pressed',
        robot_id,
        stop_id: '00000000000000ab',
        holder: OTHER_TAG,
        holder_name: 'Ben',
      });
    page.relay.socket.saysBinary({
      type: 'stopped',
      state: 'latched',
      latchKind: 'stop',
      stopId: '00000000000000ab',
      latch: [7, 5],
      stamp: 1001,
      elapsedMs: 0,
    });
    pressed(OTHER_ROBOT);
    expect(page.drive.presser).toEqual({ name: 'robot' });
    pressed(ROBOT);
    expect(page.drive.presser).toEqual({ name: 'other', presserName: 'Ben' });
  });

  it('an error is shown with its words', async () => {
    const page = await new FakePage().connected();
    page.relay.socket.says({ type: 'error', code: 'unavailable', message: 'Not now.' });
    expect(page.drive.refusal).toMatchObject({ code: 'unavailable', message: 'Not now.', request: '' });
  });

  it('the end of one’s time is told anew with each connection', async () => {
    const page = await new FakePage().driving();
    const [ends] = about(ROBOT);
    if (ends !== undefined) page.relay.socket.says(ends);
    expect(page.drive.sessionEnd).toMatchObject({ remainingMs: 5000 });
    page.relay.socket.closes(1006);
    await page.pass(2000);
    await page.relay.accept();
    expect(page.drive.sessionEnd).toBeUndefined();
  });

  it('whether an administrator may lock stays while the connection is lost', async () => {
    const page = new FakePage();
    page.relay.features = ['admin_lock'];
    await page.driving();
    await page.pass(100);
    expect(page.drive.mayLock).toBe(true);
    page.relay.socket.closes(1006);
    expect(page.drive.mayLock).toBe(true);
    expect(page.drive.roundTripMs).toBeUndefined();
    expect((await new FakePage().driving()).drive.mayLock).toBe(false);
  });
});

describe('a booking that is over', () => {
  const shut = { type: 'refused', request: 'take_lease', code: 'booking_over', message: 'Over.' } as const;

  async function watching(booking_required: boolean): Promise<FakePage> {
    const page = new FakePage();
    page.relay.rest.on(
      'GET /api/robots',
      ok({ robots: [{ robot_id: ROBOT, name: 'Tank', online: true, may: 'drive', booking_required }] }),
    );
    await page.connected();
    await page.settle();
    return page;
  }

  it.each<[string, JsonMessage]>([
    ['a refusal', shut],
    ['an error', { type: 'error', code: 'booking_over', message: 'Over.' }],
    ['a refused choice', { ...shut, request: 'select_robot', code: 'booking_needed' }],
  ])('by %s leads to the list, where it is said', async (_name, message) => {
    const page = await watching(true);
    page.relay.socket.says(message);
    await page.settle();
    expect(page.hash).toBe('#/');
    const name = 'code' in message ? message.code : '';
    expect(page.screen).toMatchObject({
      name: 'robots',
      view: { notice: { name, message: 'Over.', robotId: ROBOT } },
    });
  });

  it('lets one watch on where bookings are not required', async () => {
    const page = await watching(false);
    page.relay.socket.says(shut);
    expect(page.drive.refusal).toMatchObject({ code: 'booking_over', request: 'take_lease' });
  });

  it('that another wish is refused for leaves one here', async () => {
    const page = await watching(true);
    page.relay.socket.says({ ...shut, code: 'booking_needed' });
    expect(page.drive.negotiation.refusal).toMatchObject({ code: 'booking_needed' });
  });
});

describe('the age of the loop', () => {
  it('is the acknowledgements’ for who drives, the beacons’ for who watches', async () => {
    const page = await new FakePage().driving();
    await page.pass(20);
    page.relay.socket.saysBinary(ackOf(page.setpoint, { ageMs: 70 }));
    page.relay.socket.saysBinary(beaconOf({ ...mine, stamp: 1200, loopAgeMs: 90 }));
    await page.pass(100);
    expect(page.drive.loopAgeMs).toBe(70);
    page.relay.socket.saysBinary(beaconOf({ holder: OTHER_TAG, termCounter: 4, stamp: 1300, loopAgeMs: 90 }));
    await page.pass(100);
    expect(page.drive.loopAgeMs).toBe(90);
  });

  it('is not that of a node, which knows none', async () => {
    const page = await new FakePage().driving();
    await page.pass(20);
    page.relay.socket.saysBinary(ackOf(page.setpoint, { reason: 'stale', stamp: 0, ageMs: 70 }));
    await page.pass(100);
    expect(page.drive.loopAgeMs).toBeUndefined();
  });

  it('that the governor shows is the highest of one’s own', async () => {
    const page = await new FakePage().driving();
    await page.pass(20);
    page.relay.socket.saysBinary(ackOf(page.setpoint, { ageMs: 300 }));
    page.relay.socket.saysBinary(ackOf(page.setpoint, { ageMs: 70 }));
    page.relay.socket.saysBinary(beaconOf({ ...mine, stamp: 1200, governed: true, cap: 400, loopAgeMs: 90 }));
    await page.pass(100);
    expect(page.drive.governor.shown).toEqual({ capPercent: 40, loopAgeMs: 300 });
  });

  it('that the governor shows to who watches is the robot’s', async () => {
    const page = await new FakePage().connected();
    const governed = { holder: OTHER_TAG, stamp: 1200, governed: true, cap: 400, loopAgeMs: 90 };
    page.relay.socket.saysBinary(beaconOf(governed));
    await page.pass(100);
    expect(page.drive.governor.shown).toEqual({ capPercent: 40, loopAgeMs: 90 });
  });

  it('of a beacon that is older than what is known is not shown', async () => {
    const page = await new FakePage().connected({ stamp: 5000 });
    page.relay.socket.saysBinary(beaconOf({ stamp: 4000, governed: true, cap: 400 }));
    await page.pass(100);
    expect(page.drive.governor.shown).toBeUndefined();
  });
});

describe('a full link', () => {
  it('counts what it drops by name', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.bufferedBytes = 1_000_000;
    await page.pass(200);
    expect(page.drive.refusedCounts.get('link_full')).toBeGreaterThan(5);
    expect(page.drive.refusal).toMatchObject({ code: 'link_full', message: '' });
  });
});

describe('figures', () => {
  it('are shown anew each tenth of a second, and no more once the robot is left', async () => {
    const page = await new FakePage().connected();
    let shown = 0;
    page.app.store.subscribe(() => {
      shown += 1;
    });
    await page.pass(1000);
    expect(shown).toBeGreaterThanOrEqual(10);
    expect(shown).toBeLessThan(16);
    page.app.go({ name: 'account' });
    await page.settle();
    shown = 0;
    await page.pass(1000);
    expect(shown).toBe(0);
    expect(page.time.pending).toBe(1); // the next token
  });

  it('are those of the robot only while there is a connection', async () => {
    const page = await new FakePage().driving();
    await page.pass(100);
    expect(page.drive.telemetry).toBeDefined();
    page.relay.socket.closes(1006);
    expect(page.drive.telemetry).toBeUndefined();
  });

  it('say of an older robot that it is unprotected', async () => {
    const page = await new FakePage().connected({ unprotected: true });
    await page.pass(100);
    expect(page.drive.isUnprotected).toBe(true);
    page.relay.socket.saysBinary(beaconOf({ stamp: 1001, unprotected: false }));
    await page.pass(100);
    expect(page.drive.isUnprotected).toBe(false);
  });
});

describe('a stop', () => {
  const stopped = { latchKind: 'stop', latchCounter: 5, stamp: 1100 } as const;

  it('can be released here by who drives, while there is a connection', async () => {
    const page = await new FakePage().driving();
    await page.pass(100);
    expect(page.drive.release).toBe('none');
    page.relay.socket.saysBinary(beaconOf({ ...mine, ...stopped }));
    await page.pass(100);
    expect(page.drive.release).toBe('unread');
    page.relay.socket.closes(1006);
    expect(page.drive.release).toBe('none');
  });

  it('cannot be released by who watches', async () => {
    const page = await new FakePage().connected(stopped);
    await page.pass(100);
    expect(page.drive.release).toBe('none');
    page.app.drive.releasing?.release([7, 5]);
    expect(page.relay.socket.all('release_stop')).toEqual([]);
    expect(page.drive.refusal).toBeUndefined();
  });

  it('that was not read yet is refused here, without a word of a relay', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.saysBinary(beaconOf({ ...mine, ...stopped }));
    page.app.drive.releasing?.release(undefined);
    expect(page.drive.refusal).toMatchObject({ code: 'latch_changed', message: '', request: 'release_stop' });
    expect(page.relay.socket.all('release_stop')).toEqual([]);
  });
});
