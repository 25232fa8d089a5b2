import { describe, expect, it } from 'vitest';
import type { Passkeys } from '../../link/ports.ts';
import { FakePagePorts } from '../../testing/page-ports.ts';
import { ACCOUNT } from '../../testing/fake-relay.ts';
import { ok, refused } from '../../testing/fake-relay-rest.ts';
import type { AccountPart } from './account-page.ts';
import { AccountPage } from './account-page.ts';

const SESSION = { session_id: 's1', device: 'Firefox', address: '192.0.2.1', current: true };
const LOADING = ['GET /api/account', 'GET /api/sessions'];
const PASSKEYS: Passkeys = {
  make: () => Promise.resolve({ ok: true, credential: 'made' }),
  show: () => Promise.resolve({ ok: false, why: 'cancelled' }),
};

async function opened(account: object = ACCOUNT): Promise<{ fake: FakePagePorts; page: AccountPage }> {
  const fake = new FakePagePorts(PASSKEYS);
  fake.rest.on('GET /api/account', ok(account)).on('GET /api/sessions', ok({ sessions: [SESSION] }));
  const page = new AccountPage(fake.ports);
  page.open();
  await fake.settled();
  return { fake, page };
}

describe('one’s own account', () => {
  it('is unknown before the first answer', () => {
    const page = new AccountPage(new FakePagePorts().ports);
    expect(page.view).toEqual({
      account: undefined,
      sessions: undefined,
      busy: undefined,
      notice: undefined,
      enrolment: undefined,
      problem: undefined,
      zone: 'Europe/Berlin',
      offersPasskey: false,
    });
    expect(page.name).toBe('');
    expect(page.zone).toBeUndefined();
  });

  it('is what the relay says, with its logins', async () => {
    const { fake, page } = await opened();
    expect(fake.takeAsked()).toEqual(LOADING);
    expect(page.name).toBe('anna');
    expect(page.view).toMatchObject({
      account: { name: 'anna', displayName: 'Anna' },
      sessions: [{ id: 's1', isCurrent: true }],
      offersPasskey: true,
      problem: undefined,
    });
    expect(fake.takeChanges()).toBe(2);
  });

  it.each([
    ['Asia/Tokyo', 'Asia/Tokyo'],
    ['Etc/UTC', 'Etc/UTC'],
    ['UTC', undefined],
    ['', undefined],
    ['Nowhere/Else', undefined],
  ])('with the zone "%s" reads times in %s', async (zone, chosen) => {
    const { page } = await opened({ ...ACCOUNT, zone });
    expect(page.zone).toBe(chosen);
  });

  it('that cannot be had is a problem, until it can', async () => {
    const { fake, page } = await opened();
    fake.rest.on('GET /api/account', refused(503, 'busy')).on('GET /api/sessions', refused(503, 'busy'));
    await page.load();
    expect(page.view).toMatchObject({ account: { name: 'anna' }, problem: { code: 'busy' } });
    fake.rest.on('GET /api/account', ok(ACCOUNT));
    await page.load();
    expect(page.view.problem).toBeUndefined();
    expect(fake.signedOut).toBe(0);
  });

  it('of a login that has ended signs out', async () => {
    const { fake, page } = await opened();
    fake.rest.on('GET /api/account', refused(401, 'unauthenticated'));
    await page.load();
    expect(fake.signedOut).toBe(1);
    expect(page.view.problem).toBeUndefined();
  });

  it('is kept when its page is left, and forgotten when somebody signs out', async () => {
    const { fake, page } = await opened();
    page.close();
    expect(page.view).toMatchObject({ account: { name: 'anna' }, sessions: [{ id: 's1' }] });
    page.open();
    fake.takeChanges();
    page.forget();
    await fake.settled();
    expect(fake.takeChanges()).toBe(0);
    expect(page.view).toMatchObject({ account: undefined, sessions: undefined });
  });

  it('that comes after its page was left is kept; its logins are not', async () => {
    const fake = new FakePagePorts();
    fake.rest.on('GET /api/account', ok(ACCOUNT)).on('GET /api/sessions', ok({ sessions: [SESSION] }));
    const page = new AccountPage(fake.ports);
    page.open();
    page.close();
    await fake.settled();
    expect(page.view).toMatchObject({ account: { name: 'anna' }, sessions: undefined });
  });
});

