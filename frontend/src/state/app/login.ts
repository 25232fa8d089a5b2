import type { Token } from '../../link/login-rest.ts';
import { LoginRest } from '../../link/login-rest.ts';
import type { Cancel, HttpResponse, OneAtATime, SendHttp, Timers } from '../../link/ports.ts';
import type { Ask, Method } from '../../link/rest.ts';
import { TIMEOUT_MS, textOf } from '../../link/rest.ts';

/** A new token is fetched this long before the old one ends, or at half its life when that is shorter. */
const REFRESH_EARLY_S = 60;
const RETRY_MS = 10_000;
const LOCK = 'havatar.refresh';
/** What a relay answers when the token is no longer good; other refusals of proof are about what was typed. */
const TOKEN_ENDED: ReadonlySet<string> = new Set(['unauthenticated', '']);

/** How the last visit of this browser ended; never who it was. */
export interface LoginMemory {
  /** `out`: somebody has signed out. Undefined: not known, or nobody ever was. */
  last(): 'in' | 'out' | undefined;
  remember(last: 'in' | 'out' | undefined): void;
}

export interface LoginPorts {
  readonly sendHttp: SendHttp;
  readonly timers: Timers;
  /** Two tabs share the cookie that a refresh replaces. */
  readonly oneAtATime: OneAtATime;
  readonly logins: LoginMemory;
}

type Refreshed = 'done' | 'ended' | 'unreachable';

/** The login of this browser: its token lives in this object only, a cookie that no script can read gets new ones. */
export class Login {
  readonly rest: LoginRest;
  private readonly ports: LoginPorts;
  private readonly onEnded: () => void;
  private token: string | undefined;
  private refreshing: Promise<Refreshed> | undefined;
  private cancelRefresh: Cancel | undefined;
  /** Raised with each login and logout: what belongs to an earlier one is ignored. */
  private turn = 0;

  constructor(ports: LoginPorts, onEnded: () => void) {
    this.ports = ports;
    this.rest = new LoginRest(ports.sendHttp);
    this.onEnded = onEnded;
  }

  get isSignedIn(): boolean {
    return this.token !== undefined;
  }

  /** Goes on with the login that this browser has, if it has one. */
  async resume(): Promise<Refreshed | 'nobody'> {
    const last = this.ports.logins.last();
    if (last === 'out') {
      this.endLeftover();
      return 'nobody';
    }
    const refreshed = await this.refresh();
    return refreshed === 'ended' && last === undefined ? 'nobody' : refreshed;
  }

  enter({ token, expiresInS }: Token): void {
    this.forget();
    this.token = token;
    this.ports.logins.remember('in');
    const aheadS = Math.min(REFRESH_EARLY_S, expiresInS / 2);
    this.refreshAfter((expiresInS - aheadS) * 1000);
  }

  /** Ends it at the relay too, for all tabs of this browser. */
  leave(): void {
    const { token } = this;
    this.forget();
    this.ports.logins.remember('out');
    if (token === undefined) return;
    void this.rest.logout(token).then((result) => {
      if (!result.ok && result.why === 'denied') this.endLeftover();
    });
  }

  /** Somebody signed out here and the relay may not have heard of it: the cookie that is left must not let the next one in. */
  private endLeftover(): void {
    void this.ports
      .oneAtATime(LOCK, () => this.rest.refresh())
      .then((result) => (result.ok ? this.rest.logout(result.value.token) : undefined));
  }

  /** The relay has ended it. */
  forget(): void {
    this.turn += 1;
    this.token = undefined;
    this.refreshing = undefined;
    this.cancelRefresh?.();
    this.cancelRefresh = undefined;
  }

  /** A token that has just ended is replaced, and the request repeated once. */
  readonly ask: Ask = async (method, path, body) => {
    const response = await this.send(method, path, body);
    if (response.status !== 401 || !TOKEN_ENDED.has(textOf(response.body, 'code'))) return response;
    const refreshed = await this.refresh();
    if (refreshed === 'done') return this.send(method, path, body);
    return refreshed === 'ended' ? response : { status: 0, body: undefined };
  };

  private send(method: Method, path: string, body: unknown): Promise<HttpResponse> {
    return this.ports.sendHttp({
      method,
      path,
      token: this.token ?? '',
      timeoutMs: TIMEOUT_MS,
      ...(body === undefined ? {} : { body }),
    });
  }

  /** One at a time, also for many who ask at once. */
  private refresh(): Promise<Refreshed> {
    this.refreshing ??= this.refreshNow(this.turn);
    return this.refreshing;
  }

  private async refreshNow(turn: number): Promise<Refreshed> {
    const result = await this.ports.oneAtATime(LOCK, () => this.rest.refresh());
    if (turn !== this.turn) return this.isSignedIn ? 'done' : 'ended';
    this.refreshing = undefined;
    if (result.ok) {
      this.enter(result.value);
      return 'done';
    }
    if (result.why === 'denied' || result.why === 'refused' || result.why === 'not_permitted') {
      const wasSignedIn = this.isSignedIn;
      this.forget();
      this.ports.logins.remember(undefined);
      if (wasSignedIn) this.onEnded();
      return 'ended';
    }
    if (this.isSignedIn) this.refreshAfter(RETRY_MS);
    return 'unreachable';
  }

  private refreshAfter(delayMs: number): void {
    this.cancelRefresh?.();
    this.cancelRefresh = this.ports.timers.after(delayMs, () => void this.refresh());
  }
}
