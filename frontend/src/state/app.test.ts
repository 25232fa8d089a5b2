import { describe, expect, it } from 'vitest';
import { ROBOT, TAG, ackOf, beaconOf } from '../testing/fake-relay.ts';
import { FakePage } from '../testing/page.ts';

const mine = { holder: TAG, leaseRemainingMs: 600_000 };

describe('login and robots', () => {
  it('logs in, lists the robots and opens one', async () => {
    const page = new FakePage(null);
    page.token = undefined;
    page.app.start();
    expect(page.screen).toEqual({ name: 'login', busy: false, problem: undefined });
    page.app.login({ username: 'anna', password: 'secret', totpCode: '' });
    await page.settle();
    expect(page.relay.requests[0]).toEqual({
      path: '/api/login',
      body: { username: 'anna', password: 'secret' },
      token: undefined,
    });
    expect(page.screen).toMatchObject({
      name: 'robots',
      robots: [{ robot_id: ROBOT, name: 'Tank', online: true }],
    });
    page.app.openRobot(ROBOT);
    expect(page.place).toBe(ROBOT);
    expect(page.drive).toMatchObject({ robotId: ROBOT, robotName: 'Tank', link: { name: 'connecting' } });
  });

  it('sends the one-time code when there is one', async () => {
    const page = new FakePage(null);
    page.app.login({ username: 'a', password: 'b', totpCode: '123456' });
    await page.settle();
    expect(page.relay.requests[0]?.body).toEqual({ username: 'a', password: 'b', totp_code: '123456' });
  });

  it('a refused login says why and keeps no token', async () => {
    const page = new FakePage(null);
    page.token = undefined;
    page.relay.loginStatus = 401;
    page.app.start();
    page.app.login({ username: 'anna', password: 'x', totpCode: '' });
    await page.settle();
    expect(page.screen).toMatchObject({ name: 'login', problem: { why: 'denied' } });
    expect(page.token).toBeUndefined();
  });

  it('a reload with a token goes on at the robot that the address names', async () => {
    const page = new FakePage(ROBOT);
    page.app.start();
    await page.relay.accept();
    expect(page.relay.requests).toEqual([{ path: '/api/tickets', body: undefined, token: 'token-1' }]);
    expect(page.relay.socket.last('select_robot')?.robot_id).toBe(ROBOT);
    expect(page.drive.link.name).toBe('ready');
  });

  it('a denied ticket leads back to the login and forgets the token', async () => {
    const page = new FakePage(ROBOT);
    page.relay.ticketStatus = 401;
    page.app.start();
    await page.settle();
    expect(page.screen).toEqual({ name: 'login', busy: false, problem: { why: 'expired' } });
    expect(page.token).toBeUndefined();
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
    page.place = undefined;
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
    page.app.wish('take');
    expect(page.drive.desk.asking).toBe('take');
    page.relay.socket.says({
      type: 'refused',
      request: 'take_lease',
      code: 'held',
      message: 'Maria drives.',
    });
    expect(page.drive).toMatchObject({
      desk: { asking: undefined, refusal: { request: 'take_lease', code: 'held' } },
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
