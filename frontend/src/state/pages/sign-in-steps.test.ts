import { describe, expect, it } from 'vitest';
import type { Token } from '../../link/login-rest.ts';
import { ok, refused } from '../../testing/fake-relay-rest.ts';
import { FakePagePorts } from '../../testing/page-ports.ts';
import { SignIn } from './sign-in.ts';

const TOKEN = { token: 'token-1', expires_in: 900 };
const LOGIN = 'POST /api/login';
const PASSWORD = 'POST /api/account/password';
const refusedLogin = (code: string, more: object = {}) => ({
  status: 401,
  body: { code, message: '', ...more },
});
const NEW_PASSWORD = refusedLogin('password_change_required', { password_token: 'p-1' });

class Steps {
  readonly page = new FakePagePorts();
  readonly tokens: Token[] = [];
  readonly signIn = new SignIn(
    (request) => Promise.resolve(this.page.rest.answer(request)),
    undefined,
    () => undefined,
    (token) => this.tokens.push(token),
  );

  async submits(answer: Parameters<FakePagePorts['rest']['on']>[1]): Promise<this> {
    this.page.rest.on(LOGIN, answer);
    this.signIn.submit({ username: 'anna', password: 'old' });
    await this.page.settled();
    return this;
  }

  async renews(answer: Parameters<FakePagePorts['rest']['on']>[1]): Promise<this> {
    this.page.rest.on(PASSWORD, answer);
    this.signIn.submitNewPassword('new');
    await this.page.settled();
    return this;
  }

  get logins(): unknown[] {
    return this.page.rest.bodies(LOGIN);
  }
}

const typed = { username: 'anna', refresh_cookie: true };

describe('the login page', () => {
  it('begins with a password, empty and idle, and offers no passkey where there are none', () => {
    const { signIn } = new Steps();
    const empty = {
      step: { name: 'password' },
      username: '',
      busy: false,
      problem: undefined,
      offersPasskey: false,
    };
    expect(signIn.view).toEqual(empty);
    signIn.submitPasskey();
    expect(signIn.view).toEqual(empty);
  });

  it('lets in once, and keeps nothing that was typed', async () => {
    const steps = new Steps();
    steps.page.rest.on(LOGIN, ok(TOKEN));
    steps.signIn.submit({ username: 'anna', password: 'old' });
    expect(steps.signIn.view).toMatchObject({ busy: true, username: 'anna', problem: undefined });
    steps.signIn.submit({ username: 'ben', password: 'x' });
    await steps.page.settled();
    expect(steps.logins).toEqual([{ ...typed, password: 'old' }]);
    expect(steps.tokens).toEqual([{ token: 'token-1', expiresInS: 900 }]);
    expect(steps.signIn.view).toMatchObject({ step: { name: 'password' }, username: '', busy: false });
    steps.signIn.open(undefined);
    expect(steps.signIn.view.username).toBe('');
  });

  it.each([
    [401, 'login_failed', 'denied'],
    [403, 'disabled', 'not_permitted'],
    [429, 'too_many', 'rate_limited'],
    [503, 'busy', 'unavailable'],
    [400, 'bad', 'refused'],
    [0, '', 'unreachable'],
  ])('says why when the answer is %s %s', async (status, code, why) => {
    const { signIn } = await new Steps().submits({ status, body: { code } });
    expect(signIn.view).toMatchObject({
      step: { name: 'password' },
      username: 'anna',
      busy: false,
      problem: { why, code },
    });
  });

  it('takes no further step that was not asked for', async () => {
    const { signIn, page } = new Steps();
    signIn.submitCode('123456');
    signIn.submitNewPassword('new');
    signIn.submitEnrolment('123456');
    signIn.retryEnrolment();
    signIn.codesKept();
    await page.settled();
    expect(page.takeAsked()).toEqual([]);
    expect(signIn.view.step).toEqual({ name: 'password' });
  });
});

describe('a code', () => {
  it.each(['totp_wrong', 'login_failed', 'totp_required', ''])(
    'refused as "%s" is asked for again',
    async (code) => {
      const steps = await new Steps().submits(refusedLogin('totp_required'));
      expect(steps.signIn.view).toMatchObject({ step: { name: 'code' }, problem: undefined });
      steps.page.rest.on(LOGIN, refusedLogin(code));
      steps.signIn.submitCode('123456');
      await steps.page.settled();
      expect(steps.logins.at(-1)).toEqual({ ...typed, password: 'old', totp_code: '123456' });
      expect(steps.signIn.view).toMatchObject({
        step: { name: 'code' },
        username: 'anna',
        problem: { why: 'code' },
      });
    },
  );

  it('refused for another reason leads back to the password', async () => {
    const steps = await new Steps().submits(refusedLogin('totp_required'));
    steps.page.rest.on(LOGIN, refusedLogin('locked'));
    steps.signIn.submitCode('123456');
    await steps.page.settled();
    expect(steps.signIn.view).toMatchObject({ step: { name: 'password' }, problem: { code: 'locked' } });
  });
});

