import type { SendHttp } from './ports.ts';
import { TIMEOUT_MS, listOf, resultOf, textOf } from './rest.ts';

/** A relay as people reach it. `url`: scheme, host, and port unless it is the usual one. */
export interface Relay {
  readonly name: string;
  readonly url: string;
}

const ORIGIN = /^https?:\/\/[^/?#@\s]+$/;

/** The operator's list, the preferred one first. Undefined: it can't be known now. A relay of before has none. */
export async function askRelays(send: SendHttp): Promise<readonly Relay[] | undefined> {
  const response = await send({ method: 'GET', path: '/api/relays', timeoutMs: TIMEOUT_MS });
  if (response.status === 404) return [];
  const result = resultOf(response, (body) => listOf(body, 'relays', relayFrom));
  return result.ok ? result.value : undefined;
}

function relayFrom(value: unknown): Relay | undefined {
  const name = textOf(value, 'name');
  const url = textOf(value, 'url');
  return name !== '' && ORIGIN.test(url) ? { name, url } : undefined;
}
