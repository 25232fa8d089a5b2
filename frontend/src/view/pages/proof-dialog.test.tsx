// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { ACCOUNT } from '../../testing/fake-relay.ts';
import { ok, refused } from '../../testing/fake-relay-rest.ts';
import { FakePage } from '../../testing/page.ts';
import { ShownPage } from '../../testing/shown-page.tsx';

const LINKS = 'POST /api/robots/tank-1/links';
const PROOF = 'POST /api/account/proof';
const shown = new ShownPage();
const { show, doing, get, find, text, pass, isEnabled, violations } = shown;
const input = (testId: string): HTMLInputElement => get(testId) as HTMLInputElement;
const focused = (): string | undefined => (document.activeElement as HTMLElement).dataset['testid'];
const press = async (testId: string): Promise<void> => {
  doing(() => get(testId).click());
  await pass(0);
};
const escape = async (): Promise<void> => {
  doing(() => get('proof-dialog').dispatchEvent(new Event('cancel', { cancelable: true })));
  await pass(0);
};
const types = async (password: string, code?: string): Promise<void> => {
  input('proof-password').value = password;
  if (code !== undefined) input('proof-code').value = code;
  await press('proof-submit');
};

/** A link was asked for, and the relay wants a proof first. */
async function asked(
  proof: Parameters<FakePage['relay']['rest']['demandProof']>[1] = { password: 'secret' },
  account: object = {},
): Promise<void> {
  await show(() => {
    const page = new FakePage(null);
    page.relay.rest
      .on('GET /api/account', ok({ ...ACCOUNT, ...account }))
      .on('GET /api/robots/tank-1/grants', ok({ grants: [] }))
      .on('GET /api/robots/tank-1/links', ok({ links: [] }))
      .on('POST /api/login/passkey/options', ok({ public_key: 'challenge' }))
      .on(LINKS, ok({ link_id: 'l1', token: 'abcdefghijklmnop1234' }))
      .demandProof(LINKS, proof);
    return page.at('#/robots/tank-1/sharing');
  });
  expect(find('proof-dialog')).toBeNull();
  get('link-submit').focus();
  await press('link-submit');
}

