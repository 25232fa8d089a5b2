import type { Account } from '../link/account-rest.ts';
import { publicKeyOf } from '../link/login-rest.ts';
import type { HttpResponse, PasskeyAnswer } from '../link/ports.ts';
import { ProofPrompt } from '../state/pages/proof-prompt.ts';
import { FakeRest, ok } from './fake-relay-rest.ts';
import { settle } from './fake-time.ts';

export const MARKED = 'POST /api/robots/tank-1/links';
export const PROOF = 'POST /api/account/proof';
export const ANNA: Account = {
  name: 'anna',
  displayName: 'Anna',
  role: 'user',
  zone: '',
  hasTotp: false,
  guessedCodes: 0,
  recoveryCodesLeft: 0,
  passkeys: [],
};
export const WITH_CODE: Account = { ...ANNA, hasTotp: true };
export const WITH_PASSKEY: Account = {
  ...ANNA,
  passkeys: [{ id: 'k1', name: 'phone', createdMs: undefined, lastUsedMs: undefined }],
};

/** A prompt on a page that is open, whose relay wants a proof for one request. */
export class ProofScene {
  readonly rest = new FakeRest().on(MARKED, ok({ token: 'new' }));
  account: Account | undefined = ANNA;
  changes = 0;
  authenticator: (options: unknown) => Promise<PasskeyAnswer> = (options) =>
    Promise.resolve({ ok: true, credential: { signed: options } });
  readonly prompt: ProofPrompt;
  /** What was answered to each request, in the order of the answers. */
  readonly answers: HttpResponse[] = [];
  /** Holds back the next answer that matches, until it is let go. */
  private held: { readonly path: string; readonly until: Promise<void> } | undefined;

  constructor(knowsPasskeys = true) {
    const beginPath = '/api/login/passkey/options';
    this.rest.on(`POST ${beginPath}`, ok({ public_key: 'challenge' }));
    this.prompt = new ProofPrompt({
      login: {
        ask: async (method, path, body) => {
          const { held } = this;
          const answer = this.rest.answer({ method, path, body, timeoutMs: 5000 });
          if (held?.path === path) {
            this.held = undefined;
            await held.until;
          }
          return answer;
        },
        rest: {
          beginPasskey: () =>
            Promise.resolve(
              publicKeyOf(this.rest.answer({ method: 'POST', path: beginPath, timeoutMs: 5000 })),
            ),
        },
      },
      passkeys: knowsPasskeys
        ? { make: () => Promise.reject(new Error('none is made here')), show: (o) => this.authenticator(o) }
        : undefined,
      account: () => this.account,
      onChange: () => {
        this.changes += 1;
      },
    });
    this.prompt.open();
  }

  /** Asks for what is marked. */
  async asks(role = 'viewer'): Promise<this> {
    void this.prompt.ask('POST', '/api/robots/tank-1/links', { role }).then((answer) => {
      this.answers.push(answer);
    });
    await settle();
    return this;
  }

  async submits(password: string, totpCode = ''): Promise<void> {
    this.prompt.submit(password, totpCode);
    await settle();
  }

  async cancels(): Promise<void> {
    this.prompt.cancel();
    await settle();
  }

  async submitsPasskey(): Promise<void> {
    this.prompt.submitPasskey();
    await settle();
  }

  /** The next answer to that path comes when the function that is returned is called. */
  holds(path: string): () => Promise<void> {
    let release = (): void => undefined;
    const until = new Promise<void>((done) => {
      release = done;
    });
    this.held = { path, until };
    return async () => {
      release();
      await settle();
    };
  }

  get statuses(): number[] {
    return this.answers.map(({ status }) => status);
  }
}

/** Waits for a proof. */
export const demanded = async (proof?: Parameters<FakeRest['demandProof']>[1]): Promise<ProofScene> => {
  const scene = new ProofScene();
  scene.rest.demandProof(MARKED, proof);
  return scene.asks();
};
