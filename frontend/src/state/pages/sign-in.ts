import type { Confirmed, Credentials, LoginAnswer, Token } from '../../link/login-rest.ts';
import { LoginRest, askWith } from '../../link/login-rest.ts';
import type { Passkeys, SendHttp } from '../../link/ports.ts';
import type { RestFailure, RestResult } from '../../link/rest.ts';
import type { EnrolmentView } from './enrolment.ts';
import { Enrolment } from './enrolment.ts';

/** `passkey`: it was not accepted; `passkey_cancelled`: the browser showed none. `expired`: signed in for too long; `ended`: the relay ended the login; `code`: that one-time code was wrong. */
export type LoginProblem =
  RestFailure | { readonly why: 'expired' | 'ended' | 'code' | 'enrolled' | 'passkey' | 'passkey_cancelled' };

export type SignInStep =
  | { readonly name: 'password' }
  | { readonly name: 'code' }
  | { readonly name: 'new_password' }
  | { readonly name: 'enrolment'; readonly enrolment: EnrolmentView };

export interface SignInView {
  readonly step: SignInStep;
  readonly username: string;
  readonly busy: boolean;
  readonly problem: LoginProblem | undefined;
  /** Whether this browser knows passkeys. */
  readonly offersPasskey: boolean;
}

type Shown = Omit<SignInView, 'offersPasskey'>;

export interface SignInIntents {
  submit(credentials: Omit<Credentials, 'totpCode'>): void;
  /** With whatever passkey the person chooses: nothing is typed. */
  submitPasskey(): void;
  submitCode(totpCode: string): void;
  submitNewPassword(newPassword: string): void;
  submitEnrolment(totpCode: string): void;
  retryEnrolment(): void;
  /** The recovery codes are in a safe place. */
  codesKept(): void;
  /** From the beginning, perhaps as somebody else. */
  back(): void;
}

const NOBODY: Credentials = { username: '', password: '', totpCode: '' };
const CODE_REFUSED: ReadonlySet<string> = new Set(['totp_wrong', 'login_failed', 'totp_required', '']);

/** From a name and a password to a token, with whatever the relay wants done in between. */
export class SignIn implements SignInIntents {
  private readonly send: SendHttp;
  private readonly rest: LoginRest;
  private readonly passkeys: Passkeys | undefined;
  private readonly onChange: () => void;
  private readonly onToken: (token: Token) => void;
  private current: Shown = view({ name: 'password' }, '', undefined);
  /** Kept while a further step needs it, and no longer. */
  private credentials = NOBODY;
  private stepToken = '';
  private enrolment: Enrolment | undefined;
  /** Raised when somebody begins anew: earlier answers are ignored. */
  private turn = 0;

  constructor(
    send: SendHttp,
    passkeys: Passkeys | undefined,
    onChange: () => void,
    onToken: (token: Token) => void,
  ) {
    this.send = send;
    this.rest = new LoginRest(send);
    this.passkeys = passkeys;
    this.onChange = onChange;
    this.onToken = onToken;
  }

  get view(): SignInView {
    return { ...this.current, offersPasskey: this.passkeys !== undefined };
  }

  /** The first step, with what led here. */
  open(problem: LoginProblem | undefined): void {
    const { username } = this.credentials;
    this.forget();
    this.show(view({ name: 'password' }, username, problem));
  }

  submit({ username, password }: Omit<Credentials, 'totpCode'>): void {
    this.tryWith({ username, password, totpCode: '' });
  }

  submitPasskey(): void {
    const { passkeys, turn } = this;
    if (passkeys === undefined || this.current.busy) return;
    this.credentials = NOBODY;
    this.show({ ...this.current, busy: true, problem: undefined });
    void this.loginBy(passkeys, turn).then((answer) => {
      if (turn !== this.turn) return;
      if ('ok' in answer) this.onAnswer(answer);
      else this.show({ ...this.current, busy: false, problem: answer });
    });
  }

  private async loginBy(passkeys: Passkeys, turn: number): Promise<LoginAnswer | LoginProblem> {
    const begun = await this.rest.beginPasskey();
    if (!begun.ok) return begun;
    const shown = await passkeys.show(begun.value);
    // Sent after all, it would leave a login that nobody wants in the browser's cookie.
    if (!shown.ok || turn !== this.turn) return { why: 'passkey_cancelled' };
    const answer = await this.rest.loginByPasskey(shown.credential);
    const isRefused = !answer.ok && answer.why === 'denied' && answer.code === 'login_failed';
    return isRefused ? { why: 'passkey' } : answer;
  }

