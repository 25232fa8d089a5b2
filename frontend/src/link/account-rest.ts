import type { Confirmed } from './login-rest.ts';
import { confirmedOf, publicKeyOf } from './login-rest.ts';
import type { Passkeys } from './ports.ts';
import type { Ask, RestResult } from './rest.ts';
import { doneOf, fieldOf, instantOf, isTrue, listOf, numberOf, resultOf, textOf } from './rest.ts';

export interface Account {
  readonly name: string;
  readonly displayName: string;
  readonly role: string;
  /** IANA name, empty when the person has chosen none. */
  readonly zone: string;
  readonly hasTotp: boolean;
  readonly recoveryCodesLeft: number;
  /** Wrong codes that somebody tried who knew the password; none as long as they are few. */
  readonly guessedCodes: number;
  readonly passkeys: readonly Passkey[];
}

/** The device's own lock or a security key, instead of password and code. */
export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly createdMs: number | undefined;
  readonly lastUsedMs: number | undefined;
}

/** One login: a browser or program that stays signed in. */
export interface LoginSession {
  readonly id: string;
  readonly device: string;
  readonly address: string;
  readonly createdMs: number | undefined;
  readonly lastUsedMs: number | undefined;
  readonly isCurrent: boolean;
}

/** What an authenticator app has to be told. */
export interface TotpSecret {
  readonly secret: string;
  readonly otpauthUri: string;
  /** A drawing of `otpauthUri`. */
  readonly qrSvg: string;
}

export interface AccountChanges {
  readonly displayName?: string;
  readonly zone?: string;
}

export async function askAccount(ask: Ask): Promise<RestResult<Account>> {
  return resultOf(await ask('GET', '/api/account'), accountFrom);
}

export async function changeAccount(ask: Ask, changes: AccountChanges): Promise<RestResult<true>> {
  const { displayName, zone } = changes;
  const body = {
    ...(displayName === undefined ? {} : { display_name: displayName }),
    ...(zone === undefined ? {} : { zone }),
  };
  return doneOf(await ask('PATCH', '/api/account', body));
}

export async function changePassword(
  ask: Ask,
  password: string,
  newPassword: string,
): Promise<RestResult<true>> {
  return doneOf(await ask('POST', '/api/account/password', { password, new_password: newPassword }));
}

export async function beginTotp(ask: Ask): Promise<RestResult<TotpSecret>> {
  return resultOf(await ask('POST', '/api/account/totp'), (body) => {
    const secret = textOf(body, 'secret');
    const otpauthUri = textOf(body, 'otpauth_uri');
    return secret === '' ? undefined : { secret, otpauthUri, qrSvg: textOf(body, 'qr_svg') };
  });
}

export async function confirmTotp(ask: Ask, totpCode: string): Promise<RestResult<Confirmed>> {
  return confirmedOf(await ask('POST', '/api/account/totp/confirm', { totp_code: totpCode }));
}

/** The old ones are worth nothing afterwards. */
export async function renewCodes(
  ask: Ask,
  password: string,
  totpCode: string,
): Promise<RestResult<Confirmed>> {
  const body = { password, totp_code: totpCode };
  return confirmedOf(await ask('POST', '/api/account/totp/recovery-codes', body));
}

export async function removeTotp(ask: Ask, password: string, totpCode: string): Promise<RestResult<true>> {
  return doneOf(await ask('DELETE', '/api/account/totp', { password, totp_code: totpCode }));
}

export async function addPasskey(ask: Ask, passkeys: Passkeys, name: string): Promise<RestResult<true>> {
  const begun = publicKeyOf(await ask('POST', '/api/account/passkeys/options'));
  if (!begun.ok) return begun;
  const made = await passkeys.make(begun.value);
  if (!made.ok) return { ok: false, why: 'refused', code: `passkey_${made.why}`, message: '' };
  return doneOf(await ask('POST', '/api/account/passkeys', { name, credential: made.credential }));
}

export async function removePasskey(ask: Ask, id: string): Promise<RestResult<true>> {
  return doneOf(await ask('DELETE', `/api/account/passkeys/${encodeURIComponent(id)}`));
}

export async function askSessions(ask: Ask): Promise<RestResult<readonly LoginSession[]>> {
  return resultOf(await ask('GET', '/api/sessions'), (body) => listOf(body, 'sessions', sessionFrom));
}

export async function endSession(ask: Ask, id: string): Promise<RestResult<true>> {
  return doneOf(await ask('DELETE', `/api/sessions/${encodeURIComponent(id)}`));
}

function accountFrom(body: unknown): Account | undefined {
  const name = textOf(body, 'name');
  if (name === '') return undefined;
  const factors = fieldOf(body, 'second_factors') ?? body;
  return {
    name,
    displayName: textOf(body, 'display_name'),
    role: textOf(body, 'role'),
    zone: textOf(body, 'zone'),
    hasTotp: isTrue(factors, 'totp'),
    recoveryCodesLeft: numberOf(factors, 'recovery_codes_left') ?? 0,
    guessedCodes: numberOf(fieldOf(body, 'guessed_codes'), 'count') ?? 0,
    passkeys: listOf(body, 'passkeys', passkeyFrom) ?? [],
  };
}

function passkeyFrom(value: unknown): Passkey | undefined {
  const id = textOf(value, 'passkey_id');
  if (id === '') return undefined;
  return {
    id,
    name: textOf(value, 'name'),
    createdMs: instantOf(value, 'created'),
    lastUsedMs: instantOf(value, 'last_used'),
  };
}

function sessionFrom(value: unknown): LoginSession | undefined {
  const id = textOf(value, 'session_id') || textOf(value, 'id');
  if (id === '') return undefined;
  return {
    id,
    device: textOf(value, 'device'),
    address: textOf(value, 'address'),
    createdMs: instantOf(value, 'created_at') ?? instantOf(value, 'created'),
    lastUsedMs: instantOf(value, 'last_used_at') ?? instantOf(value, 'last_used'),
    isCurrent: isTrue(value, 'current'),
  };
}
