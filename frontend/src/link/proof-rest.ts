import type { Ask, RestResult } from './rest.ts';
import { doneOf } from './rest.ts';

/** Shows that it is still the account's owner who sits there. `totpCode`: empty without a second factor. */
export async function prove(ask: Ask, password: string, totpCode: string): Promise<RestResult<true>> {
  const body = { password, ...(totpCode === '' ? {} : { totp_code: totpCode }) };
  return doneOf(await ask('POST', '/api/account/proof', body));
}

export async function proveByPasskey(ask: Ask, credential: unknown): Promise<RestResult<true>> {
  return doneOf(await ask('POST', '/api/account/proof/passkey', { credential }));
}