  submitCode(totpCode: string): void {
    if (this.current.step.name === 'code') this.tryWith({ ...this.credentials, totpCode });
  }

  submitNewPassword(newPassword: string): void {
    if (this.current.busy || this.current.step.name !== 'new_password') return;
    const { turn, credentials, stepToken } = this;
    this.show({ ...this.current, busy: true, problem: undefined });
    void this.rest.changePassword(stepToken, credentials.password, newPassword).then((answer) => {
      if (turn !== this.turn) return;
      if (!answer.ok && answer.why === 'denied') {
        this.open({ why: 'expired' });
        return;
      }
      if (answer.ok || 'token' in answer || answer.why === 'totp_required' || answer.why === 'done') {
        this.credentials = { ...credentials, password: newPassword, totpCode: '' };
      }
      if (!answer.ok && answer.why === 'done') {
        this.show({ ...this.current, busy: false });
        this.tryWith(this.credentials);
      } else {
        this.onAnswer(answer);
      }
    });
  }

  submitEnrolment(totpCode: string): void {
    void this.enrolment?.confirm(totpCode);
  }

  retryEnrolment(): void {
    void this.enrolment?.begin();
  }

  /** Without a token the login begins anew; the code that confirmed is used up, the app's next one signs in. */
  codesKept(): void {
    if (this.current.step.name !== 'enrolment') return;
    const token = this.enrolment?.token;
    this.enrolment = undefined;
    if (token !== undefined) {
      this.forget();
      this.onToken(token);
      return;
    }
    this.show(view({ name: 'code' }, this.credentials.username, { why: 'enrolled' }));
  }

  back(): void {
    this.open(undefined);
  }

  /** Signed in, or gone: nothing typed is kept. */
  forget(): void {
    this.turn += 1;
    this.credentials = NOBODY;
    this.stepToken = '';
    this.enrolment = undefined;
    this.current = view({ name: 'password' }, '', undefined);
  }

  private tryWith(credentials: Credentials): void {
    if (this.current.busy) return;
    const { turn } = this;
    this.credentials = credentials;
    this.show({ ...this.current, username: credentials.username, busy: true, problem: undefined });
    void this.rest.login(credentials).then((answer) => {
      if (turn === this.turn) this.onAnswer(answer);
    });
  }

  private onAnswer(answer: LoginAnswer): void {
    if (answer.ok) {
      this.forget();
      this.onToken(answer.value);
      return;
    }
    const { username, totpCode } = this.credentials;
    switch (answer.why) {
      case 'totp_required':
        this.show(view({ name: 'code' }, username, totpCode === '' ? undefined : { why: 'code' }));
        return;
      case 'totp_enrolment_required':
        this.enrol(answer.token);
        return;
      case 'password_change_required':
        this.stepToken = answer.token;
        this.show(view({ name: 'new_password' }, username, undefined));
        return;
      case 'denied':
        if (totpCode !== '' && CODE_REFUSED.has(answer.code)) {
          this.show(view({ name: 'code' }, username, { why: 'code' }));
          return;
        }
        if (answer.code === 'totp_blocked') {
          this.show(view({ name: 'code' }, username, answer));
          return;
        }
        this.show(view({ name: 'password' }, username, answer));
        return;
      case 'not_permitted':
      case 'rate_limited':
      case 'unreachable':
      case 'unavailable':
      case 'refused':
        this.show({ ...this.current, busy: false, problem: answer });
        return;
      default:
        answer satisfies never;
    }
  }

  private enrol(token: string): void {
    const confirm = (code: string): Promise<RestResult<Confirmed>> => this.rest.confirmTotp(token, code);
    const enrolment = new Enrolment(askWith(this.send, token), confirm, () => {
      if (this.enrolment !== enrolment) return;
      if (tokenHasEnded(enrolment.view)) {
        this.open({ why: 'expired' });
        return;
      }
      this.show(view({ name: 'enrolment', enrolment: enrolment.view }, this.credentials.username, undefined));
    });
    this.enrolment = enrolment;
    void enrolment.begin();
  }

  private show(next: Shown): void {
    this.current = next;
    this.onChange();
  }
}

function view(step: SignInStep, username: string, problem: LoginProblem | undefined): Shown {
  return { step, username, busy: false, problem };
}

function tokenHasEnded(enrolment: EnrolmentView): boolean {
  const isRefused = enrolment.name === 'scan' || enrolment.name === 'failed';
  return isRefused && enrolment.problem?.code === 'unauthenticated';
}
