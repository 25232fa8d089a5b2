import { describe, expect, it } from 'vitest';
import { refused, ok } from '../../testing/fake-relay-rest.ts';
import { settle } from '../../testing/fake-time.ts';
import { MARKED, PROOF, ProofScene, WITH_CODE, demanded } from '../../testing/proof-scene.ts';
import type { ProofPrompt } from './proof-prompt.ts';

describe('a request', () => {
  it('that needs no proof goes through as it is, once', async () => {
    const scene = await new ProofScene().asks();
    expect(scene.answers).toEqual([ok({ token: 'new' })]);
    expect(scene.prompt.view).toBeUndefined();
    expect(scene.changes).toBe(0);
    expect(scene.rest.asked).toHaveLength(1);
  });

  it.each([
    ['of another kind', refused(403, 'not_permitted')],
    ['with another status', refused(409, 'proof_needed')],
  ])('that is refused and the refusal is %s is not asked about', async (_name, answer) => {
    const scene = new ProofScene();
    scene.rest.on(MARKED, answer);
    await scene.asks();
    expect(scene.answers).toEqual([answer]);
    expect(scene.prompt.view).toBeUndefined();
  });

  it('that needs a proof waits for it, and is repeated once with the same body', async () => {
    const scene = await demanded();
    expect(scene.answers).toEqual([]);
    expect(scene.prompt.view).toEqual({
      busy: false,
      asksCode: false,
      offersPasskey: false,
      problem: undefined,
    });
    expect(scene.changes).toBe(1);
    scene.prompt.submit('secret', '');
    expect(scene.prompt.view?.busy).toBe(true);
    await settle();
    expect(scene.rest.bodies(PROOF)).toEqual([{ password: 'secret' }]);
    expect(scene.answers).toEqual([ok({ token: 'new' })]);
    expect(scene.rest.bodies(MARKED)).toEqual([{ role: 'viewer' }, { role: 'viewer' }]);
    expect(scene.prompt.view).toBeUndefined();
    expect(scene.changes).toBe(3);
  });

  it('that needs a proof after a proof is passed on: nothing is asked for ever', async () => {
    const scene = await demanded();
    scene.rest.on(PROOF, { status: 204, body: undefined });
    await scene.submits('secret');
    expect(scene.answers).toEqual([refused(403, 'proof_needed')]);
    expect(scene.prompt.view).toBeUndefined();
    expect(scene.rest.bodies(MARKED)).toHaveLength(2);
  });

  it('is asked about anew when the proof has become old', async () => {
    const scene = await demanded();
    await scene.submits('secret');
    scene.rest.isProven = false;
    await scene.asks();
    expect(scene.prompt.view).toMatchObject({ busy: false, problem: undefined });
    await scene.submits('secret');
    expect(scene.statuses).toEqual([200, 200]);
  });
});

describe('several requests', () => {
  it('that wait share one question, and each is repeated', async () => {
    const scene = await demanded();
    await scene.asks('driver');
    expect(scene.changes).toBe(1);
    await scene.submits('secret');
    expect(scene.rest.bodies(PROOF)).toHaveLength(1);
    expect(scene.statuses).toEqual([200, 200]);
    expect(scene.rest.bodies(MARKED).slice(2)).toEqual([{ role: 'viewer' }, { role: 'driver' }]);
  });

  it('may join while the proof is being looked at', async () => {
    const scene = await demanded();
    const arrives = scene.holds('/api/account/proof');
    scene.rest.on(PROOF, { status: 204, body: undefined });
    scene.prompt.submit('secret', '');
    await scene.asks('driver');
    expect(scene.prompt.view?.busy).toBe(true);
    scene.rest.isProven = true;
    await arrives();
    expect(scene.statuses).toEqual([200, 200]);
    expect(scene.prompt.view).toBeUndefined();
  });

  it.each([
    ['a proof', (scene: ProofScene) => scene.submits('secret'), [200, 200]],
    ['a cancelling', (scene: ProofScene) => scene.cancels(), [403, 403]],
  ])(
    'whose refusal comes after %s that they had asked before are not asked about',
    async (_n, ends, answers) => {
      const scene = new ProofScene();
      scene.rest.demandProof(MARKED);
      const arrives = scene.holds('/api/robots/tank-1/links');
      await scene.asks();
      await scene.asks();
      await ends(scene);
      await arrives();
      expect(scene.statuses).toEqual(answers);
      expect(scene.prompt.view).toBeUndefined();
    },
  );
});

