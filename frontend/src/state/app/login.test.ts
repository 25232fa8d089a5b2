import { describe, expect, it } from 'vitest';
import { ok, refused } from '../../testing/fake-relay-rest.ts';
import { FakePage } from '../../testing/page.ts';

const refreshes = (page: FakePage): number => page.relay.rest.bodies('POST /api/login/refresh').length;
const logouts = (page: FakePage): (string | undefined)[] =>
  page.relay.rest.asked.filter(({ path }) => path === '/api/logout').map(({ token }) => token);

describe('staying signed in', () => {
  it('a new page goes on with the browser’s login', async () => {
    const page = await new FakePage(null).at('#/account');
    expect(page.screen.name).toBe('account');
    expect(page.relay.rest.bodies('POST /api/login')).toEqual([]);
  });

  it('says that the login has ended to who had one, and nothing to who had none', async () => {
    const before = new FakePage(null);
    before.relay.refreshStatus = 401;
    expect((await before.at('#/')).screen).toMatchObject({ signIn: { problem: { why: 'expired' } } });
    const first = await new FakePage(null).signedOut();
    expect(first.screen).toMatchObject({ signIn: { problem: undefined } });
  });

  it('waits for a relay that can’t be reached instead of asking for the password', async () => {
    const page = new FakePage(null);
    page.relay.refreshStatus = 0;
    await page.at('#/');
    expect(page.screen).toEqual({ name: 'starting', isUnreachable: true });
    page.relay.refreshStatus = 200;
    await page.pass(3000);
    expect(page.screen.name).toBe('robots');
  });

  it('fetches a new token one minute before the old one ends, not earlier', async () => {
    const page = await new FakePage(null).at('#/account');
    await page.pass(839_000);
    expect(refreshes(page)).toBe(1);
    await page.pass(1000);
    expect(refreshes(page)).toBe(2);
  });

  it('a token that has ended is replaced once for all who ask, and what was asked is asked again', async () => {
    const page = new FakePage(null);
    let token = 0;
    page.relay.rest
      .on('POST /api/login/refresh', () => ok({ token: `t${(token += 1)}`, expires_in: 900 }))
      .on('GET /api/*', (asked) =>
        asked.token === 't1'
          ? refused(401, 'unauthenticated')
          : ok({ name: 'anna', robots: [], sessions: [] }),
      );
    await page.at('#/account');
    expect(refreshes(page)).toBe(2);
    expect(page.screen).toMatchObject({ name: 'account', view: { account: { name: 'anna' } } });
  });

  it('a wrong password is no ended login', async () => {
    const page = await new FakePage(null).at('#/account');
    page.relay.rest.on('POST /api/account/password', refused(401, 'login_failed'));
    page.app.pages.account.changePassword('x', 'y');
    await page.settle();
    expect(page.screen).toMatchObject({
      view: { notice: { part: 'password', outcome: { ok: false, code: 'login_failed' } } },
    });
    expect(refreshes(page)).toBe(1);
  });

  it('a relay that is away for a while ends no login', async () => {
    const page = await new FakePage(null).at('#/account');
    page.relay.refreshStatus = 503;
    await page.pass(840_000);
    expect(page.screen.name).toBe('account');
    page.relay.refreshStatus = 200;
    await page.pass(10_000);
    expect(refreshes(page)).toBe(3);
  });
});

describe('signing out', () => {
  it('is told to the relay, and a later page of this browser does not come in', async () => {
    const page = await new FakePage(null).at('#/');
    page.app.logout();
    await page.settle();
    expect(logouts(page)).toEqual(['token-1']);
    expect(page.screen).toMatchObject({ name: 'login', signIn: { problem: undefined } });
    const next = new FakePage(null);
    next.lastLogin = page.lastLogin;
    await next.at('#/');
    expect(next.screen.name).toBe('login');
    expect(logouts(next)).toEqual(['token-1']); // what the cookie still opened is closed
  });

  it('with a token that has just ended a new one ends the login', async () => {
    const page = await new FakePage(null).at('#/');
    page.relay.rest
      .on('POST /api/login/refresh', ok({ token: 'token-2', expires_in: 900 }))
      .on('POST /api/logout', ({ token }) => (token === 'token-2' ? ok() : refused(401, 'unauthenticated')));
    page.app.logout();
    await page.settle();
    expect(logouts(page)).toEqual(['token-1', 'token-2']);
    expect(page.screen.name).toBe('login');
    expect(page.time.pending).toBe(0);
  });

  it('close code 4401 shows the login page with a sentence and does not dial again', async () => {
    const page = await new FakePage().driving();
    const { opened } = page.relay.sockets;
    page.relay.socket.closes(4401);
    await page.pass(10_000);
    expect(page.screen).toMatchObject({ name: 'login', signIn: { problem: { why: 'ended' } } });
    expect(opened).toHaveLength(1);
  });
});

describe('a share link', () => {
  const TOKEN = 'abcdefghijklmnop1234';

  it('leaves the address at once, waits for the login and is redeemed once', async () => {
    const page = new FakePage(null);
    page.hash = `#link=${TOKEN}`;
    page.relay.rest.on('POST /api/links/redeem', ok({ robot_id: 'r2', name: 'Rover', role: 'viewer' }));
    page.lastLogin = undefined;
    page.relay.refreshStatus = 401;
    page.app.start();
    expect(page.hash).toBe('#/');
    await page.settle();
    expect(page.relay.rest.bodies('POST /api/links/redeem')).toEqual([]);
    page.app.signIn.submit({ username: 'anna', password: 'secret' });
    await page.settle();
    expect(page.relay.rest.bodies('POST /api/links/redeem')).toEqual([{ token: TOKEN }]);
    expect(page.screen).toMatchObject({
      name: 'robots',
      view: { notice: { name: 'redeemed', redeemed: { robotName: 'Rover', role: 'viewer' } } },
    });
    page.app.go({ name: 'account' });
    page.app.go({ name: 'robots' });
    await page.settle();
    expect(page.relay.rest.bodies('POST /api/links/redeem')).toHaveLength(1);
    expect(page.link).toBeUndefined();
  });

  it('that is over is said to be', async () => {
    const page = new FakePage(null);
    page.relay.rest.on('POST /api/links/redeem', refused(404, 'link_over'));
    await page.at(`#link=${TOKEN}`);
    expect(page.screen).toMatchObject({
      view: { notice: { name: 'not_redeemed', failure: { code: 'link_over' } } },
    });
  });
});