describe('a change of the account', () => {
  it.each<[AccountPart, string, object | undefined, (page: AccountPage) => void]>([
    ['profile', 'PATCH /api/account', { zone: 'Etc/UTC' }, (page) => page.changeProfile({ zone: 'Etc/UTC' })],
    [
      'password',
      'POST /api/account/password',
      { password: 'old', new_password: 'new' },
      (page) => page.changePassword('old', 'new'),
    ],
    [
      'totp',
      'DELETE /api/account/totp',
      { password: 'p', totp_code: '1' },
      (page) => page.removeTotp('p', '1'),
    ],
    ['passkeys', 'DELETE /api/account/passkeys/k1', undefined, (page) => page.removePasskey('k1')],
    ['sessions', 'DELETE /api/sessions/s1', undefined, (page) => page.endSession('s1')],
  ])('of the part %s is asked for, said and loaded again', async (part, request, body, change) => {
    const { fake, page } = await opened();
    fake.rest.on(request, ok());
    fake.takeAsked();
    change(page);
    expect(page.view).toMatchObject({ busy: part, notice: undefined });
    expect(fake.rest.asked[0]?.body).toEqual(body);
    await fake.settled();
    expect(fake.takeAsked()).toEqual([request, ...LOADING]);
    expect(page.view).toMatchObject({ busy: undefined, notice: { part, outcome: { ok: true } } });
  });

  it('that is refused is said with the word of the relay', async () => {
    const { fake, page } = await opened();
    fake.rest.on('POST /api/account/password', refused(403, 'wrong_password'));
    page.changePassword('old', 'new');
    await fake.settled();
    expect(page.view.notice).toMatchObject({
      part: 'password',
      outcome: { ok: false, code: 'wrong_password' },
    });
  });

  it('is one at a time', async () => {
    const { fake, page } = await opened();
    fake.takeAsked();
    page.endSession('s1');
    page.endSession('s2');
    page.renewCodes('p', '1');
    await fake.settled();
    expect(fake.takeAsked()).toEqual(['DELETE /api/sessions/s1', ...LOADING]);
  });

  it('whose answer comes after the page was left says nothing', async () => {
    const { fake, page } = await opened();
    page.endSession('s1');
    page.close();
    fake.takeAsked();
    await fake.settled();
    expect(page.view).toMatchObject({ busy: undefined, notice: undefined });
    expect(fake.takeAsked()).toEqual([]);
  });

  it('by a passkey is offered where the browser has them', async () => {
    const { fake, page } = await opened();
    fake.rest.on('POST *', ok({ public_key: {} }));
    fake.takeAsked();
    page.addPasskey('Phone');
    expect(page.view.busy).toBe('passkeys');
    await fake.settled();
    expect(page.view.notice).toMatchObject({ part: 'passkeys' });
    const without = new AccountPage(new FakePagePorts().ports);
    without.addPasskey('Phone');
    expect(without.view.busy).toBeUndefined();
  });
});

describe('the second factor', () => {
  async function scanning(): Promise<{ fake: FakePagePorts; page: AccountPage }> {
    const found = await opened();
    found.fake.rest
      .on('POST /api/account/totp', ok({ secret: 'S' }))
      .on('POST /api/account/totp/confirm', ok({ recovery_codes: ['a'] }));
    found.page.beginTotp();
    await found.fake.settled();
    return found;
  }

  it('is set up step by step, and said to be on once its codes are kept', async () => {
    const { fake, page } = await scanning();
    expect(page.view.enrolment).toMatchObject({ name: 'scan' });
    page.confirmTotp('123456');
    await fake.settled();
    expect(fake.rest.bodies('POST /api/account/totp/confirm')).toEqual([{ totp_code: '123456' }]);
    expect(page.view.enrolment).toEqual({ name: 'codes', codes: ['a'] });
    fake.takeAsked();
    page.endTotp();
    expect(page.view).toMatchObject({
      enrolment: undefined,
      notice: { part: 'totp', outcome: { ok: true } },
    });
    await fake.settled();
    expect(fake.takeAsked()).toEqual(['GET /api/account']);
  });

  it('that is given up says nothing, and its late answers count for nothing', async () => {
    const { fake, page } = await scanning();
    page.confirmTotp('123456');
    page.endTotp();
    expect(page.view).toMatchObject({ enrolment: undefined, notice: undefined });
    await fake.settled();
    expect(page.view.enrolment).toBeUndefined();
    page.confirmTotp('123456');
    await fake.settled();
    expect(fake.rest.bodies('POST /api/account/totp/confirm')).toHaveLength(1);
  });

  it.each([
    ['left', (page: AccountPage) => page.close()],
    ['opened again', (page: AccountPage) => page.open()],
  ])('is given up when the page is %s', async (_name, leave) => {
    const { fake, page } = await scanning();
    page.confirmTotp('123456');
    leave(page);
    await fake.settled();
    expect(page.view.enrolment).toBeUndefined();
  });

  it('takes away what was said of the last change', async () => {
    const { fake, page } = await opened();
    page.endSession('s1');
    await fake.settled();
    page.beginTotp();
    expect(page.view.notice).toBeUndefined();
  });

  it('shows new codes, or why there are none', async () => {
    const { fake, page } = await opened();
    const request = 'POST /api/account/totp/recovery-codes';
    fake.rest.on(request, refused(403, 'wrong_password'));
    page.renewCodes('p', '1');
    expect(page.view).toMatchObject({ busy: 'totp', notice: undefined });
    await fake.settled();
    expect(page.view).toMatchObject({
      busy: undefined,
      enrolment: undefined,
      notice: { part: 'totp', outcome: { code: 'wrong_password' } },
    });
    fake.rest.on(request, ok({ recovery_codes: ['x', 'y'] }));
    page.renewCodes('p', '1');
    await fake.settled();
    expect(fake.rest.bodies(request)[0]).toEqual({ password: 'p', totp_code: '1' });
    expect(page.view).toMatchObject({
      busy: undefined,
      notice: undefined,
      enrolment: { name: 'codes', codes: ['x', 'y'] },
    });
  });

  it('whose new codes come after the page was left shows none', async () => {
    const { fake, page } = await opened();
    fake.rest.on('POST *', ok({ recovery_codes: ['x'] }));
    page.renewCodes('p', '1');
    page.close();
    await fake.settled();
    expect(page.view.enrolment).toBeUndefined();
  });
});
