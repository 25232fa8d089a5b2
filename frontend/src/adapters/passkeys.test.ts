import { describe, expect, it } from 'vitest';
import { base64Of, bytesOf } from './passkeys.ts';

describe('base64url, as WebAuthn writes it', () => {
  it('has neither padding nor characters that mean something in an address', () => {
    expect(base64Of(Uint8Array.of(0xfb, 0xff, 0xfe, 0x01).buffer)).toBe('-__-AQ');
    expect([...bytesOf('-__-AQ')]).toEqual([0xfb, 0xff, 0xfe, 0x01]);
  });
});