describe('the dialog for a proof', () => {
  it('is labelled, takes the focus, and is clean for axe', async () => {
    await asked();
    const dialog = get('proof-dialog');
    expect(dialog.tagName).toBe('DIALOG');
    expect(dialog.hasAttribute('open')).toBe(true);
    expect(document.getElementById(dialog.getAttribute('aria-labelledby') ?? '')?.textContent).toBe(
      'Is it you?',
    );
    expect(document.getElementById(dialog.getAttribute('aria-describedby') ?? '')?.textContent).not.toBe('');
    expect(focused()).toBe('proof-password');
    expect(find('proof-code')).toBeNull();
    expect(find('proof-passkey')).toBeNull();
    expect(await violations()).toEqual([]);
  });

  it('makes way for what was asked for, and gives the focus back', async () => {
    await asked();
    await types('secret');
    expect(find('proof-dialog')).toBeNull();
    expect(text('new-link')).toContain('abcdefghijklmnop1234');
    expect(focused()).toBe('link-submit');
  });

  it('says that a password is wrong, and lets it be typed anew', async () => {
    await asked();
    await types('wrong');
    expect(text('proof-problem')).toContain('password is not right');
    expect(get('proof-problem').closest('[role="alert"]')).not.toBeNull();
    expect(input('proof-password').value).toBe('');
    expect(focused()).toBe('proof-password');
    await types('secret');
    expect(text('new-link')).toContain('abcdefghijklmnop1234');
  });

  it('asks for a code once the relay does: the password stays typed', async () => {
    await asked({ password: 'secret', totpCode: '123456' });
    await types('secret');
    expect(text('proof-problem')).toContain('one-time code, too');
    expect(focused()).toBe('proof-code');
    expect(input('proof-password').value).toBe('secret');
    expect(await violations()).toEqual([]);
    await types('secret', '000 000');
    expect(text('proof-problem')).toContain('code is not right');
    expect([input('proof-code').value, focused()]).toEqual(['', 'proof-code']);
    await types('secret', '123 456');
    expect(shown.page.relay.rest.bodies(PROOF).at(-1)).toEqual({ password: 'secret', totp_code: '123456' });
    expect(find('proof-dialog')).toBeNull();
  });

  it('asks for the code from the beginning of who has an authenticator, the password first', async () => {
    await asked({ password: 'secret', totpCode: '123456' }, { second_factors: { totp: true } });
    expect(find('proof-code')).not.toBeNull();
    expect(focused()).toBe('proof-password');
    await types('secret', '123456');
    expect(find('proof-dialog')).toBeNull();
  });

  it('takes a passkey instead, and says when there was none', async () => {
    const passkeys = [{ passkey_id: 'p1', name: 'my phone' }];
    await asked({ password: 'secret', credential: { signed: 'challenge' } }, { passkeys });
    const { authenticator } = shown.page;
    shown.page.authenticator = () => Promise.resolve({ ok: false, why: 'cancelled' });
    await press('proof-passkey');
    expect(text('proof-problem')).toContain('No passkey was shown');
    shown.page.authenticator = () => Promise.resolve({ ok: true, credential: 'unknown' });
    await press('proof-passkey');
    expect(text('proof-problem')).toContain('passkey was not accepted');
    shown.page.authenticator = authenticator;
    await press('proof-passkey');
    expect(find('proof-dialog')).toBeNull();
    expect(text('new-link')).toContain('abcdefghijklmnop1234');
  });

  it('can be cancelled at any time, and says what to do when the relay is asked too often', async () => {
    await asked();
    shown.page.relay.rest.on(PROOF, { ...refused(429, 'rate_limited'), retryAfterS: 30 });
    await types('secret');
    expect(text('proof-problem')).toContain('Wait 30 seconds');
    expect(input('proof-password').value).toBe('secret');
    doing(() => get('proof-submit').click());
    expect(isEnabled('proof-submit')).toBe(false);
    expect(isEnabled('proof-cancel')).toBe(true);
    await press('proof-cancel');
    expect(find('proof-dialog')).toBeNull();
    expect(text('sharing-notice')).toContain('sure that it is you');
    expect(focused()).toBe('link-submit');
  });

  it('is cancelled by Escape, and can be asked for anew', async () => {
    await asked();
    await escape();
    expect(find('proof-dialog')).toBeNull();
    expect(text('sharing-notice')).toContain('Nothing was done');
    await press('link-submit');
    expect(get('proof-dialog').hasAttribute('open')).toBe(true);
  });

  it('that the browser closes without asking is cancelled too', async () => {
    await asked();
    doing(() => (get('proof-dialog') as HTMLDialogElement).close());
    await pass(0);
    expect(find('proof-dialog')).toBeNull();
    expect(text('sharing-notice')).toContain('Nothing was done');
  });

  it('leads to the page’s heading when what had the focus is gone', async () => {
    await asked();
    get('link-submit').remove();
    await escape();
    expect(document.activeElement?.tagName).toBe('H1');
  });

  it('goes with its page', async () => {
    await asked();
    doing(() => shown.page.app.go({ name: 'account' }));
    await pass(0);
    expect(find('proof-dialog')).toBeNull();
    expect(document.activeElement?.textContent).toBe('Account');
  });
});

describe('the form for a passkey', () => {
  it('gives the focus back to its button, also over a proof', async () => {
    await show(() => {
      const page = new FakePage(null);
      page.relay.rest
        .on('GET /api/sessions', ok({ sessions: [] }))
        .on('POST /api/account/passkeys/options', ok({ public_key: 'c' }))
        .on('POST /api/account/passkeys', ok())
        .demandProof('POST /api/account/passkeys/options');
      return page.at('#/account');
    });
    await press('passkey-add');
    expect(focused()).toBe('passkey-name');
    await press('passkey-cancel');
    expect(focused()).toBe('passkey-add');
    await press('passkey-add');
    input('passkey-name').value = 'my phone';
    await press('passkey-submit');
    expect(focused()).toBe('proof-password');
    await types('secret');
    expect(focused()).toBe('passkey-add');
    expect(text('account-passkeys-outcome')).toContain('changed');
  });
});
