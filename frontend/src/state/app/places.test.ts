import { describe, expect, it } from 'vitest';
import { ok, refused } from '../../testing/fake-relay-rest.ts';
import { keyOf } from '../../testing/key-press.ts';
import { FakePage } from '../../testing/page.ts';
import { TANK, bookingOf } from '../../testing/robots.ts';

async function at(hash: string, zone = 'UTC'): Promise<FakePage> {
  const page = new FakePage(null);
  page.relay.rest
    .on('GET /api/robots', ok({ robots: [{ ...TANK, owner: 'anna' }] }))
    .on('GET /api/robots/tank-1/grants', ok({ grants: [{ account: 'ben', role: 'driver' }] }))
    .on('GET /api/robots/tank-1/links', ok({ links: [] }))
    .on('GET /api/account', ok({ name: 'anna', display_name: 'Anna', zone }));
  return page.at(hash);
}

describe('the address', () => {
  it('of a robot’s sharing shows with whom it is shared, by its name', async () => {
    const page = await at('#/robots/tank-1/sharing');
    await page.settle();
    expect(page.screen).toMatchObject({
      name: 'sharing',
      view: { robotName: 'Tank', robotId: 'tank-1', grants: [{ account: 'ben' }] },
    });
  });

  it('of the account shows it, in its own zone', async () => {
    const page = await at('#/account', 'Asia/Tokyo');
    expect(page.screen).toMatchObject({
      name: 'account',
      view: { account: { name: 'anna' }, zone: 'Asia/Tokyo' },
    });
  });

  it.each([
    ['#/bookings/tank-1', 'tank-1'],
    ['#/bookings', 'tank-1'],
  ])('%s shows the bookings of the robot %s, in the browser’s zone', async (hash, robotId) => {
    const page = await at(hash);
    await page.settle();
    expect(page.screen).toMatchObject({ name: 'bookings', view: { robotId, zone: 'Europe/Berlin' } });
  });

  it('of the list shows the robots and whose page it is', async () => {
    const page = await at('#/');
    expect(page.screen).toMatchObject({ name: 'robots', view: { me: 'anna', robots: [{ name: 'Tank' }] } });
  });

  it('asks for the list once where another page needs it, and not again on the next', async () => {
    const page = await at('#/account');
    const lists = (): number => page.relay.rest.bodies('GET /api/robots').length;
    expect(lists()).toBe(1);
    page.app.go({ name: 'account' });
    await page.settle();
    expect(lists()).toBe(1);
    page.app.go({ name: 'robots' });
    await page.settle();
    expect(lists()).toBe(2);
  });

  it('ends what the page before it asked for', async () => {
    const page = await at('#/');
    page.app.go({ name: 'account' });
    await page.settle();
    const asked = page.relay.rest.asked.length;
    await page.pass(60_000);
    expect(page.relay.rest.asked).toHaveLength(asked);
  });

  it('means nothing before somebody has signed in', async () => {
    const page = await new FakePage(null).signedOut();
    page.app.go({ name: 'account' });
    await page.settle();
    expect(page.screen.name).toBe('login');
    expect(page.relay.rest.bodies('GET /api/account')).toEqual([]);
  });

  it('of a page whose login has ended shows the login, and why', async () => {
    const page = await at('#/account');
    page.relay.rest
      .on('GET /api/robots', refused(401, 'unauthenticated'))
      .on('POST /api/login/refresh', refused(401, 'unauthenticated'));
    page.app.go({ name: 'robots' });
    await page.settle();
    expect(page.screen).toMatchObject({ name: 'login', signIn: { problem: { why: 'expired' } } });
  });
});

describe('on a page without a robot', () => {
  it('nothing that a person does reaches one', async () => {
    const page = await at('#/account');
    const { app } = page;
    app.drive.stop();
    app.drive.stop('lock');
    app.drive.wish('take');
    app.drive.answerRequest('somebody', true);
    app.drive.setSpeed(100);
    app.drive.press('pad-forward', 'forward');
    app.drive.release('pad-forward');
    app.drive.grip('joystick');
    app.drive.deflect('joystick', 0, 1);
    app.drive.loseControl('joystick');
    app.drive.gamepadsChanged();
    app.drive.personSeen();
    app.drive.attentionLost();
    app.drive.extendDrive();
    app.drive.pageLeaving();
    app.drive.keys.down(keyOf('Space'));
    app.drive.keys.down(keyOf('KeyW'));
    app.drive.keys.up(keyOf('KeyW'));
    await page.settle();
    expect(app.drive.drives).toBe(false);
    expect(app.drive.releasing).toBeUndefined();
    expect(page.left).toBeUndefined();
    expect(page.relay.sockets.opened).toEqual([]);
    expect(page.relay.rest.asked.some(({ path }) => path.startsWith('/api/bookings'))).toBe(false);
    expect(page.screen.name).toBe('account');
  });
});

describe('on the page of a robot', () => {
  it('this page drives when the robot says so', async () => {
    expect((await new FakePage().connected()).app.drive.drives).toBe(false);
    expect((await new FakePage().driving()).app.drive.drives).toBe(true);
  });

  it('the buttons of the page, its stick and the gamepads reach the robot', async () => {
    const page = await new FakePage().driving();
    page.app.drive.grip('joystick');
    page.app.drive.deflect('joystick', 0, 1);
    expect(page.setpoint).toMatchObject({ left: 600, right: 600 });
    page.app.drive.loseControl('joystick');
    expect(page.setpoint).toMatchObject({ left: 0, right: 0 });
    page.gamepads = [
      { index: 0, name: 'Pad', timestamp: 1, mapping: 'standard', axes: [0, 0], pressed: [false, true] },
    ];
    page.app.drive.gamepadsChanged();
    expect(page.drive.gamepad).toEqual({ name: 'ready', pad: 'Pad' });
    expect(page.relay.socket.all('stop')).toHaveLength(1);
  });

  it('more time is asked for of its booking', async () => {
    const page = await new FakePage().driving();
    page.relay.rest
      .on(
        'GET /api/bookings?*',
        ok({ bookings: [bookingOf('b', '2026-11-21T11:00:00Z', '2026-11-21T12:30:00Z')] }),
      )
      .on('POST /api/bookings/b/extend', ok(bookingOf('b', '2026-11-21T11:00:00Z', '2026-11-21T12:45:00Z')));
    page.app.drive.extendDrive();
    await page.settle();
    expect(page.screen).toMatchObject({ extension: { name: 'done' } });
  });

  it('giving the lease back lets go first', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyW');
    page.app.drive.wish('release');
    expect(page.setpoint).toMatchObject({ left: 0, right: 0 });
    expect(page.drive.held).toEqual([]);
  });

  it('what is held is shown', async () => {
    const page = await new FakePage().driving();
    page.keyDown('KeyW');
    expect(page.drive.held).toEqual(['forward']);
  });
});
