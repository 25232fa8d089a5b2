import { describe, expect, it } from 'vitest';
import type { Passkeys } from '../link/ports.ts';
import { FakeDesk } from '../testing/desk.ts';
import { ACCOUNT } from '../testing/fake-relay.ts';
import { ok, refused } from '../testing/fake-relay-rest.ts';
import type { AccountPart } from './account-desk.ts';
import { AccountDesk } from './account-desk.ts';

const SESSION = { session_id: 's1', device: 'Firefox', address: '192.0.2.1', current: true };
const LOADING = ['GET /api/account', 'GET /api/sessions'];
const PASSKEYS: Passkeys = {
  make: () => Promise.resolve({ ok: true, credential: 'made' }),
  show: () => Promise.resolve({ ok: false, why: 'cancelled' }),
};

async function opened(account: object = ACCOUNT): Promise<{ page: FakeDesk; desk: AccountDesk }> {
  const page = new FakeDesk(PASSKEYS);
  page.rest.on('GET /api/account', ok(account)).on('GET /api/sessions', ok({ sessions: [SESSION] }));
  const desk = new AccountDesk(page.ports);
  desk.open();
  await page.settled();
  return { page, desk };
}

describe('one’s own account', () => {
  it('is unknown before the first answer', () => {
    const desk = new AccountDesk(new FakeDesk().ports);
    expect(desk.view).toEqual({
      account: undefined,
      sessions: undefined,
      busy: undefined,
      notice: undefined,
      enrolment: undefined,
      problem: undefined,
      zone: 'Europe/Berlin',
      offersPasskey: false,
    });
    expect(desk.name).toBe('');
    expect(desk.zone).toBeUndefined();
  });

  it('is what the relay says, with its logins', async () => {
    const { page, desk } = await opened();
    expect(page.takeAsked()).toEqual(LOADING);
    expect(desk.name).toBe('anna');
    expect(desk.view).toMatchObject({
      account: { name: 'anna', displayName: 'Anna' },
      sessions: [{ id: 's1', isCurrent: true }],
      offersPasskey: true,
      problem: undefined,
    });
    expect(page.takeChanges()).toBe(2);
  });

  it.each([
    ['Asia/Tokyo', 'Asia/Tokyo'],
    ['Etc/UTC', 'Etc/UTC'],
    ['UTC', undefined],
    ['', undefined],
    ['Nowhere/Else', undefined],
  ])('with the zone "%s" reads times in %s', async (zone, chosen) => {
    const { desk } = await opened({ ...ACCOUNT, zone });
    expect(desk.zone).toBe(chosen);
  });

  it('that cannot be had is a problem, until it can', async () => {
    const { page, desk } = await opened();
    page.rest.on('GET /api/account', refused(503, 'busy')).on('GET /api/sessions', refused(503, 'busy'));
    await desk.load();
    expect(desk.view).toMatchObject({ account: { name: 'anna' }, problem: { code: 'busy' } });
    page.rest.on('GET /api/account', ok(ACCOUNT));
    await desk.load();
    expect(desk.view.problem).toBeUndefined();
    expect(page.signedOut).toBe(0);
  });

  it('of a login that has ended signs out', async () => {
    const { page, desk } = await opened();
    page.rest.on('GET /api/account', refused(401, 'unauthenticated'));
    await desk.load();
    expect(page.signedOut).toBe(1);
    expect(desk.view.problem).toBeUndefined();
  });

  it('is kept when its page is left, and forgotten when somebody signs out', async () => {
    const { page, desk } = await opened();
    desk.close();
    expect(desk.view).toMatchObject({ account: { name: 'anna' }, sessions: [{ id: 's1' }] });
    desk.open();
    page.takeChanges();
    desk.forget();
    await page.settled();
    expect(page.takeChanges()).toBe(0);
    expect(desk.view).toMatchObject({ account: undefined, sessions: undefined });
  });

  it('that comes after its page was left is kept; its logins are not', async () => {
    const page = new FakeDesk();
    page.rest.on('GET /api/account', ok(ACCOUNT)).on('GET /api/sessions', ok({ sessions: [SESSION] }));
    const desk = new AccountDesk(page.ports);
    desk.open();
    desk.close();
    await page.settled();
    expect(desk.view).toMatchObject({ account: { name: 'anna' }, sessions: undefined });
  });
});