describe('a password that has to be changed', () => {
  it('is changed with the token for it, once at a time', async () => {
    const steps = await new Steps().submits(NEW_PASSWORD);
    expect(steps.signIn.view).toMatchObject({
      step: { name: 'new_password' },
      username: 'anna',
      busy: false,
    });
    steps.page.rest.on(PASSWORD, ok(TOKEN));
    steps.signIn.submitNewPassword('new');
    expect(steps.signIn.view).toMatchObject({ busy: true, problem: undefined });
    steps.signIn.submitNewPassword('newer');
    await steps.page.settled();
    const changes = steps.page.rest.asked.filter(({ path }) => path === '/api/account/password');
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ token: 'p-1', body: { password: 'old', new_password: 'new' } });
    expect(steps.tokens).toHaveLength(1);
  });

  it('and is, without a token for it, signs in by itself', async () => {
    const steps = await new Steps().submits(NEW_PASSWORD);
    steps.page.rest.on(LOGIN, ok(TOKEN));
    await steps.renews({ status: 204, body: undefined });
    expect(steps.logins.at(-1)).toEqual({ ...typed, password: 'new' });
    expect(steps.tokens).toHaveLength(1);
  });

  it('and is, with a code to come, goes on with the new one', async () => {
    const steps = await (await new Steps().submits(NEW_PASSWORD)).renews(refusedLogin('totp_required'));
    expect(steps.signIn.view.step).toEqual({ name: 'code' });
    steps.page.rest.on(LOGIN, ok(TOKEN));
    steps.signIn.submitCode('123456');
    await steps.page.settled();
    expect(steps.logins.at(-1)).toMatchObject({ password: 'new', totp_code: '123456' });
  });

  it('and is refused can be typed again, with the old one', async () => {
    const steps = await (await new Steps().submits(NEW_PASSWORD)).renews(refused(400, 'weak'));
    expect(steps.signIn.view).toMatchObject({
      step: { name: 'new_password' },
      busy: false,
      problem: { code: 'weak' },
    });
    await steps.renews(ok(TOKEN));
    expect(steps.page.rest.bodies(PASSWORD).at(-1)).toMatchObject({ password: 'old' });
  });

  it('too late begins anew', async () => {
    const steps = await (await new Steps().submits(NEW_PASSWORD)).renews(refused(401, 'unauthenticated'));
    expect(steps.signIn.view).toMatchObject({
      step: { name: 'password' },
      username: 'anna',
      problem: { why: 'expired' },
    });
  });

  it('changed after somebody went back lets nobody in', async () => {
    const steps = await new Steps().submits(NEW_PASSWORD);
    steps.page.rest.on(PASSWORD, ok(TOKEN));
    steps.signIn.submitNewPassword('new');
    steps.signIn.back();
    await steps.page.settled();
    expect(steps.tokens).toEqual([]);
    expect(steps.signIn.view).toMatchObject({ step: { name: 'password' }, username: 'anna' });
  });
});

describe('a second factor that has to be set up', () => {
  const BEGIN = 'POST /api/account/totp';
  const enrolling = async (answer: Parameters<FakePagePorts['rest']['on']>[1]): Promise<Steps> => {
    const steps = new Steps();
    steps.page.rest.on(BEGIN, answer);
    return steps.submits(refusedLogin('totp_enrolment_required', { enrolment_token: 'e-1' }));
  };

  it('can be begun again when it could not', async () => {
    const steps = await enrolling(refused(503, 'busy'));
    expect(steps.signIn.view.step).toMatchObject({ name: 'enrolment', enrolment: { name: 'failed' } });
    steps.page.rest.on(BEGIN, ok({ secret: 'S' }));
    steps.signIn.retryEnrolment();
    await steps.page.settled();
    expect(steps.signIn.view.step).toMatchObject({ enrolment: { name: 'scan' } });
  });

  it('begun too late begins the login anew', async () => {
    const { signIn } = await enrolling(refused(401, 'unauthenticated'));
    expect(signIn.view).toMatchObject({ step: { name: 'password' }, problem: { why: 'expired' } });
  });

  it('asks for the next code where it gave no token', async () => {
    const steps = await enrolling(ok({ secret: 'S' }));
    steps.page.rest.on('POST /api/account/totp/confirm', ok({ recovery_codes: ['a'] }));
    steps.signIn.submitEnrolment('123456');
    await steps.page.settled();
    steps.signIn.codesKept();
    expect(steps.tokens).toEqual([]);
    expect(steps.signIn.view).toMatchObject({
      step: { name: 'code' },
      username: 'anna',
      problem: { why: 'enrolled' },
    });
  });

  it('ends when somebody goes back', async () => {
    const steps = await enrolling(ok({ secret: 'S' }));
    steps.page.rest.on('POST /api/account/totp/confirm', ok({ recovery_codes: ['a'] }));
    steps.signIn.submitEnrolment('123456');
    steps.signIn.back();
    await steps.page.settled();
    expect(steps.signIn.view.step).toEqual({ name: 'password' });
  });
});
