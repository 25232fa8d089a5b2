import type { Account } from '../../link/account-rest.ts';
import type { LoginRest } from '../../link/login-rest.ts';
import type { HttpResponse, Passkeys } from '../../link/ports.ts';
import { prove, proveByPasskey } from '../../link/proof-rest.ts';
import type { Ask, RestFailure, RestResult } from '../../link/rest.ts';
import { textOf } from '../../link/rest.ts';

/** What is asked of the person while requests wait. */
export interface ProofView {
  readonly busy: boolean;
  /** A one-time code besides the password. */
  readonly asksCode: boolean;
  readonly offersPasskey: boolean;
  readonly problem: RestFailure | undefined;
}

export interface ProofIntents {
  /** `totpCode`: empty when none was asked for. */
  submit(password: string, totpCode: string): void;
  submitPasskey(): void;
  cancel(): void;
}

export interface ProofPorts {
  readonly login: {
    readonly ask: Ask;
    /** Gives the challenge for a passkey. */
    readonly rest: Pick<LoginRest, 'beginPasskey'>;
  };
  readonly passkeys: Passkeys | undefined;
  /** Undefined as long as it isn't known. */
  readonly account: () => Account | undefined;
  readonly onChange: () => void;
}

const CANCELLED: RestFailure = { ok: false, why: 'refused', code: 'passkey_cancelled', message: '' };

/** The relay does some things only for a login that has just proved itself: asks for that in place, then repeats what was asked. */
export class ProofPrompt implements ProofIntents {
  private readonly ports: ProofPorts;
  private current: ProofView | undefined;
  /** Each request that waits, told at the end whether there was a proof. */
  private waiting: ((isProven: boolean) => void)[] = [];
  private isOpen = false;
  /** Raised when a page is left: its requests are neither asked about nor repeated, perhaps as somebody else. */
  private page = 0;
  /** Raised when a question has its answer. */
  private round = 0;
  /** The newest answer. */
  private isProven = false;

  constructor(ports: ProofPorts) {
    this.ports = ports;
  }

  /** Undefined: nothing is asked of the person. */
  get view(): ProofView | undefined {
    return this.current;
  }

  /** A page is shown over which a question may appear. */
  open(): void {
    this.isOpen = true;
  }

  /** The page is left: whatever waits is answered with its refusal. */
  close(): void {
    this.isOpen = false;
    this.page += 1;
    if (this.current !== undefined) this.end(false);
  }

  /** For the pages behind the login. Repeats a request once; refused again it stays refused. */
  readonly ask: Ask = async (method, path, body) => {
    const { page, round } = this;
    const response = await this.ports.login.ask(method, path, body);
    if (!needsProof(response) || !this.isOpen || page !== this.page) return response;
    // Refused before the answer of a question that it needn't put again.
    const isProven = round === this.round ? await this.answer() : this.isProven;
    return isProven ? this.ports.login.ask(method, path, body) : response;
  };

  submit(password: string, totpCode: string): void {
    this.attempt(() => prove(this.ports.login.ask, password, totpCode));
  }

  submitPasskey(): void {
    const { passkeys } = this.ports;
    const { current, round } = this;
    if (passkeys !== undefined && current?.offersPasskey === true)
      this.attempt(() => this.byPasskey(passkeys, round));
  }

  cancel(): void {
    if (this.current === undefined) return;
    this.end(false);
    this.ports.onChange();
  }

  private async byPasskey(passkeys: Passkeys, round: number): Promise<RestResult<true>> {
    const begun = await this.ports.login.rest.beginPasskey();
    if (!begun.ok) return begun;
    if (round !== this.round) return CANCELLED;
    const shown = await passkeys.show(begun.value);
    // Sent after all, it would leave the login proved though nobody wants it any more.
    if (!shown.ok || round !== this.round) return CANCELLED;
    return proveByPasskey(this.ports.login.ask, shown.credential);
  }

  private answer(): Promise<boolean> {
    return new Promise((done) => {
      this.waiting.push(done);
      if (this.current === undefined) this.show(this.question());
    });
  }

  /** As far as the account is known now: what is asked doesn't change by itself while somebody types. */
  private question(): ProofView {
    const account = this.ports.account();
    const mayHavePasskey = account === undefined || account.passkeys.length > 0;
    return {
      busy: false,
      asksCode: account?.hasTotp === true,
      offersPasskey: this.ports.passkeys !== undefined && mayHavePasskey,
      problem: undefined,
    };
  }

  private attempt(run: () => Promise<RestResult<true>>): void {
    const { current, round } = this;
    if (current === undefined || current.busy) return;
    this.show({ ...current, busy: true, problem: undefined });
    void run().then((result) => {
      if (round === this.round) this.onResult(current, result);
    });
  }

  private onResult(asked: ProofView, result: RestResult<true>): void {
    if (result.ok) {
      this.end(true);
      this.ports.onChange();
      return;
    }
    const asksCode = asked.asksCode || result.code === 'totp_required';
    this.show({ ...asked, busy: false, asksCode, problem: result });
  }

  private end(isProven: boolean): void {
    const { waiting } = this;
    this.waiting = [];
    this.current = undefined;
    this.isProven = isProven;
    this.round += 1;
    for (const done of waiting) done(isProven);
  }

  private show(view: ProofView): void {
    this.current = view;
    this.ports.onChange();
  }
}

function needsProof({ status, body }: HttpResponse): boolean {
  return status === 403 && textOf(body, 'code') === 'proof_needed';
}
