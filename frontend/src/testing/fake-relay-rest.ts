import type { HttpRequest, HttpResponse } from '../link/ports.ts';
import { textOf } from '../link/rest.ts';

export interface Asked {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly body: unknown;
  readonly token: string | undefined;
}

type Answer = HttpResponse | ((asked: Asked) => HttpResponse);

export const ok = (body: unknown = {}): HttpResponse => ({ status: 200, body });
export const refused = (status: number, code: string, more: object = {}): HttpResponse => ({
  status,
  body: { type: 'about:blank', title: code, status, detail: '', code, ...more },
});

interface Proof {
  readonly password: string;
  /** Of the authenticator; undefined: the account has none. */
  readonly totpCode?: string;
  /** A passkey that the relay knows. */
  readonly credential?: unknown;
}

/** The relay's HTTP interface as a test wants it: the newest answer that was set for a request counts. */
export class FakeRest {
  readonly asked: Asked[] = [];
  /** Whether the login has proved itself a moment ago. */
  isProven = false;
  private readonly answers: { readonly pattern: RegExp; readonly answer: Answer }[] = [];
  private readonly marked: RegExp[] = [];

  /** `request`: method and path, where `*` stands for anything, as `GET /api/bookings*`. */
  on(request: string, answer: Answer): this {
    this.answers.unshift({ pattern: patternOf(request), answer });
    return this;
  }

  /** From now on that request is for a login that has proved itself, in the way that is given. */
  demandProof(request: string, proof: Proof = { password: 'secret' }): this {
    this.marked.push(patternOf(request));
    return this.on('POST /api/account/proof', ({ body }) => this.prove(codeOfProof(body, proof))).on(
      'POST /api/account/proof/passkey',
      ({ body }) => {
        const isKnown = JSON.stringify(body) === JSON.stringify({ credential: proof.credential });
        return this.prove(isKnown ? undefined : 'passkey_refused');
      },
    );
  }

  answer({ method, path, body, token }: HttpRequest): HttpResponse {
    const asked = { method, path, body, token };
    this.asked.push(asked);
    const isMarked = this.marked.some((pattern) => pattern.test(`${method} ${path}`));
    if (isMarked && !this.isProven) return refused(403, 'proof_needed');
    const found = this.answers.find(({ pattern }) => pattern.test(`${method} ${path}`));
    if (found === undefined) return { status: 404, body: { code: 'not_found', detail: '' } };
    return typeof found.answer === 'function' ? found.answer(asked) : found.answer;
  }

  /** Bodies of the requests that match, oldest first. */
  bodies(request: string): unknown[] {
    return this.asked.filter(({ method, path }) => `${method} ${path}` === request).map(({ body }) => body);
  }

  private prove(code: string | undefined): HttpResponse {
    if (code !== undefined) return refused(403, code);
    this.isProven = true;
    return { status: 204, body: undefined };
  }
}

function patternOf(request: string): RegExp {
  const pattern = request.replace(/[.?+()[\]{}|\\^$]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${pattern}$`);
}

/** As the relay does: nobody learns whether a code is right without the password. */
function codeOfProof(body: unknown, { password, totpCode }: Proof): string | undefined {
  if (textOf(body, 'password') !== password) return 'wrong_password';
  const typed = textOf(body, 'totp_code');
  if (totpCode === undefined || typed === totpCode) return undefined;
  return typed === '' ? 'totp_required' : 'totp_wrong';
}
