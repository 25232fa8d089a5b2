import { describe, expect, it } from 'vitest';
import { ROBOT, TAG, ackOf, beaconOf } from '../../testing/fake-relay.ts';
import { FakePage } from '../../testing/page.ts';

const mine = { holder: TAG, leaseRemainingMs: 600_000 };

describe('login and robots', () => {
  it('logs in, lists the robots and opens one', async () => {
    const page = await new FakePage(null).signedOut();
    expect(page.screen).toMatchObject({
      name: 'login',
      signIn: { step: { name: 'password' }, busy: false, problem: undefined },
    });
    page.app.signIn.submit({ username: 'anna', password: 'secret' });
    await page.settle();
    expect(page.relay.rest.bodies('POST /api/login')).toEqual([
      { username: 'anna', password: 'secret', refresh_cookie: true },
    ]);
    expect(page.screen).toMatchObject({
      name: 'robots',
      view: { robots: [{ robot_id: ROBOT, name: 'Tank', online: true }] },
    });
    page.app.go({ name: 'robot', robotId: ROBOT });
    expect(page.hash).toBe(`#/robots/${ROBOT}`);
    expect(page.drive).toMatchObject({ robotId: ROBOT, robotName: 'Tank', link: { name: 'connecting' } });
  });

  it('a reload goes on at the robot that the address names, with the login that the browser has', async () => {
    const page = new FakePage(ROBOT);
    page.app.start();
    expect(page.screen).toEqual({ name: 'starting', isUnreachable: false });
    await page.relay.accept();
    expect(page.relay.rest.asked[0]).toMatchObject({ path: '/api/login/refresh', token: undefined });
    expect(page.relay.rest.asked.find(({ path }) => path === '/api/tickets')?.token).toBe('token-1');
    expect(page.relay.socket.last('select_robot')?.robot_id).toBe(ROBOT);
    expect(page.drive.link.name).toBe('ready');
  });

  it('a denied ticket leads back to the login', async () => {
    const page = new FakePage(ROBOT);
    page.relay.ticketStatus = 401;
    page.relay.rest.on('POST /api/login/refresh', () => {
      page.relay.rest.on('POST /api/login/refresh', { status: 401, body: { code: 'unauthenticated' } });
      return { status: 200, body: { token: 'token-1', expires_in: 900 } };
    });
    page.app.start();
    await page.settle();
    expect(page.screen).toMatchObject({ name: 'login', signIn: { problem: { why: 'expired' } } });
    expect(page.time.pending).toBe(0);
  });

  it('signing out while driving closes everything', async () => {
    const page = await new FakePage().driving();
    page.app.logout();
    expect(page.screen.name).toBe('login');
    expect(page.relay.socket.closed).toBe(true);
    expect(page.time.pending).toBe(0);
  });
});

describe('the drive page', () => {
  it('leaving it sends neutral, gives the lease back, closes the socket and leaves no timer', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyW');
    const { socket } = page.relay;
    page.hash = '#/';
    page.app.placeChanged();
    expect(socket.last('drive')).toMatchObject({ left: 0, right: 0 });
    expect(socket.last('release_lease')).toBeDefined();
    expect(socket.closed).toBe(true);
    page.app.logout();
    expect(page.time.pending).toBe(0);
  });

  it('a reconnect keeps the instance, the lease and the sequence', async () => {
    const page = await new FakePage().driving();
    await page.pass(100);
    const first = page.relay.socket;
    const sequence = page.setpoint.sequence;
    first.closes(1006);
    await page.pass(160);
    expect(page.relay.socket).not.toBe(first);
    const second = await page.relay.accept();
    expect(second.last('hello')).toEqual(first.last('hello'));
    expect(second.path.split('?')[0]).toBe(first.path.split('?')[0]);
    await page.pass(20);
    expect(second.last('drive')?.sequence).toBeGreaterThan(sequence);
    expect(second.last('drive')?.term).toEqual([7, 3]);
  });

  it('refused setpoints are counted by name, the last one is shown and marked as over once others pass', async () => {
    const page = await new FakePage().driving();
    await page.pass(20);
    const { socket } = page.relay;
    for (const reason of ['stale', 'stale', 'latched_stop', 'superseded'] as const) {
      socket.saysBinary(ackOf(page.setpoint, { reason, stamp: 1100, ageMs: 900 }));
    }
    await page.pass(100);
    expect(page.drive.refusal).toMatchObject({ code: 'latched_stop', isOver: false });
    expect(Object.fromEntries(page.drive.refusedCounts)).toEqual({
      stale: 2,
      latched_stop: 1,
      superseded: 1,
    });
    expect(page.drive.loopAgeMs).toBe(900);
    socket.saysBinary(ackOf(page.setpoint));
    await page.pass(100);
    expect(page.drive.refusal).toMatchObject({ code: 'latched_stop', isOver: true });
    expect(page.drive.loopAgeMs).toBe(40);
  });

  it('a refused request is shown with its code and ends the waiting', async () => {
    const page = await new FakePage().connected();
    page.app.drive.wish('take');
    expect(page.drive.negotiation.asking).toBe('take');
    page.relay.socket.says({
      type: 'refused',
      request: 'take_lease',
      code: 'held',
      message: 'Maria drives.',
    });
    expect(page.drive).toMatchObject({
      negotiation: { asking: undefined, refusal: { request: 'take_lease', code: 'held' } },
      refusal: { code: 'held', message: 'Maria drives.', request: 'take_lease' },
    });
  });

  it('pings at the pace of driving while it holds the lease', async () => {
    const page = await new FakePage().driving();
    await page.pass(1000);
    expect(page.relay.socket.all('ping').length).toBeGreaterThanOrEqual(9);
    expect(page.drive.roundTripMs).toBe(0);
  });

  it('shows telemetry only while it is fresh', async () => {
    const page = await new FakePage().driving();
    page.relay.socket.saysBinary(beaconOf({ ...mine, stamp: 1001, left: 300, right: -1000, faults: 9 }));
    await page.pass(900);
    expect(page.drive.telemetry).toMatchObject({
      left: 300,
      right: -1000,
      batteryMv: 7400,
      batteryPercent: 81,
      faults: ['batteryLow', 'serialUnhealthy'],
    });
    await page.pass(200);
    expect(page.drive.telemetry).toBeUndefined();
  });

  it('an unknown battery is unknown, not 0 mV and 255 %', async () => {
    const page = await new FakePage().connected({ batteryMv: 0, batteryPercent: 255 });
    await page.pass(100);
    expect(page.drive.telemetry).toMatchObject({ batteryMv: undefined, batteryPercent: undefined });
  });

  it('says who else drives, by name, and when the robot goes offline', async () => {
    const page = await new FakePage().connected();
    page.relay.socket.says({
      type: 'lease',
      robot_id: ROBOT,
      term: [7, 4],
      holder: 'fedcba9876543210',
      holder_name: 'Maria',
      remaining_ms: 5000,
      cause: 'taken',
    });
    page.relay.socket.says({ type: 'robot_selected', robot_id: ROBOT, name: 'Tank', online: false });
    expect(page.drive).toMatchObject({ lease: { name: 'other', holderName: 'Maria' }, online: false });
  });
});
