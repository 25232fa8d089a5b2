import type { RobotEntry } from '../wire/json-messages.ts';
import type { HttpResponse, SendHttp } from './ports.ts';

const TIMEOUT_MS = 5000;

/** Why a request failed. `denied`: the token is no longer good, log in again. `code` and `message` as the relay gave them. */
export interface RestFailure {
  readonly ok: false;
  readonly why: 'denied' | 'not_permitted' | 'rate_limited' | 'unreachable' | 'unavailable' | 'refused';
  readonly code: string;
  readonly message: string;
}

export type RestResult<Value> = { readonly ok: true; readonly value: Value } | RestFailure;

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Empty when the account has no second factor. */
  readonly totpCode: string;
}

/** The relay's HTTP interface, as far as the page uses it. Never rejects. */
export class Rest {
  private readonly send: SendHttp;

  constructor(send: SendHttp) {
    this.send = send;
  }

  async login(credentials: Credentials): Promise<RestResult<{ readonly token: string }>> {
    const response = await this.send({
      method: 'POST',
      path: '/api/login',
      body: {
        username: credentials.username,
        password: credentials.password,
        ...(credentials.totpCode === '' ? {} : { totp_code: credentials.totpCode }),
      },
      timeoutMs: TIMEOUT_MS,
    });
    const token = textOf(response.body, 'token');
    return isSuccess(response) && token !== '' ? { ok: true, value: { token } } : failure(response);
  }

  /** A one-time ticket: good for one connection, for a few seconds. */
  async ticket(token: string): Promise<RestResult<string>> {
    const response = await this.send({ method: 'POST', path: '/api/tickets', token, timeoutMs: TIMEOUT_MS });
    const ticket = textOf(response.body, 'ticket');
    return isSuccess(response) && ticket !== '' ? { ok: true, value: ticket } : failure(response);
  }

  async robots(token: string): Promise<RestResult<readonly RobotEntry[]>> {
    const response = await this.send({ method: 'GET', path: '/api/robots', token, timeoutMs: TIMEOUT_MS });
    const robots = isRecord(response.body) ? response.body['robots'] : undefined;
    if (!isSuccess(response) || !Array.isArray(robots)) return failure(response);
    return { ok: true, value: robots.flatMap(robotEntry) };
  }
}

function robotEntry(value: unknown): RobotEntry[] {
  const id = textOf(value, 'robot_id');
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(id)) return [];
  const online = isRecord(value) && value['online'] === true;
  const name = textOf(value, 'name');
  return [{ robot_id: id, name: name === '' ? id : name, online }];
}

function failure(response: HttpResponse): RestFailure {
  return {
    ok: false,
    why: whyOf(response.status),
    code: textOf(response.body, 'code'),
    // Login answers in its own shape; everything else is a problem document (RFC 9457).
    message: textOf(response.body, 'message') || textOf(response.body, 'detail'),
  };
}

function whyOf(status: number): RestFailure['why'] {
  if (status === 0) return 'unreachable';
  if (status === 401) return 'denied';
  if (status === 403) return 'not_permitted';
  if (status === 429) return 'rate_limited';
  return status >= 500 || status < 400 ? 'unavailable' : 'refused';
}

function isSuccess(response: HttpResponse): boolean {
  return response.status >= 200 && response.status < 300;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown, name: string): string {
  const text = isRecord(value) ? value[name] : undefined;
  return typeof text === 'string' ? text : '';
}
