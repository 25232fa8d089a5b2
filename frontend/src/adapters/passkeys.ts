import type { PasskeyAnswer, Passkeys } from '../link/ports.ts';
import type { Fields } from '../link/rest.ts';
import { fieldOf, textOf } from '../link/rest.ts';

/**
 * WebAuthn's JSON by hand: its own `parseCreationOptionsFromJSON` and `toJSON` are missing in browsers of 2024, and in
 * password stores that put their own credential in place of the browser's.
 */
export function browserPasskeys(): Passkeys | undefined {
  if (typeof PublicKeyCredential === 'undefined' || !window.isSecureContext) return undefined;
  return {
    make: (options) => answerOf(() => navigator.credentials.create({ publicKey: creationFrom(options) })),
    show: (options) => answerOf(() => navigator.credentials.get({ publicKey: requestFrom(options) })),
  };
}

async function answerOf(ask: () => Promise<Credential | null>): Promise<PasskeyAnswer> {
  try {
    const credential = await ask();
    return credential === null
      ? { ok: false, why: 'cancelled' }
      : { ok: true, credential: jsonOf(credential as PublicKeyCredential) };
  } catch (failure) {
    const isKnown = failure instanceof DOMException && failure.name === 'InvalidStateError';
    return { ok: false, why: isKnown ? 'known' : 'cancelled' };
  }
}

function creationFrom(options: unknown): PublicKeyCredentialCreationOptions {
  const fields = options as Fields;
  const user = fieldOf(options, 'user') as Fields;
  return {
    ...(fields as unknown as PublicKeyCredentialCreationOptions),
    challenge: bytesOf(textOf(options, 'challenge')),
    user: {
      id: bytesOf(textOf(user, 'id')),
      name: textOf(user, 'name'),
      displayName: textOf(user, 'displayName'),
    },
    excludeCredentials: ((fields['excludeCredentials'] ?? []) as Fields[]).map((known) => ({
      type: 'public-key',
      id: bytesOf(textOf(known, 'id')),
    })),
  };
}

function requestFrom(options: unknown): PublicKeyCredentialRequestOptions {
  return {
    ...(options as PublicKeyCredentialRequestOptions),
    challenge: bytesOf(textOf(options, 'challenge')),
  };
}

function jsonOf({ id, rawId, type, response }: PublicKeyCredential): unknown {
  const common = { id, rawId: base64Of(rawId), type, clientExtensionResults: {} };
  const clientDataJSON = base64Of(response.clientDataJSON);
  if ('attestationObject' in response) {
    const { attestationObject } = response as AuthenticatorAttestationResponse;
    return { ...common, response: { clientDataJSON, attestationObject: base64Of(attestationObject) } };
  }
  const { authenticatorData, signature, userHandle } = response as AuthenticatorAssertionResponse;
  return {
    ...common,
    response: {
      clientDataJSON,
      authenticatorData: base64Of(authenticatorData),
      signature: base64Of(signature),
      ...(userHandle === null ? {} : { userHandle: base64Of(userHandle) }),
    },
  };
}

/** Of base64url without padding. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}

export function base64Of(bytes: ArrayBuffer): string {
  const text = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
