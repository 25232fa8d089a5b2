// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { ACCOUNT } from '../../testing/fake-relay.ts';
import { ok, refused } from '../../testing/fake-relay-rest.ts';
import { FakePage } from '../../testing/page.ts';
import { GUIDE, ROVER, TANK, bookingOf } from '../../testing/robots.ts';
import { ShownPage } from '../../testing/shown-page.tsx';

const shown = new ShownPage();
const { show, doing, get, find, all, text, pass, violations } = shown;
const fill = (testId: string, value: string): void => {
  (get(testId) as HTMLInputElement).value = value;
};
const submit = async (testId: string): Promise<void> => {
  doing(() => get(testId).dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
  await pass(0);
};

describe('the list of robots', () => {
  const list = (): Promise<FakePage> => {
    const page = new FakePage(null);
    page.relay.rest.on('GET /api/robots', ok({ robots: [{ ...TANK, owner: 'anna' }, ROVER, GUIDE] })).on(
      'GET /api/bookings?*',
      ok({
        bookings: [
          bookingOf('g2', '2026-11-23T09:00:00Z', '2026-11-23T10:00:00Z', 'guide-3'),
          bookingOf('g1', '2026-11-22T09:00:00Z', '2026-11-22T10:00:00Z', 'guide-3'),
          bookingOf('t1', '2026-11-21T11:00:00Z', '2026-11-21T12:30:00Z'),
        ],
      }),
    );
    return page.at('#/');
  };

  it('says what one may do with each and when, and is clean for axe', async () => {
    await show(list);
    expect(['tank-1', 'rover-2', 'guide-3'].map((id) => text(`may-${id}`))).toEqual([
      'Yours',
      'You may watch and stop it',
      'Book a time to drive',
    ]);
    expect(text('window-tank-1')).toBe('Your time is now, until 13:30');
    expect(text('window-guide-3')).toBe('Your time: Sun 22 Nov, 10:00–11:00');
    expect(await violations()).toEqual([]);
  });

  it('asks for the robot itself where the list does not say what one may do', async () => {
    await show(() => {
      const page = new FakePage(null);
      const { may, ...untold } = ROVER;
      page.relay.rest
        .on('GET /api/robots', ok({ robots: [untold] }))
        .on('GET /api/robots/rover-2', ok({ ...untold, may, owner: 'ben', online: false }));
      return page.at('#/');
    });
    await pass(0);
    expect(text('may-rover-2')).toBe('You may watch and stop it');
    expect(text('robot-rover-2')).toContain('Online');
    await pass(10_000);
    expect(shown.page.relay.rest.bodies('GET /api/robots/rover-2')).toHaveLength(1);
  });

  it('offers sharing to the owner only, and no booking of what may only be watched', async () => {
    await show(list);
    expect(find('share-tank-1')).not.toBeNull();
    expect([find('share-rover-2'), find('share-guide-3'), find('book-rover-2')]).toEqual([null, null, null]);
    doing(() => get('book-guide-3').click());
    expect(shown.page.hash).toBe('#/bookings/guide-3');
  });
});

describe('the account page', () => {
  const account =
    (changes: object = {}) =>
    (): Promise<FakePage> => {
      const page = new FakePage(null);
      page.relay.rest.on('GET /api/account', ok({ ...ACCOUNT, ...changes })).on(
        'GET /api/sessions',
        ok({
          sessions: [
            {
              session_id: 's1',
              device: 'Firefox',
              address: '192.0.2.1',
              last_used: '2026-11-21T12:00:00Z',
              current: true,
            },
            {
              session_id: 's2',
              device: '',
              address: '2001:db8::1',
              last_used: '2026-11-20T12:00:00Z',
              current: false,
            },
          ],
        }),
      );
      return page.at('#/account');
    };

  it('makes a passkey with nothing but its name typed, says when the device has one, and removes one', async () => {
    const passkeys = [{ passkey_id: 'p1', name: 'my phone', created: '2026-11-20T12:00:00Z' }];
    await show(account({ passkeys }));
    shown.page.relay.rest
      .on('POST /api/account/passkeys/options', ok({ public_key: { challenge: 'c' } }))
      .on('POST /api/account/passkeys', { status: 201, body: {} })
      .on('DELETE /api/account/passkeys/p1', { status: 204, body: undefined });
    const add = async (): Promise<void> => {
      doing(() => get('passkey-add').click());
      fill('passkey-name', ' my key ');
      expect(await violations()).toEqual([]);
      doing(() => get('passkey-submit').click());
      await pass(0);
    };
    await add();
    expect(shown.page.relay.rest.bodies('POST /api/account/passkeys/options')).toEqual([undefined]);
    expect(shown.page.relay.rest.bodies('POST /api/account/passkeys')).toEqual([
      { name: 'my key', credential: { signed: { challenge: 'c' } } },
    ]);
    expect(text('account-passkeys-outcome')).toContain('changed');
    shown.page.authenticator = () => Promise.resolve({ ok: false, why: 'known' });
    await add();
    expect(text('account-passkeys-outcome')).toContain('already');
    expect(text('passkeys')).toContain('my phone');
    doing(() => get('passkey-remove').click());
    await pass(0);
    expect(shown.page.relay.rest.bodies('DELETE /api/account/passkeys/p1')).toHaveLength(1);
  });

  it('shows name, zone, second factor and logins, and is clean for axe', async () => {
    await show(account());
    expect((get('display-name') as HTMLInputElement).value).toBe('Anna');
    expect((get('zone') as HTMLSelectElement).value).toBe('Europe/Berlin');
    expect(get('totp-state').dataset['state']).toBe('off');
    expect(text('sessions')).toContain('this browser');
    expect(text('sessions')).toContain('Unknown device');
    expect(text('sessions')).toContain('Last used Sat 21 Nov, 13:00');
    expect(await violations()).toEqual([]);
  });

  it('shows times as the browser does until a zone is chosen', async () => {
    await show(account({ zone: 'UTC' }));
    expect(text('sessions')).toContain('Last used Sat 21 Nov, 13:00');
  });

  it('ends another login, and offers no end of this one', async () => {
    await show(account());
    expect(all('[data-testid="end-session"]')).toHaveLength(1);
    shown.page.relay.rest.on('DELETE /api/sessions/s2', { status: 204, body: undefined });
    doing(() => get('end-session').click());
    await pass(0);
    expect(text('account-sessions-outcome')).toContain('Ended');
  });

  it('changes the password; a wrong one is said', async () => {
    await show(account());
    shown.page.relay.rest.on('POST /api/account/password', refused(403, 'wrong_password'));
    fill('old-password', 'old');
    fill('new-password', 'new');
    await submit('password-form');
    expect(shown.page.relay.rest.bodies('POST /api/account/password')).toEqual([
      { password: 'old', new_password: 'new' },
    ]);
    expect(text('account-password-outcome')).toContain('not right');
    expect((get('old-password') as HTMLInputElement).value).toBe('');
  });

  it('tells who guesses codes with the right password, and nothing else', async () => {
    await show(
      account({ guessed_codes: { told: '2026-11-21T12:00:00Z', since: '2026-11-21T11:00:00Z', count: 12 } }),
    );
    expect(text('guessed-codes')).toContain('12 wrong codes');
    await show(account({}));
    expect(all('[data-testid="guessed-codes"]')).toHaveLength(0);
  });

  it('gets new recovery codes with password and code, and warns when few are left', async () => {
    await show(account({ second_factors: { totp: true, recovery_codes_left: 1 } }));
    expect(text('totp-state')).toBe('On. 1 recovery code is left.');
    shown.page.relay.rest.on('POST /api/account/totp/recovery-codes', ok({ recovery_codes: ['x-1'] }));
    doing(() => get('totp-renew').click());
    fill('totp-proof-password', 'secret');
    fill('totp-proof-code', '123 456');
    await submit('totp-proof-form');
    expect(shown.page.relay.rest.bodies('POST /api/account/totp/recovery-codes')).toEqual([
      { password: 'secret', totp_code: '123456' },
    ]);
    expect(text('recovery-codes')).toBe('x-1');
  });

  it('removes the second factor with password and code', async () => {
    await show(account({ second_factors: { totp: true, recovery_codes_left: 10 } }));
    shown.page.relay.rest.on('DELETE /api/account/totp', { status: 204, body: undefined });
    doing(() => get('totp-remove').click());
    fill('totp-proof-password', 'secret');
    fill('totp-proof-code', '123456');
    await submit('totp-proof-form');
    expect(shown.page.relay.rest.bodies('DELETE /api/account/totp')).toEqual([
      { password: 'secret', totp_code: '123456' },
    ]);
  });
});

describe('the sharing page', () => {
  const sharing = (): Promise<FakePage> => {
    const page = new FakePage(null);
    page.relay.rest
      .on('GET /api/robots/tank-1/grants', ok({ grants: [{ account: 'ben', role: 'driver' }] }))
      .on('GET /api/robots/tank-1/links', ok({ links: [] }));
    return page.at('#/robots/tank-1/sharing');
  };

  it('lets somebody watch or drive, and takes it back after a second press', async () => {
    await show(sharing);
    expect(await violations()).toEqual([]);
    shown.page.relay.rest
      .on('PUT /api/robots/tank-1/grants/*', ok({}))
      .on('DELETE /api/robots/tank-1/grants/*', { status: 204, body: undefined });
    fill('grant-account', ' carla ');
    await submit('grant-form');
    expect(shown.page.relay.rest.bodies('PUT /api/robots/tank-1/grants/carla')).toEqual([{ role: 'viewer' }]);
    expect(text('sharing-notice')).toContain('Shared');
    doing(() => get('take-back-ben').click());
    expect(shown.page.relay.rest.bodies('DELETE /api/robots/tank-1/grants/ben')).toHaveLength(0);
    doing(() => get('take-back-ben-sure').click());
    await pass(0);
    expect(shown.page.relay.rest.bodies('DELETE /api/robots/tank-1/grants/ben')).toHaveLength(1);
  });

  it('makes a link whose token stands behind the #, and shows it once', async () => {
    await show(sharing);
    shown.page.relay.rest.on('POST /api/robots/tank-1/links', {
      status: 201,
      body: { link_id: '0123456789ab', token: 'abcdefghijklmnop1234' },
    });
    await submit('link-form');
    expect(shown.page.relay.rest.bodies('POST /api/robots/tank-1/links')).toEqual([
      { role: 'viewer', expires_in_s: 86_400, max_uses: 1 },
    ]);
    expect(text('new-link')).toMatch(/\/#link=abcdefghijklmnop1234$/);
    doing(() => shown.page.app.go({ name: 'robots' }));
    doing(() => shown.page.app.go({ name: 'sharing', robotId: 'tank-1' }));
    await pass(0);
    expect(find('new-link')).toBeNull();
  });
});