describe('a change of the account', () => {
  it.each<[AccountPart, string, object | undefined, (desk: AccountDesk) => void]>([
    ['profile', 'PATCH /api/account', { zone: 'Etc/UTC' }, (desk) => desk.changeProfile({ zone: 'Etc/UTC' })],
    [
      'password',
      'POST /api/account/password',
      { password: 'old', new_password: 'new' },
      (desk) => desk.changePassword('old', 'new'),
    ],
    [
      'totp',
      'DELETE /api/account/totp',
      { password: 'p', totp_code: '1' },
      (desk) => desk.removeTotp('p', '1'),
    ],
    ['passkeys', 'DELETE /api/account/passkeys/k1', undefined, (desk) => desk.removePasskey('k1')],
    ['sessions', 'DELETE /api/sessions/s1', undefined, (desk) => desk.endSession('s1')],
  ])('of the part %s is asked for, said and loaded again', async (part, request, body, change) => {
    const { page, desk } = await opened();
    page.rest.on(request, ok());
    page.takeAsked();
    change(desk);
    expect(desk.view).toMatchObject({ busy: part, notice: undefined });
    expect(page.rest.asked[0]?.body).toEqual(body);
    await page.settled();
    expect(page.takeAsked()).toEqual([request, ...LOADING]);
    expect(desk.view).toMatchObject({ busy: undefined, notice: { part, outcome: { ok: true } } });
  });

  it('that is refused is said with the word of the relay', async () => {
    const { page, desk } = await opened();
    page.rest.on('POST /api/account/password', refused(403, 'wrong_password'));
    desk.changePassword('old', 'new');
    await page.settled();
    expect(desk.view.notice).toMatchObject({
      part: 'password',
      outcome: { ok: false, code: 'wrong_password' },
    });
  });

  it('is one at a time', async () => {
    const { page, desk } = await opened();
    page.takeAsked();
    desk.endSession('s1');
    desk.endSession('s2');
    desk.renewCodes('p', '1');
    await page.settled();
    expect(page.takeAsked()).toEqual(['DELETE /api/sessions/s1', ...LOADING]);
  });

  it('whose answer comes after the page was left says nothing', async () => {
    const { page, desk } = await opened();
    desk.endSession('s1');
    desk.close();
    page.takeAsked();
    await page.settled();
    expect(desk.view).toMatchObject({ busy: undefined, notice: undefined });
    expect(page.takeAsked()).toEqual([]);
  });

  it('by a passkey is offered where the browser has them', async () => {
    const { page, desk } = await opened();
    page.rest.on('POST *', ok({ public_key: {} }));
    page.takeAsked();
    desk.addPasskey('Phone');
    expect(desk.view.busy).toBe('passkeys');
    await page.settled();
    expect(desk.view.notice).toMatchObject({ part: 'passkeys' });
    const without = new AccountDesk(new FakeDesk().ports);
    without.addPasskey('Phone');
    expect(without.view.busy).toBeUndefined();
  });
});

describe('the second factor', () => {
  async function scanning(): Promise<{ page: FakeDesk; desk: AccountDesk }> {
    const found = await opened();
    found.page.rest
      .on('POST /api/account/totp', ok({ secret: 'S' }))
      .on('POST /api/account/totp/confirm', ok({ recovery_codes: ['a'] }));
    found.desk.beginTotp();
    await found.page.settled();
    return found;
  }

  it('is set up step by step, and said to be on once its codes are kept', async () => {
    const { page, desk } = await scanning();
    expect(desk.view.enrolment).toMatchObject({ name: 'scan' });
    desk.confirmTotp('123456');
    await page.settled();
    expect(page.rest.bodies('POST /api/account/totp/confirm')).toEqual([{ totp_code: '123456' }]);
    expect(desk.view.enrolment).toEqual({ name: 'codes', codes: ['a'] });
    page.takeAsked();
    desk.endTotp();
    expect(desk.view).toMatchObject({
      enrolment: undefined,
      notice: { part: 'totp', outcome: { ok: true } },
    });
    await page.settled();
    expect(page.takeAsked()).toEqual(['GET /api/account']);
  });

  it('that is given up says nothing, and its late answers count for nothing', async () => {
    const { page, desk } = await scanning();
    desk.confirmTotp('123456');
    desk.endTotp();
    expect(desk.view).toMatchObject({ enrolment: undefined, notice: undefined });
    await page.settled();
    expect(desk.view.enrolment).toBeUndefined();
    desk.confirmTotp('123456');
    await page.settled();
    expect(page.rest.bodies('POST /api/account/totp/confirm')).toHaveLength(1);
  });

  it.each([
    ['left', (desk: AccountDesk) => desk.close()],
    ['opened again', (desk: AccountDesk) => desk.open()],
  ])('is given up when the page is %s', async (_name, leave) => {
    const { page, desk } = await scanning();
    desk.confirmTotp('123456');
    leave(desk);
    await page.settled();
    expect(desk.view.enrolment).toBeUndefined();
  });

  it('takes away what was said of the last change', async () => {
    const { page, desk } = await opened();
    desk.endSession('s1');
    await page.settled();
    desk.beginTotp();
    expect(desk.view.notice).toBeUndefined();
  });

  it('shows new codes, or why there are none', async () => {
    const { page, desk } = await opened();
    const request = 'POST /api/account/totp/recovery-codes';
    page.rest.on(request, refused(403, 'wrong_password'));
    desk.renewCodes('p', '1');
    expect(desk.view).toMatchObject({ busy: 'totp', notice: undefined });
    await page.settled();
    expect(desk.view).toMatchObject({
      busy: undefined,
      enrolment: undefined,
      notice: { part: 'totp', outcome: { code: 'wrong_password' } },
    });
    page.rest.on(request, ok({ recovery_codes: ['x', 'y'] }));
    desk.renewCodes('p', '1');
    await page.settled();
    expect(page.rest.bodies(request)[0]).toEqual({ password: 'p', totp_code: '1' });
    expect(desk.view).toMatchObject({
      busy: undefined,
      notice: undefined,
      enrolment: { name: 'codes', codes: ['x', 'y'] },
    });
  });

  it('whose new codes come after the page was left shows none', async () => {
    const { page, desk } = await opened();
    page.rest.on('POST *', ok({ recovery_codes: ['x'] }));
    desk.renewCodes('p', '1');
    desk.close();
    await page.settled();
    expect(desk.view.enrolment).toBeUndefined();
  });
});
