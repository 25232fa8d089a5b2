import { describe, expect, it } from 'vitest';
import { refused, ok } from '../../testing/fake-relay-rest.ts';
import { FakePage } from '../../testing/page.ts';
import type { SignInView } from './sign-in.ts';

const TOKEN = { success: true, token: 'token-1', expires_in: 900 };
const refusedLogin = (code: string, more: object = {}) => ({
  status: 401,
  body: { success: false, code, message: '', ...more },
});

async function signedOut(): Promise<FakePage> {
  return new FakePage(null).signedOut();
}

function viewOf(page: FakePage): SignInView {
  if (page.screen.name !== 'login') throw new Error(`the page shows ${page.screen.name}`);
  return page.screen.signIn;
}

async function submit(page: FakePage, password = 'secret'): Promise<void> {
  page.app.signIn.submit({ username: 'anna', password });
  await page.settle();
}

describe('a second factor', () => {
  const asking = async (): Promise<FakePage> => {
    const page = await signedOut();
    page.relay.rest.on('POST /api/login', ({ body }) => {
      const { totp_code: code } = body as { totp_code?: string };
      if (code === undefined) return refusedLogin('totp_required');
      return code === '123456' ? ok(TOKEN) : refusedLogin('totp_wrong');
    });
    await submit(page);
    return page;
  };

  it('is asked for after the password only, and goes with what was typed before', async () => {
    const page = await asking();
    expect(viewOf(page)).toMatchObject({ step: { name: 'code' }, username: 'anna', problem: undefined });
    page.app.signIn.submitCode('123456');
    await page.settle();
    expect(page.screen.name).toBe('robots');
    expect(page.relay.rest.bodies('POST /api/login')).toEqual([
      { username: 'anna', password: 'secret', refresh_cookie: true },
      { username: 'anna', password: 'secret', refresh_cookie: true, totp_code: '123456' },
    ]);
  });

  it('a wrong code is said and asked for again, without the password', async () => {
    const page = await asking();
    page.app.signIn.submitCode('000000');
    await page.settle();
    expect(viewOf(page)).toMatchObject({ step: { name: 'code' }, problem: { why: 'code' }, busy: false });
    page.app.signIn.submitCode('123456');
    await page.settle();
    expect(page.screen.name).toBe('robots');
  });

  it('codes that are not taken any more leave the place for a recovery code', async () => {
    const page = await signedOut();
    page.relay.rest.on('POST /api/login', ({ body }) => {
      const { totp_code: code } = body as { totp_code?: string };
      if (code === undefined) return refusedLogin('totp_required');
      return code === 'abcd-efgh' ? ok(TOKEN) : refusedLogin('totp_blocked');
    });
    await submit(page);
    page.app.signIn.submitCode('000000');
    await page.settle();
    expect(viewOf(page)).toMatchObject({ step: { name: 'code' }, problem: { code: 'totp_blocked' } });
    page.app.signIn.submitCode('abcd-efgh');
    await page.settle();
    expect(page.screen.name).toBe('robots');
  });

  it('going back forgets the password and keeps the name', async () => {
    const page = await asking();
    page.app.signIn.back();
    expect(viewOf(page)).toMatchObject({ step: { name: 'password' }, username: 'anna' });
    page.app.signIn.submitCode('123456');
    await page.settle();
    expect(page.relay.rest.bodies('POST /api/login')).toHaveLength(1);
  });

  it('an answer that comes after going back changes nothing', async () => {
    const page = await asking();
    page.app.signIn.submitCode('123456');
    page.app.signIn.back();
    await page.settle();
    expect(viewOf(page)).toMatchObject({ step: { name: 'password' }, busy: false });
  });
});