describe('a proof', () => {
  it.each([
    ['a wrong password', 'wrong', refused(403, 'wrong_password'), 'wrong_password'],
    ['too many tries', 'secret', { ...refused(429, 'rate_limited'), retryAfterS: 30 }, 'rate_limited'],
    ['a relay that is busy', 'secret', refused(503, 'unavailable'), 'unavailable'],
    ['no answer', 'secret', { status: 0, body: undefined }, ''],
  ])('that fails because of %s is said and can be tried again', async (_name, password, answer, code) => {
    const scene = await demanded();
    scene.rest.on(PROOF, answer);
    await scene.submits(password);
    expect(scene.prompt.view).toMatchObject({ busy: false, problem: { ok: false, code } });
    expect(scene.answers).toEqual([]);
    scene.rest.demandProof(MARKED);
    scene.prompt.submit('secret', '');
    expect(scene.prompt.view?.problem).toBeUndefined();
    await settle();
    expect(scene.statuses).toEqual([200]);
  });

  it('asks for the code from the beginning when the account has an authenticator', async () => {
    const scene = new ProofScene();
    scene.account = WITH_CODE;
    scene.rest.demandProof(MARKED, { password: 'secret', totpCode: '123456' });
    await scene.asks();
    expect(scene.prompt.view?.asksCode).toBe(true);
    await scene.submits('secret', '000000');
    expect(scene.prompt.view).toMatchObject({ asksCode: true, problem: { code: 'totp_wrong' } });
    await scene.submits('secret', '123456');
    expect(scene.rest.bodies(PROOF).at(-1)).toEqual({ password: 'secret', totp_code: '123456' });
    expect(scene.statuses).toEqual([200]);
  });

  it('asks for the code once the relay does, and goes on asking', async () => {
    const scene = await demanded({ password: 'secret', totpCode: '123456' });
    expect(scene.prompt.view?.asksCode).toBe(false);
    await scene.submits('secret');
    expect(scene.prompt.view).toMatchObject({
      busy: false,
      asksCode: true,
      problem: { code: 'totp_required' },
    });
    await scene.submits('wrong', '123456');
    expect(scene.prompt.view).toMatchObject({ asksCode: true, problem: { code: 'wrong_password' } });
    await scene.submits('secret', '123456');
    expect(scene.statuses).toEqual([200]);
  });

  it('does not change what it asks for while somebody types', async () => {
    const scene = new ProofScene();
    scene.account = undefined;
    scene.rest.demandProof(MARKED);
    await scene.asks();
    const { view } = scene.prompt;
    scene.account = WITH_CODE;
    expect(scene.prompt.view).toEqual(view);
  });

  it('is tried one at a time, and only while it is asked for', async () => {
    const scene = await demanded();
    scene.prompt.submit('wrong', '');
    scene.prompt.submit('secret', '');
    scene.prompt.submitPasskey();
    await settle();
    expect(scene.rest.bodies(PROOF)).toEqual([{ password: 'wrong' }]);
    await scene.submits('secret');
    await scene.submits('secret');
    await scene.submitsPasskey();
    expect(scene.rest.bodies(PROOF)).toHaveLength(2);
  });
});

describe('whoever gives no proof', () => {
  it('gets each request’s own refusal', async () => {
    const scene = await demanded();
    await scene.asks();
    scene.prompt.cancel();
    await settle();
    expect(scene.answers).toEqual([refused(403, 'proof_needed'), refused(403, 'proof_needed')]);
    expect(scene.rest.bodies(MARKED)).toHaveLength(2);
    expect(scene.prompt.view).toBeUndefined();
    expect(scene.changes).toBe(2);
    scene.prompt.cancel();
    expect(scene.changes).toBe(2);
  });

  it('is asked again by the next request', async () => {
    const scene = await demanded();
    scene.prompt.cancel();
    await scene.asks();
    expect(scene.prompt.view).toMatchObject({ busy: false });
  });

  it('because the page is left gets them too, without a word to who comes next', async () => {
    const scene = await demanded();
    scene.prompt.close();
    await settle();
    expect(scene.statuses).toEqual([403]);
    expect(scene.prompt.view).toBeUndefined();
    expect(scene.changes).toBe(1);
  });

  it('has nothing repeated by a proof that arrives after all', async () => {
    const scene = await demanded();
    const arrives = scene.holds('/api/account/proof');
    scene.prompt.submit('secret', '');
    scene.prompt.cancel();
    await scene.asks();
    await arrives();
    expect(scene.rest.bodies(MARKED)).toHaveLength(2);
    expect(scene.statuses).toEqual([403, 200]);
  });
});

describe('a page that was left', () => {
  const late = async (between: (prompt: ProofPrompt) => void): Promise<ProofScene> => {
    const scene = new ProofScene();
    scene.rest.demandProof(MARKED);
    const arrives = scene.holds('/api/robots/tank-1/links');
    await scene.asks();
    scene.prompt.close();
    between(scene.prompt);
    await arrives();
    return scene;
  };

  it.each([
    ['for none that asks', () => undefined],
    ['for another one', (prompt: ProofPrompt) => prompt.open()],
  ])('%s asks no more questions', async (_name, between) => {
    const scene = await late(between);
    expect(scene.statuses).toEqual([403]);
    expect(scene.prompt.view).toBeUndefined();
    expect(scene.changes).toBe(0);
  });

  it('has its requests never repeated, whoever has proved what meanwhile', async () => {
    const scene = new ProofScene();
    scene.rest.demandProof(MARKED);
    const arrives = scene.holds('/api/robots/tank-1/links');
    await scene.asks();
    scene.prompt.close();
    scene.prompt.open();
    await scene.asks('driver');
    await scene.submits('secret');
    await arrives();
    expect(scene.statuses).toEqual([200, 403]);
  });

  it('asks nothing before the first one is open', async () => {
    const scene = new ProofScene();
    scene.prompt.close();
    scene.rest.demandProof(MARKED);
    await scene.asks();
    expect(scene.statuses).toEqual([403]);
    expect(scene.prompt.view).toBeUndefined();
  });
});
