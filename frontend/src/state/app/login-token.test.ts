import { describe, expect, it } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../link/ports.ts';
import { FakeTime, settle } from '../../testing/fake-time.ts';
import { refused } from '../../testing/fake-relay-rest.ts';
import { Login } from './login.ts';

const REFRESH = '/api/login/refresh';
const LOGOUT = '/api/logout';
const ROBOTS = '/api/robots';
const ENDED = refused(401, 'unauthenticated');
const tokenOf = (token: string, expires_in = 900): HttpResponse => ({
  status: 200,
  body: { token, expires_in },
});

class Browser {
  readonly time = new FakeTime();
  readonly answers = new Map<string, HttpResponse>([
    [REFRESH, tokenOf('new')],
    [LOGOUT, { status: 204, body: undefined }],
    [ROBOTS, { status: 200, body: {} }],
  ]);
  readonly asked: HttpRequest[] = [];
  readonly locks = new Set<string>();
  last: 'in' | 'out' | undefined = 'in';
  ended = 0;
  readonly login = new Login(
    {
      sendHttp: (request) => {
        this.asked.push(request);
        return Promise.resolve(this.answers.get(request.path) ?? { status: 0, body: undefined });
      },
      timers: this.time,
      oneAtATime: (name, run) => {
        this.locks.add(name);
        return run();
      },
      logins: {
        last: () => this.last,
        remember: (last) => {
          this.last = last;
        },
      },
    },
    () => {
      this.ended += 1;
    },
  );

  signedIn(expiresInS = 900): this {
    this.login.enter({ token: 'old', expiresInS });
    return this;
  }

  takePaths(): string[] {
    return this.asked.splice(0).map(({ path }) => path);
  }
}

describe('the login of a browser', () => {
  it.each<['in' | undefined, string]>([
    ['in', 'ended'],
    [undefined, 'nobody'],
  ])('that was last %s and has none any more is %s', async (last, becomes) => {
    const browser = new Browser();
    browser.last = last;
    browser.answers.set(REFRESH, ENDED);
    expect(await browser.login.resume()).toBe(becomes);
    expect(browser).toMatchObject({ ended: 0, last: undefined });
    expect(browser.login.isSignedIn).toBe(false);
  });

  it('goes on, one tab at a time', async () => {
    const browser = new Browser();
    browser.last = undefined;
    expect(await browser.login.resume()).toBe('done');
    expect(browser.login.isSignedIn).toBe(true);
    expect(browser.last).toBe('in');
    expect([...browser.locks]).toEqual(['havatar.refresh']);
  });

  it('that a relay out of reach may still have is neither', async () => {
    const browser = new Browser();
    browser.answers.delete(REFRESH);
    expect(await browser.login.resume()).toBe('unreachable');
    expect(browser.last).toBe('in');
    expect(browser.time.pending).toBe(0);
  });

  it.each([refused(401, 'unauthenticated'), refused(400, 'bad'), refused(403, 'not_permitted')])(
    'is over when the relay says so: %o',
    async (answer) => {
      const browser = new Browser().signedIn();
      browser.answers.set(REFRESH, answer).set(ROBOTS, ENDED);
      expect(await browser.login.ask('GET', ROBOTS)).toEqual(ENDED);
      expect(browser).toMatchObject({ ended: 1, last: undefined });
      expect(browser.login.isSignedIn).toBe(false);
      expect(browser.time.pending).toBe(0);
    },
  );
});

describe('a token', () => {
  it.each([
    [900, 840],
    [20, 10],
  ])('of %s s is replaced after %s s', async (expiresInS, afterS) => {
    const browser = new Browser().signedIn(expiresInS);
    await browser.time.pass(afterS * 1000 - 1);
    expect(browser.takePaths()).toEqual([]);
    await browser.time.pass(1);
    expect(browser.takePaths()).toEqual([REFRESH]);
  });

  it('is tried to be replaced every ten seconds while the relay is away', async () => {
    const browser = new Browser().signedIn();
    browser.answers.delete(REFRESH);
    await browser.time.pass(840_000 + 20_000);
    expect(browser.takePaths()).toEqual([REFRESH, REFRESH, REFRESH]);
    expect(browser.login.isSignedIn).toBe(true);
  });

  it('goes with what is asked, which has a body only where there is one', async () => {
    const browser = new Browser();
    await browser.login.ask('GET', ROBOTS);
    browser.signedIn();
    await browser.login.ask('POST', ROBOTS, { a: 1 });
    expect(browser.asked).toEqual([
      { method: 'GET', path: ROBOTS, token: '', timeoutMs: 5000 },
      { method: 'POST', path: ROBOTS, token: 'old', timeoutMs: 5000, body: { a: 1 } },
    ]);
  });

  it('that has ended is replaced, and what was asked is asked again with the new one', async () => {
    const browser = new Browser().signedIn();
    browser.answers.set(ROBOTS, { status: 401, body: undefined });
    await browser.login.ask('GET', ROBOTS);
    expect(browser.asked.map(({ path, token }) => `${path} ${token ?? ''}`)).toEqual([
      `${ROBOTS} old`,
      `${REFRESH} `,
      `${ROBOTS} new`,
    ]);
  });

  it('that cannot be replaced now leaves the question without an answer', async () => {
    const browser = new Browser().signedIn();
    browser.answers.set(ROBOTS, ENDED).delete(REFRESH);
    expect(await browser.login.ask('GET', ROBOTS)).toEqual({ status: 0, body: undefined });
    expect(browser).toMatchObject({ ended: 0, last: 'in' });
  });

  it('is not replaced for a refusal of something else', async () => {
    const browser = new Browser().signedIn();
    browser.answers.set(ROBOTS, refused(401, 'wrong_password'));
    await browser.login.ask('GET', ROBOTS);
    expect(browser.takePaths()).toEqual([ROBOTS]);
  });

  it('that comes after somebody signed out is not taken', async () => {
    const browser = new Browser().signedIn();
    browser.answers.set(ROBOTS, ENDED);
    const asking = browser.login.ask('GET', ROBOTS);
    await Promise.resolve();
    browser.login.forget();
    expect(await asking).toEqual(ENDED);
    await settle();
    expect(browser.login.isSignedIn).toBe(false);
    expect(browser.ended).toBe(0);
  });
});

describe('signing out', () => {
  it('is told to the relay, and remembered', async () => {
    const browser = new Browser().signedIn();
    browser.login.leave();
    await settle();
    expect(browser.asked.map(({ path, token }) => [path, token])).toEqual([[LOGOUT, 'old']]);
    expect(browser.last).toBe('out');
    expect(browser.time.pending).toBe(0);
  });

  it('without a login tells nobody', async () => {
    const browser = new Browser();
    browser.login.leave();
    await settle();
    expect(browser.takePaths()).toEqual([]);
    expect(browser.last).toBe('out');
  });

  it('with a token that has ended ends what the cookie would give', async () => {
    const browser = new Browser().signedIn();
    browser.answers.set(LOGOUT, ENDED);
    browser.login.leave();
    await settle();
    expect(browser.takePaths()).toEqual([LOGOUT, REFRESH, LOGOUT]);
  });

  it('at a relay that is away is left to the next visit', async () => {
    const browser = new Browser().signedIn();
    browser.answers.delete(LOGOUT);
    browser.login.leave();
    await settle();
    expect(browser.takePaths()).toEqual([LOGOUT]);
    expect(await browser.login.resume()).toBe('nobody');
    await settle();
    expect(browser.takePaths()).toEqual([REFRESH, LOGOUT]);
    expect(browser.login.isSignedIn).toBe(false);
  });
});
