import { describe, expect, it } from 'vitest';
import { bytesOf, hexOf, readVectors, seededRandom } from '../testing/vectors.ts';
import { decodeBinary } from './binary-decode.ts';
import { encodeBinary } from './binary-encode.ts';
import type { BinaryMessage } from './messages.ts';
import { REASONS } from './reasons.ts';

interface Vectors {
  readonly reasons: readonly string[];
  readonly valid: readonly { name: string; hex: string; message: BinaryMessage; decodeOnly?: boolean }[];
  readonly invalid: readonly { name: string; hex: string; reason: string }[];
}

const vectors = readVectors('binary') as Vectors;

describe('binary messages', () => {
  it('names the reasons as the standard does', () => {
    expect(REASONS).toEqual(vectors.reasons);
  });

  it.each(vectors.valid)('reads $name', ({ hex, message }) => {
    expect(decodeBinary(bytesOf(hex))).toEqual({ ok: true, message });
  });

  it.each(vectors.valid.filter(({ decodeOnly }) => decodeOnly !== true))(
    'writes $name',
    ({ hex, message }) => {
      expect(hexOf(encodeBinary(message))).toBe(hex);
    },
  );

  it.each(vectors.invalid)('refuses $name as $reason', ({ hex, reason }) => {
    expect(decodeBinary(bytesOf(hex))).toEqual({ ok: false, reason });
  });

  it('reads from the middle of a larger buffer', () => {
    const ping = encodeBinary({ type: 'ping', id: 3, senderMs: 4 });
    const around = new Uint8Array(40).fill(0xff);
    around.set(ping, 11);
    expect(decodeBinary(around.subarray(11, 11 + ping.length))).toEqual({
      ok: true,
      message: { type: 'ping', id: 3, senderMs: 4 },
    });
  });

  it('never throws on mutated bytes, and what it accepts survives a round trip', () => {
    const random = seededRandom(20_260_101);
    const below = (n: number): number => Math.floor(random() * n);
    let accepted = 0;
    for (let round = 0; round < 25_000; round += 1) {
      const seed = vectors.valid[below(vectors.valid.length)];
      const bytes = Array.from(bytesOf(seed?.hex ?? ''));
      for (let edits = below(4); edits >= 0; edits -= 1) {
        const where = below(bytes.length + 1);
        const kind = below(4);
        if (kind === 0) bytes.splice(where, 1);
        else if (kind === 1) bytes.splice(where, 0, below(256));
        else bytes[Math.min(where, bytes.length - 1)] = below(256);
      }
      if (survives(Uint8Array.from(bytes))) accepted += 1;
    }
    expect(accepted).toBeGreaterThan(2500);
  });

  it('never throws on random bytes, of any length and of the right ones', () => {
    const random = seededRandom(5);
    const below = (n: number): number => Math.floor(random() * n);
    const lengths = vectors.valid.map(({ hex }) => hex.length / 2);
    let accepted = 0;
    for (let round = 0; round < 25_000; round += 1) {
      const isShaped = below(2) === 0;
      const bytes = Uint8Array.from(
        { length: isShaped ? (lengths[below(lengths.length)] ?? 0) : below(80) },
        () => below(256),
      );
      if (isShaped) bytes.set([1, 1 + below(8)]);
      if (survives(bytes)) accepted += 1;
    }
    expect(accepted).toBeGreaterThan(100);
  });
});

/** True when it was understood; then its meaning must survive a round trip. */
function survives(bytes: Uint8Array): boolean {
  const decoded = decodeBinary(bytes);
  if (!decoded.ok) {
    if (!['malformed', 'unknown_type', 'out_of_range'].includes(decoded.reason))
      throw new Error(decoded.reason);
    return false;
  }
  const again = decodeBinary(encodeBinary(decoded.message));
  if (JSON.stringify(again) !== JSON.stringify(decoded)) {
    throw new Error(`${hexOf(bytes)} means ${JSON.stringify(decoded)}, then ${JSON.stringify(again)}`);
  }
  return true;
}
