import { describe, expect, it } from 'vitest';
import type { PasskeyAnswer } from '../../link/ports.ts';
import { refused } from '../../testing/fake-relay-rest.ts';
import { settle } from '../../testing/fake-time.ts';
import { ANNA, MARKED, ProofScene, WITH_PASSKEY } from '../../testing/proof-scene.ts';

describe('a passkey as a proof', () => {
  it.each([
    ['the account has one', true, WITH_PASSKEY, true],
    ['it is not known whether it has', true, undefined, true],
    ['the account has none', true, ANNA, false],
    ['the browser knows none', false, WITH_PASSKEY, false],
  ])('is offered or not: %s', async (_name, knowsPasskeys, account, offers) => {
    const scene = new ProofScene(knowsPasskeys);
    scene.account = account;
    scene.rest.demandProof(MARKED);
    await scene.asks();
    expect(scene.prompt.view?.offersPasskey).toBe(offers);
    await scene.submitsPasskey();
    expect(scene.statuses).toEqual([]);
    expect(scene.rest.bodies('POST /api/account/proof/passkey')).toHaveLength(offers ? 1 : 0);
  });

  const offered = async (): Promise<ProofScene> => {
    const scene = new ProofScene();
    scene.account = WITH_PASSKEY;
    scene.rest.demandProof(MARKED, { password: 'secret', credential: { signed: 'challenge' } });
    return scene.asks();
  };

  it('proves with the challenge that the relay gives', async () => {
    const scene = await offered();
    await scene.submitsPasskey();
    expect(scene.statuses).toEqual([200]);
    expect(scene.prompt.view).toBeUndefined();
  });

  it('that is refused, not shown or has no challenge is said, and the password is still good', async () => {
    const scene = await offered();
    scene.authenticator = () => Promise.resolve({ ok: true, credential: 'of somebody else' });
    await scene.submitsPasskey();
    expect(scene.prompt.view).toMatchObject({ busy: false, problem: { code: 'passkey_refused' } });
    scene.authenticator = () => Promise.resolve({ ok: false, why: 'cancelled' });
    await scene.submitsPasskey();
    expect(scene.prompt.view).toMatchObject({ busy: false, problem: { code: 'passkey_cancelled' } });
    scene.rest.on('POST /api/login/passkey/options', refused(503, 'unavailable'));
    await scene.submitsPasskey();
    expect(scene.prompt.view).toMatchObject({ busy: false, problem: { code: 'unavailable' } });
    await scene.submits('secret');
    expect(scene.statuses).toEqual([200]);
  });

  it('that is shown after all, when nobody waits any more, is not sent', async () => {
    const scene = await offered();
    let shows: (answer: PasskeyAnswer) => void = () => undefined;
    scene.authenticator = () =>
      new Promise((done) => {
        shows = done;
      });
    await scene.submitsPasskey();
    scene.prompt.cancel();
    shows({ ok: true, credential: { signed: 'challenge' } });
    await settle();
    expect(scene.rest.bodies('POST /api/account/proof/passkey')).toEqual([]);
  });

  it('is not asked of the browser when nobody waits any more', async () => {
    const scene = await offered();
    let shown = 0;
    scene.authenticator = () => {
      shown += 1;
      return Promise.resolve({ ok: false, why: 'cancelled' });
    };
    scene.prompt.submitPasskey();
    scene.prompt.cancel();
    await settle();
    expect(shown).toBe(0);
  });
});
