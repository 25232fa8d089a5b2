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
    for (let round = 0; round < 10_000; round += 1) {
      const seed = vectors.valid[below(vectors.valid.length)];
      const bytes = Array.from(bytesOf(seed?.hex ?? ''));
      for (let edits = below(4); edits >= 0; edits -= 1) {
        const where = below(bytes.length + 1);
        const kind = below(4);
        if (kind === 0) bytes.splice(where, 1);
        else if (kind === 1) bytes.splice(where, 0, below(256));
        else bytes[Math.min(where, bytes.length - 1)] = below(256);
      }
      const decoded = decodeBinary(Uint8Array.from(bytes));
      if (!decoded.ok) {
        expect(['malformed', 'unknown_type', 'out_of_range']).toContain(decoded.reason);
        continue;
      }
      accepted += 1;
      expect(decodeBinary(encodeBinary(decoded.message))).toEqual(decoded);
    }
    expect(accepted).toBeGreaterThan(1000);
  });
});
