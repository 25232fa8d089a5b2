// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { ok, refused } from '../../testing/fake-relay-rest.ts';
import { FakePage } from '../../testing/page.ts';
import { ShownPage } from '../../testing/shown-page.tsx';
import { qrDrawingOf } from './qr-code.tsx';

const shown = new ShownPage();
const { show, doing, get, find, all, text, isEnabled, pass, violations } = shown;
const refusal = (code: string, more: object = {}) => ({
  status: 401,
  body: { success: false, code, message: '', ...more },
});

async function typeLogin(): Promise<void> {
  (get('login-username') as HTMLInputElement).value = ' anna ';
  (get('login-password') as HTMLInputElement).value = ' pass word ';
  doing(() => get('login-submit').click());
  await pass(0);
}

describe('the login page', () => {
  it('sends what was typed and goes on to the robots; no code is asked for', async () => {
    await show(() => new FakePage(null).signedOut());
    expect(find('login-totp')).toBeNull();
    expect(document.activeElement?.tagName).toBe('H1');
    await typeLogin();
    expect(shown.page.relay.rest.bodies('POST /api/login')).toEqual([
      { username: 'anna', password: ' pass word ', refresh_cookie: true },
    ]);
    expect(text('robot-tank-1')).toContain('Online');
    expect(await violations()).toEqual([]);
  });

  it('says in words that the login was wrong and keeps the name, and is clean for axe', async () => {
    await show(() => new FakePage(null).signedOut());
    shown.page.relay.loginStatus = 401;
    await typeLogin();
    expect(text('login-problem')).toContain('not right');
    expect((get('login-username') as HTMLInputElement).value).toContain('anna');
    expect(await violations()).toEqual([]);
  });

  it('says for how many seconds to wait', async () => {
    await show(() => new FakePage(null).signedOut());
    shown.page.relay.rest.on('POST /api/login', { ...refusal('rate_limited'), status: 429, retryAfterS: 42 });
    await typeLogin();
    expect(text('login-problem')).toContain('42 seconds');
  });

  it('shows the field for the code only when it is asked for, and gives it the focus', async () => {
    await show(() => new FakePage(null).signedOut());
    shown.page.relay.rest.on('POST /api/login', refusal('totp_required'));
    await typeLogin();
    const field = get('login-totp') as HTMLInputElement;
    expect(document.activeElement).toBe(field);
    expect(field.autocomplete).toBe('one-time-code');
    expect(await violations()).toEqual([]);
    shown.page.relay.rest.on('POST /api/login', refusal('totp_wrong'));
    field.value = '123 456';
    doing(() => get('login-submit').click());
    await pass(0);
    expect(shown.page.relay.rest.bodies('POST /api/login').at(-1)).toMatchObject({ totp_code: '123456' });
    expect(text('login-problem')).toContain('next one');
  });

  it('enrols: picture, key, code, and recovery codes that have to be kept before it goes on', async () => {
    await show(() => new FakePage(null).signedOut());
    shown.page.relay.rest
      .on('POST /api/login', refusal('totp_enrolment_required', { enrolment_token: 'e' }))
      .on(
        'POST /api/account/totp',
        ok({
          secret: 'ABCDEFGH',
          otpauth_uri: 'otpauth://totp/anna',
          qr_svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 5"><path d="M1,1h1v1h-1z"/></svg>',
        }),
      )
      .on(
        'POST /api/account/totp/confirm',
        ok({ recovery_codes: ['a-1', 'b-2'], token: 't', expires_in: 900 }),
      );
    await typeLogin();
    expect(get('qr').querySelector('path')?.getAttribute('d')).toBe('M1,1h1v1h-1z');
    expect(text('totp-secret')).toBe('ABCD EFGH');
    expect(get('otpauth-link').getAttribute('href')).toBe('otpauth://totp/anna');
    expect(await violations()).toEqual([]);
    (get('enrolment-code') as HTMLInputElement).value = '123456';
    doing(() => get('enrolment-confirm').click());
    await pass(0);
    expect(all('[data-testid="recovery-codes"] li').map(({ textContent }) => textContent)).toEqual([
      'a-1',
      'b-2',
    ]);
    expect(isEnabled('codes-done')).toBe(false);
    doing(() => get('codes-done').click());
    expect(shown.page.screen.name).toBe('login');
    expect(await violations()).toEqual([]);
    doing(() => get('codes-kept').click());
    doing(() => get('codes-done').click());
    await pass(0);
    expect(shown.page.screen.name).toBe('robots');
  });

  it('asks for a password of one’s own when the given one is good for once', async () => {
    await show(() => new FakePage(null).signedOut());
    shown.page.relay.rest
      .on('POST /api/login', refusal('password_change_required', { password_token: 'p' }))
      .on('POST /api/account/password', refused(400, 'unfit_password', { detail: 'It is too short.' }));
    await typeLogin();
    expect(await violations()).toEqual([]);
    (get('login-new-password') as HTMLInputElement).value = 'x';
    doing(() => get('login-submit').click());
    await pass(0);
    expect(text('login-problem')).toBe('It is too short.');
  });
});

describe('the QR code', () => {
  const svg = (inside: string, box = '0 0 33 33'): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">${inside}</svg>`;

  it('takes the outline out of a drawing', () => {
    expect(qrDrawingOf(svg('<rect width="100%"/><path d="M4,4h1v1h-1z M5,4h1v1h-1z"/>'))).toEqual({
      size: '0 0 33 33',
      path: 'M4,4h1v1h-1z M5,4h1v1h-1z',
    });
  });

  it.each([
    '',
    'no svg',
    svg(''),
    svg('<path d="M0,0"/><path d="M0,0"/>'),
    svg('<path d="url(#x)"/>'),
    svg('<path d="M0,0"/>', '0 0 10 20'),
    svg('<path d="M0,0"/>', '1 1 10 10'),
  ])('takes nothing out of anything else: %s', (text_) => {
    expect(qrDrawingOf(text_)).toBeUndefined();
  });
});
