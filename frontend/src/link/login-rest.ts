import type { HttpResponse, SendHttp } from './ports.ts';
import type { Ask, RestResult } from './rest.ts';
import { TIMEOUT_MS, doneOf, fieldOf, listOf, numberOf, resultOf, textOf } from './rest.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Of the authenticator or a recovery code; empty until the relay asks for it. */
  readonly totpCode: string;
}

export interface Token {
  readonly token: string;
  readonly expiresInS: number;
}

/** A second factor is on. */
export interface Confirmed {
  readonly codes: readonly string[];
  readonly token: Token | undefined;
}

/** What stands between the right password and a login; `token` is good for that step only. */
export type LoginAnswer =
  | RestResult<Token>
  | { readonly ok: false; readonly why: 'totp_required' }
  | { readonly ok: false; readonly why: 'totp_enrolment_required'; readonly token: string }
  | { readonly ok: false; readonly why: 'password_change_required'; readonly token: string };

/** Logging in, staying logged in, logging out. Never rejects. */
export class LoginRest {
  private readonly send: SendHttp;

  constructor(send: SendHttp) {
    this.send = send;
  }

  async login({ username, password, totpCode }: Credentials): Promise<LoginAnswer> {
    const response = await this.send({
      method: 'POST',
      path: '/api/login',
      body: { username, password, refresh_cookie: true, ...(totpCode === '' ? {} : { totp_code: totpCode }) },
      cookies: true,
      timeoutMs: TIMEOUT_MS,
    });
    return answerOf(response);
  }

  /** For `Passkeys.show`, whoever it will be. */
  async beginPasskey(): Promise<RestResult<unknown>> {
    const path = '/api/login/passkey/options';
    return publicKeyOf(await this.send({ method: 'POST', path, body: {}, timeoutMs: TIMEOUT_MS }));
  }

  async loginByPasskey(credential: unknown): Promise<LoginAnswer> {
    const body = { credential, refresh_cookie: true };
    const path = '/api/login/passkey';
    return answerOf(await this.send({ method: 'POST', path, body, cookies: true, timeoutMs: TIMEOUT_MS }));
  }

  /** For who has to change it before they get in; `done`: changed, and nothing more was said. */
  async changePassword(
    token: string,
    password: string,
    newPassword: string,
  ): Promise<LoginAnswer | { readonly ok: false; readonly why: 'done' }> {
    const body = { password, new_password: newPassword, refresh_cookie: true };
    const response = await this.postAs(token, '/api/account/password', body);
    return response.status === 204 ? { ok: false, why: 'done' } : answerOf(response);
  }

  /** For who has to have a second factor before they get in. */
  async confirmTotp(token: string, totpCode: string): Promise<RestResult<Confirmed>> {
    const body = { totp_code: totpCode, refresh_cookie: true };
    return confirmedOf(await this.postAs(token, '/api/account/totp/confirm', body));
  }

  /** With the cookie that the browser keeps. */
  async refresh(): Promise<RestResult<Token>> {
    const response = await this.send({
      method: 'POST',
      path: '/api/login/refresh',
      body: {},
      cookies: true,
      headers: { 'X-Havatar-Refresh': '1' },
      timeoutMs: TIMEOUT_MS,
    });
    return resultOf(response, tokenFrom);
  }

  async logout(token: string): Promise<RestResult<true>> {
    const response = await this.send({
      method: 'POST',
      path: '/api/logout',
      token,
      body: {},
      cookies: true,
      timeoutMs: TIMEOUT_MS,
    });
    return doneOf(response);
  }

  private postAs(token: string, path: string, body: unknown): Promise<HttpResponse> {
    return this.send({ method: 'POST', path, token, body, cookies: true, timeoutMs: TIMEOUT_MS });
  }
}

function answerOf(response: HttpResponse): LoginAnswer {
  const { status, body } = response;
  const code = textOf(body, 'code');
  if (status === 401 && code === 'totp_required') return { ok: false, why: code };
  const token =
    code === 'totp_enrolment_required'
      ? textOf(body, 'enrolment_token')
      : code === 'password_change_required'
        ? textOf(body, 'password_token')
        : '';
  if (status === 401 && token !== '') return { ok: false, why: code as 'totp_enrolment_required', token };
  return resultOf(response, tokenFrom);
}

/** The recovery codes, which are told only here; and, to who was on their way in, what lets them in. */
export function confirmedOf(response: HttpResponse): RestResult<Confirmed> {
  return resultOf(response, (body) => {
    const codes = listOf(body, 'recovery_codes', (code) => (typeof code === 'string' ? code : undefined));
    return codes === undefined ? undefined : { codes, token: tokenFrom(body) };
  });
}

function tokenFrom(body: unknown): Token | undefined {
  const token = textOf(body, 'token');
  // A relay that says no end is asked again before the shortest one that is usual.
  return token === '' ? undefined : { token, expiresInS: numberOf(body, 'expires_in') ?? 60 };
}

/** The options that a browser hands to its authenticators. */
export function publicKeyOf(response: HttpResponse): RestResult<unknown> {
  return resultOf(response, (body) => fieldOf(body, 'public_key'));
}

/** Asks with a token that is good for one step of logging in. */
export function askWith(send: SendHttp, token: string): Ask {
  return (method, path, body) =>
    send({ method, path, token, timeoutMs: TIMEOUT_MS, ...(body === undefined ? {} : { body }) });
}
