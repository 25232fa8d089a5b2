import type { HttpRequest, HttpResponse } from './ports.ts';

export const TIMEOUT_MS = 5000;

/** Why a request failed. `denied`: the login or token is no longer good. `code` and `message` as the relay gave them. */
export interface RestFailure {
  readonly ok: false;
  readonly why: 'denied' | 'not_permitted' | 'rate_limited' | 'unreachable' | 'unavailable' | 'refused';
  readonly code: string;
  readonly message: string;
  /** How long to wait, when the relay said so. */
  readonly retryAfterS?: number;
}

export type RestResult<Value> = { readonly ok: true; readonly value: Value } | RestFailure;

export type Method = HttpRequest['method'];

/** Asks as the person who is signed in. Never rejects. */
export type Ask = (method: Method, path: string, body?: unknown) => Promise<HttpResponse>;

export type Fields = Readonly<Record<string, unknown>>;

/** What a good answer holds, or why there is none. `parse` returns undefined for an answer that can't be used. */
export function resultOf<Value>(
  response: HttpResponse,
  parse: (body: unknown) => Value | undefined,
): RestResult<Value> {
  const value = isSuccess(response) ? parse(response.body) : undefined;
  return value === undefined ? failureOf(response) : { ok: true, value };
}

/** For answers whose body doesn't matter. */
export function doneOf(response: HttpResponse): RestResult<true> {
  return resultOf(response, () => true as const);
}

function failureOf(response: HttpResponse): RestFailure {
  return {
    ok: false,
    why: whyOf(response.status),
    code: textOf(response.body, 'code'),
    // Login answers in its own shape; everything else is a problem document (RFC 9457).
    message: textOf(response.body, 'message') || textOf(response.body, 'detail'),
    ...(response.retryAfterS === undefined ? {} : { retryAfterS: response.retryAfterS }),
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

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldOf(value: unknown, name: string): unknown {
  return isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Empty when it is missing or no text. */
export function textOf(value: unknown, name: string): string {
  const text = fieldOf(value, name);
  return typeof text === 'string' ? text : '';
}

export function numberOf(value: unknown, name: string): number | undefined {
  const number = fieldOf(value, name);
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

export function isTrue(value: unknown, name: string): boolean {
  return fieldOf(value, name) === true;
}

/** Undefined when it is missing or no list; entries that `parse` can't use are left out. */
export function listOf<Value>(
  value: unknown,
  name: string,
  parse: (entry: unknown) => Value | undefined,
): readonly Value[] | undefined {
  const list = fieldOf(value, name);
  if (!Array.isArray(list)) return undefined;
  return list.map(parse).filter((entry) => entry !== undefined);
}

/** An instant (RFC 3339) in milliseconds since 1970. */
export function instantOf(value: unknown, name: string): number | undefined {
  const text = textOf(value, name);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return undefined;
  const epochMs = Date.parse(text);
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

export function instantText(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
