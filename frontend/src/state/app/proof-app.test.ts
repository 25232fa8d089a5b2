import { describe, expect, it } from 'vitest';
import { ACCOUNT } from '../../testing/fake-relay.ts';
import { ok, refused } from '../../testing/fake-relay-rest.ts';
import { FakePage } from '../../testing/page.ts';
import type { ProofView } from '../pages/proof-prompt.ts';

const LINKS = 'POST /api/robots/tank-1/links';
const GRANT = 'PUT /api/robots/tank-1/grants/ben';
const SHARING = '#/robots/tank-1/sharing';

/** On the page for sharing, whose relay wants a proof for links and grants. */
async function sharing(proof?: { password: string; totpCode: string }): Promise<FakePage> {
  const page = new FakePage(null);
  page.relay.rest
    .on('GET /api/robots/tank-1/grants', ok({ grants: [] }))
    .on('GET /api/robots/tank-1/links', ok({ links: [] }))
    .on('GET /api/sessions', ok({ sessions: [] }))
    .on(LINKS, ok({ link_id: 'l1', token: 'abcdefghijklmnop1234' }))
    .on(GRANT, ok())
    .demandProof(LINKS, proof)
    .demandProof(GRANT, proof);
  return page.at(SHARING);
}

async function makesLink(page: FakePage): Promise<void> {
  page.app.pages.sharing.makeLink({ role: 'viewer', expiresInS: 3600, maxUses: 1 });
  await page.settle();
}

function proofOf({ screen }: FakePage): ProofView | undefined {
  return 'proof' in screen ? screen.proof : undefined;
}

describe('a page whose request needs a proof', () => {
  it('asks in place, and goes on as if nothing had been between', async () => {
    const page = await sharing();
    await makesLink(page);
    expect(page.screen).toMatchObject({ name: 'sharing', view: { busy: true }, proof: { busy: false } });
    page.app.proof.submit('secret', '');
    await page.settle();
    expect(page.screen).toMatchObject({ view: { newLink: { id: 'l1' }, busy: false }, proof: undefined });
    page.app.pages.sharing.grant('ben', 'viewer');
    await page.settle();
    expect(page.screen).toMatchObject({ view: { notice: { name: 'granted' } }, proof: undefined });
  });

  it('asks with the login’s own token, and repeats with it', async () => {
    const page = await sharing();
    await makesLink(page);
    page.app.proof.submit('secret', '');
    await page.settle();
    const asked = page.relay.rest.asked.filter(({ path }) => /proof|links$/.test(path));
    expect(new Set(asked.map(({ token }) => token))).toEqual(new Set(['token-1']));
  });

  it('asks for the code, and offers a passkey, as far as the account is known', async () => {
    const page = await sharing({ password: 'secret', totpCode: '123456' });
    page.relay.rest.on(
      'GET /api/account',
      ok({ ...ACCOUNT, second_factors: { totp: true }, passkeys: [{ passkey_id: 'k1', name: 'phone' }] }),
    );
    await page.app.pages.account.load();
    await makesLink(page);
    expect(proofOf(page)).toMatchObject({ asksCode: true, offersPasskey: true });
  });

  it('says that nothing was done when no proof is given', async () => {
    const page = await sharing();
    await makesLink(page);
    page.app.proof.cancel();
    await page.settle();
    expect(page.screen).toMatchObject({
      proof: undefined,
      view: { busy: false, notice: { name: 'failed', failure: { code: 'proof_needed' } } },
    });
  });

  it('is asked about over the account’s page too: an authenticator, a passkey', async () => {
    const page = await sharing();
    page.relay.rest
      .on('POST /api/account/totp', ok({ secret: 'S' }))
      .demandProof('POST /api/account/totp')
      .on('POST /api/account/passkeys/options', ok({ public_key: 'c' }))
      .on('POST /api/account/passkeys', ok())
      .demandProof('POST /api/account/passkeys/options');
    page.app.go({ name: 'account' });
    page.app.pages.account.beginTotp();
    page.app.pages.account.addPasskey('phone');
    await page.settle();
    expect(proofOf(page)).toBeDefined();
    page.app.proof.submit('secret', '');
    await page.settle();
    expect(page.screen).toMatchObject({
      view: { enrolment: { name: 'scan' }, notice: { part: 'passkeys', outcome: { ok: true } } },
      proof: undefined,
    });
  });
});

describe('a question that nobody waits for any more', () => {
  it.each([
    ['another page', (page: FakePage) => page.app.go({ name: 'account' })],
    ['the same page again', (page: FakePage) => page.app.go({ name: 'sharing', robotId: 'tank-1' })],
    ['a robot', (page: FakePage) => page.app.go({ name: 'robot', robotId: 'tank-1' })],
    ['the login page', (page: FakePage) => page.app.logout()],
  ])('is gone with its page: %s', async (_name, leave) => {
    const page = await sharing();
    await makesLink(page);
    expect(proofOf(page)).toBeDefined();
    leave(page);
    expect(proofOf(page)).toBeUndefined();
    page.app.proof.submit('secret', '');
    await page.settle();
    expect(proofOf(page)).toBeUndefined();
    expect(page.relay.rest.bodies('POST /api/account/proof')).toEqual([]);
    expect(page.relay.rest.bodies(LINKS)).toHaveLength(1);
  });

  it('is gone when the login has ended while the proof was on its way', async () => {
    const page = await sharing();
    await makesLink(page);
    page.relay.refreshStatus = 401;
    page.relay.rest.on('POST /api/account/proof', refused(401, 'unauthenticated'));
    page.app.proof.submit('secret', '');
    await page.settle();
    expect(page.screen).toMatchObject({ name: 'login', signIn: { problem: { why: 'expired' } } });
    expect(page.relay.rest.bodies(LINKS)).toHaveLength(1);
  });

  it('never comes over a robot: whatever a list asks meanwhile is refused, and Escape stops', async () => {
    const page = new FakePage();
    page.relay.rest.demandProof('GET /api/robots');
    await page.driving();
    await page.pass(100);
    expect(page.screen.name).toBe('drive');
    expect(page.app.proof.view).toBeUndefined();
    page.keyDown('Escape', { key: 'Escape' });
    expect(page.relay.socket.all('stop')).toHaveLength(1);
  });
});