describe('what has to be done first', () => {
  it('a given password is changed, and the new one signs in', async () => {
    const page = await signedOut();
    page.relay.rest
      .on('POST /api/login', ({ body }) =>
        (body as { password: string }).password === 'my own password'
          ? ok(TOKEN)
          : refusedLogin('password_change_required', { password_token: 'step' }),
      )
      .on('POST /api/account/password', { status: 204, body: undefined });
    await submit(page, 'given');
    expect(viewOf(page).step.name).toBe('new_password');
    page.app.signIn.submitNewPassword('my own password');
    await page.settle();
    const [change] = page.relay.rest.asked.filter(({ path }) => path === '/api/account/password');
    expect(change).toMatchObject({
      token: 'step',
      body: { password: 'given', new_password: 'my own password' },
    });
    expect(page.screen.name).toBe('robots');
  });

  it('a relay that lets in at once after the change is believed, one that wants more is followed', async () => {
    const page = await signedOut();
    page.relay.rest
      .on('POST /api/login', refusedLogin('password_change_required', { password_token: 'step' }))
      .on('POST /api/account/password', refusedLogin('totp_enrolment_required', { enrolment_token: 'e' }))
      .on('POST /api/account/totp', ok({ secret: 'S', otpauth_uri: 'otpauth://totp/x', qr_svg: '' }));
    await submit(page, 'given');
    page.app.signIn.submitNewPassword('my own password');
    await page.settle();
    expect(viewOf(page).step).toMatchObject({ name: 'enrolment', enrolment: { name: 'scan' } });
  });

  it('an unfit password is refused with the relay’s words, and another one can be typed', async () => {
    const page = await signedOut();
    page.relay.rest
      .on('POST /api/login', refusedLogin('password_change_required', { password_token: 'step' }))
      .on('POST /api/account/password', refused(400, 'unfit_password', { detail: 'Too short.' }));
    await submit(page, 'given');
    page.app.signIn.submitNewPassword('x');
    await page.settle();
    expect(viewOf(page)).toMatchObject({
      step: { name: 'new_password' },
      busy: false,
      problem: { why: 'refused', message: 'Too short.' },
    });
  });

  it('a second factor is enrolled with the token for it, and the login goes on when the codes are kept', async () => {
    const page = await signedOut();
    const codes = ['a-1', 'b-2'];
    page.relay.rest
      .on('POST /api/login', refusedLogin('totp_enrolment_required', { enrolment_token: 'enrol' }))
      .on('POST /api/account/totp', ok({ secret: 'ABCD', otpauth_uri: 'otpauth://totp/x', qr_svg: '<svg/>' }))
      .on('POST /api/account/totp/confirm', ({ body }) =>
        (body as { totp_code: string }).totp_code === '123456'
          ? ok({ recovery_codes: codes, token: 'token-2', expires_in: 900 })
          : refused(403, 'totp_wrong'),
      );
    await submit(page);
    page.app.signIn.submitEnrolment('000000');
    await page.settle();
    expect(viewOf(page).step).toMatchObject({
      enrolment: { name: 'scan', busy: false, problem: { code: 'totp_wrong' } },
    });
    page.app.signIn.submitEnrolment('123456');
    await page.settle();
    expect(viewOf(page).step).toEqual({ name: 'enrolment', enrolment: { name: 'codes', codes } });
    page.app.signIn.codesKept();
    await page.settle();
    expect(page.screen.name).toBe('robots');
    const tokens = page.relay.rest.asked
      .filter(({ path }) => path.startsWith('/api/account/totp'))
      .map(({ token }) => token);
    expect(tokens).toEqual(['enrol', 'enrol', 'enrol']);
  });

  it('an enrolment whose time is over begins anew', async () => {
    const page = await signedOut();
    page.relay.rest
      .on('POST /api/login', refusedLogin('totp_enrolment_required', { enrolment_token: 'enrol' }))
      .on('POST /api/account/totp', refused(401, 'unauthenticated'));
    await submit(page);
    expect(viewOf(page)).toMatchObject({ step: { name: 'password' }, problem: { why: 'expired' } });
  });
});

describe('a passkey', () => {
  const asking = async (): Promise<FakePage> => {
    const page = await signedOut();
    page.relay.rest
      .on('POST /api/login/passkey/options', ok({ public_key: { challenge: 'c' } }))
      .on('POST /api/login/passkey', ok(TOKEN));
    return page;
  };
  const press = async (page: FakePage): Promise<void> => {
    page.app.signIn.submitPasskey();
    await page.settle();
  };

  it('signs in with nothing typed, and the refresh token stays a cookie', async () => {
    const page = await asking();
    expect(viewOf(page).offersPasskey).toBe(true);
    await press(page);
    expect(page.screen.name).toBe('robots');
    expect(page.relay.rest.bodies('POST /api/login/passkey')).toEqual([
      { credential: { signed: { challenge: 'c' } }, refresh_cookie: true },
    ]);
  });

  it('that is not shown leaves the password, and nothing is sent', async () => {
    const page = await asking();
    page.authenticator = () => Promise.resolve({ ok: false, why: 'cancelled' });
    await press(page);
    expect(viewOf(page)).toMatchObject({ problem: { why: 'passkey_cancelled' }, busy: false });
    expect(page.relay.rest.bodies('POST /api/login/passkey')).toEqual([]);
  });

  it('that is not accepted is said so, and a disabled account as ever', async () => {
    const page = await asking();
    page.relay.rest.on('POST /api/login/passkey', refusedLogin('login_failed'));
    await press(page);
    expect(viewOf(page)).toMatchObject({ problem: { why: 'passkey' }, busy: false });
    page.relay.rest.on('POST /api/login/passkey', refusedLogin('account_disabled'));
    await press(page);
    expect(viewOf(page)).toMatchObject({ problem: { why: 'denied', code: 'account_disabled' } });
  });

  it('cannot be used at an address that the operator did not name', async () => {
    const page = await asking();
    page.relay.rest.on('POST /api/login/passkey/options', refused(409, 'passkeys_unavailable'));
    await press(page);
    expect(viewOf(page)).toMatchObject({ problem: { code: 'passkeys_unavailable' }, busy: false });
  });

  it('is shown while the person waits once only, and a late one after going back is ignored', async () => {
    const page = await asking();
    const shown: (() => void)[] = [];
    page.authenticator = (options) =>
      new Promise((resolve) => shown.push(() => resolve({ ok: true, credential: options })));
    await press(page);
    await press(page);
    expect(shown).toHaveLength(1);
    page.app.signIn.back();
    shown[0]?.();
    await page.settle();
    expect(page.screen.name).toBe('login');
    expect(page.relay.rest.bodies('POST /api/login/passkey')).toEqual([]);
  });
});
