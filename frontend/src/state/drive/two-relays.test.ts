import { beforeEach, describe, expect, it } from 'vitest';
import { ROBOT, TAG, ackOf, beaconOf } from '../../testing/fake-relay.ts';
import { ok } from '../../testing/fake-relay-rest.ts';
import type { FakeSocket } from '../../testing/fake-socket.ts';
import { FakePage } from '../../testing/page.ts';
import { stoppedOf } from '../../testing/stops.ts';

/** A page with a connection to each of two relays, driving in term [7, 3]. */
let page: FakePage;
let first: FakeSocket;
let second: FakeSocket;

const held = { holder: TAG, leaseRemainingMs: 600_000 };

beforeEach(async () => {
  page = new FakePage();
  page.relay.rest.on(
    'GET /api/relays',
    ok({
      relays: [
        { name: 'Frankfurt', url: 'https://relay.test' },
        { name: 'Bucharest', url: 'https://buh.test' },
      ],
    }),
  );
  await page.connected();
  first = page.relay.socket;
  await page.pass(5000);
  await page.relay.accept();
  second = page.relay.socket;
  first.saysBinary(beaconOf({ stamp: 2000, ...held }));
});

/** Both nodes pass the robot's beacons on, the second one later. */
async function drives(ms: number, lagMs = 0): Promise<void> {
  for (let past = 0; past < ms; past += 20) {
    await page.pass(20);
    const stamp = 2000 + page.time.nowMs();
    if (!first.closed) first.saysBinary(beaconOf({ stamp, ...held }));
    if (!second.closed) second.saysBinary(beaconOf({ stamp: stamp - lagMs, ...held }));
  }
}

describe('a drive over two relays', () => {
  it('dials the second with a ticket of the first, as a standby', () => {
    expect(first.path).toMatch(/^\/ws\/client\/[0-9a-f]{32}\?ticket=ticket-1$/);
    expect(second.path).toBe(`https://buh.test${first.path.replace('ticket-1', 'ticket-2')}`);
    expect([first.last('hello'), second.last('hello')]).toMatchObject([{}, { standby: true }]);
    expect(first.last('hello')).not.toHaveProperty('standby');
    expect(second.last('select_robot')).toEqual({ type: 'select_robot', robot_id: ROBOT });
    expect(page.drive.ways).toEqual({ relay: 'Frankfurt', isStandbyReady: true, wentOver: false });
  });

  it('numbers each setpoint once, and both get the same', async () => {
    page.keyDown('KeyW');
    await drives(400);
    const sequences = second.all('drive').map(({ sequence }) => sequence);
    expect(first.all('drive')).toEqual(second.all('drive'));
    expect(sequences.length).toBeGreaterThan(15);
    expect(sequences).toEqual(sequences.map((_, index) => (sequences[0] ?? 0) + index));
  });

  it('a standby that lags never makes the echo older', async () => {
    page.keyDown('KeyW');
    await drives(600, 300);
    const echoes = first.all('drive').map(({ echo }) => echo);
    expect(echoes).toEqual([...echoes].sort((a, b) => a - b));
    expect(Math.max(...echoes)).toBeGreaterThan(2000 + page.time.nowMs() - 60);
  });

  it('an acknowledgement that comes twice is no refusal and counts once', async () => {
    await drives(100);
    const drive = first.last('drive');
    if (drive === undefined) throw new Error('no setpoint');
    second.saysBinary(ackOf(drive, { ageMs: 30 }));
    first.saysBinary(ackOf(drive, { reason: 'sequence_old', ageMs: 250 }));
    await drives(100);
    expect([page.drive.refusedCounts.size, page.drive.loopAgeMs]).toEqual([0, 30]);
  });

  it('the connection dies: nothing held is let go, the lease goes on, the page names the relay for a moment', async () => {
    page.keyDown('KeyW');
    await drives(400);
    const last = second.last('drive');
    first.closes(1006);
    await drives(400);
    const after = second.all('drive').filter(({ sequence }) => sequence > (last?.sequence ?? 0));
    expect(after.length).toBeGreaterThan(15);
    expect(after.every(({ left, right }) => left > 0 && right > 0)).toBe(true);
    expect([page.drive.link.name, page.drive.lease.name, page.drive.held]).toEqual([
      'ready',
      'mine',
      ['forward'],
    ]);
    expect(page.drive.ways).toEqual({ relay: 'Bucharest', isStandbyReady: false, wentOver: true });
    expect(page.screen.name).toBe('drive');
    await drives(5000);
    expect(page.drive.ways.wentOver).toBe(false);
    expect(second.all('take_lease')).toEqual([]);
    expect(second.all('select_robot')).toHaveLength(1);
  });

  it('so it is when the node falls silent, within a second', async () => {
    page.keyDown('KeyW');
    first.answersPings = false;
    await drives(900);
    expect([first.closed, page.drive.link.name, page.drive.held]).toEqual([true, 'ready', ['forward']]);
  });

  it('and when it says goodbye', async () => {
    page.keyDown('KeyW');
    first.says({ type: 'going_away', retry_ms: 2000 });
    expect([first.closed, page.drive.ways.relay]).toEqual([false, 'Bucharest']);
    first.closes(1001);
    await drives(100);
    expect([page.drive.link.name, page.drive.held, page.drive.ways.wentOver]).toEqual([
      'ready',
      ['forward'],
      true,
    ]);
  });

  it('a stop and its repetitions go over both until either brings the answer', async () => {
    page.app.drive.stop();
    await page.pass(250);
    const [ids, others] = [first, second].map((socket) => socket.all('stop').map(({ stopId }) => stopId));
    expect(ids).toEqual(others);
    expect(ids?.length).toBeGreaterThanOrEqual(4);
    second.saysBinary(stoppedOf(ids?.[0] ?? ''));
    await page.pass(500);
    expect(page.drive.stop.name).toBe('confirmed');
    expect(first.all('stop')).toHaveLength(ids?.length ?? 0);
  });

  it('what nobody answers any more when it goes over may be asked again', async () => {
    page.app.drive.wish('release');
    expect(page.drive.negotiation.asking).toBe('release');
    first.closes(1006);
    expect(page.drive.negotiation.asking).toBeUndefined();
    await page.pass(100);
    page.app.drive.wish('release');
    expect(second.all('release_lease')).toHaveLength(1);
  });

  it('both die: the page says so, and asks for a ticket where it connects', async () => {
    first.closes(1006);
    second.closes(1006);
    expect(page.drive.link).toEqual({ name: 'waiting', why: 'lost' });
    await page.pass(200);
    const asked = page.relay.rest.asked
      .map(({ path }) => path)
      .filter((path) => path.endsWith('/api/tickets'));
    expect(asked.slice(0, 2)).toEqual(['/api/tickets', '/api/tickets']);
    expect(asked.slice(2)).toContain('https://buh.test/api/tickets');
    expect(asked.slice(2)).toContain('/api/tickets');
  });

  it('a standby whose proof ends keeps nobody from driving', async () => {
    page.keyDown('KeyW');
    second.closes(4401);
    await drives(400);
    expect([page.screen.name, page.drive.link.name, page.drive.held]).toEqual([
      'drive',
      'ready',
      ['forward'],
    ]);
    first.closes(4401);
    await page.settle();
    expect(page.screen.name).toBe('login');
  });
});
