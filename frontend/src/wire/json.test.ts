import { describe, expect, it } from 'vitest';
import { readVectors, seededRandom } from '../testing/vectors.ts';
import { decodeJson, encodeJson } from './json.ts';
import type { JsonMessage } from './json-messages.ts';

interface Vectors {
  readonly valid: readonly { name: string; text: string; message: JsonMessage; decodeOnly?: boolean }[];
  readonly invalid: readonly { name: string; text: string; code: string }[];
}

const vectors = readVectors('json') as Vectors;

describe('JSON messages', () => {
  it.each(vectors.valid)('reads $name', ({ text, message }) => {
    expect(decodeJson(text)).toEqual({ ok: true, message });
  });

  it.each(vectors.valid.filter(({ decodeOnly }) => decodeOnly !== true))(
    'writes $name',
    ({ text, message }) => {
      expect(encodeJson(message)).toBe(text);
    },
  );

  it.each(vectors.invalid)('refuses $name as $code', ({ text, code }) => {
    expect(decodeJson(text)).toEqual({ ok: false, reason: code });
  });

  it('refuses a frame above 8192 bytes, counted in UTF-8', () => {
    const padded = (pad: string): string => `{"type":"take_lease","pad":"${pad}"}`;
    const room = 8192 - padded('').length;
    expect(decodeJson(padded('x'.repeat(room))).ok).toBe(true);
    expect(decodeJson(padded('x'.repeat(room + 1)))).toEqual({ ok: false, reason: 'bad_json' });
    expect(decodeJson(padded('é'.repeat(room / 2 + 1)))).toEqual({ ok: false, reason: 'bad_json' });
  });

  it('reads 32 levels of nesting and refuses 33', () => {
    const nested = (levels: number): string =>
      `{"type":"take_lease","x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    expect(decodeJson(nested(32)).ok).toBe(true);
    expect(decodeJson(nested(33))).toEqual({ ok: false, reason: 'bad_json' });
  });

  it('does not take brackets inside strings for nesting', () => {
    expect(decodeJson(`{"type":"take_lease","x":"${'['.repeat(100)}\\"${'{'.repeat(100)}"}`).ok).toBe(true);
  });

  it('does not read fields that every object inherits', () => {
    expect(decodeJson('{"type":"toString"}')).toEqual({ ok: false, reason: 'unknown_message' });
    expect(decodeJson('{"type":"__proto__"}')).toEqual({ ok: false, reason: 'unknown_message' });
  });

  it('says missing_field for a robot entry without its name', () => {
    expect(decodeJson('{"type":"robots","robots":[{"robot_id":"a","online":true}]}')).toEqual({
      ok: false,
      reason: 'missing_field',
    });
  });

  it('never throws on mutated text, and what it accepts survives a round trip', () => {
    const random = seededRandom(7);
    const below = (n: number): number => Math.floor(random() * n);
    const alphabet = '{}[]",:0123456789.-eE\\untrfals \u0000\ud800é';
    const short = vectors.valid.filter(({ text }) => text.length < 500);
    let accepted = 0;
    for (let round = 0; round < 25_000; round += 1) {
      let text = short[below(short.length)]?.text ?? '';
      for (let edits = below(4); edits >= 0; edits -= 1) {
        const where = below(text.length + 1);
        const insert = below(3) === 0 ? '' : (alphabet[below(alphabet.length)] ?? '');
        text = text.slice(0, where) + insert + text.slice(where + below(2));
      }
      if (survives(text)) accepted += 1;
    }
    expect(accepted).toBeGreaterThan(1000);
  });

  it('never throws on values of other types in every field', () => {
    const random = seededRandom(8);
    const below = (n: number): number => Math.floor(random() * n);
    const strange: readonly unknown[] = [
      null,
      true,
      -1,
      0,
      1.5,
      2 ** 32,
      1e300,
      '',
      'x',
      '0'.repeat(16),
      [],
      [[]],
      {},
      [{}],
      [1, 2],
    ];
    let accepted = 0;
    for (let round = 0; round < 25_000; round += 1) {
      const { message } = vectors.valid[below(vectors.valid.length)] ?? { message: {} };
      const fields: Record<string, unknown> = { ...message };
      for (let edits = below(2); edits >= 0; edits -= 1) {
        const names = [...Object.keys(fields), 'resumes', 'holder', 'watchers', 'toString', '__proto__'];
        const name = names[below(names.length)] ?? '';
        if (below(4) === 0) Reflect.deleteProperty(fields, name);
        else fields[name] = strange[below(strange.length)];
      }
      if (survives(JSON.stringify(fields))) accepted += 1;
    }
    expect(accepted).toBeGreaterThan(1000);
  });
});

/** True when it was understood; then its meaning must survive a round trip. */
function survives(text: string): boolean {
  const decoded = decodeJson(text);
  if (!decoded.ok) {
    const known = ['bad_json', 'missing_field', 'unknown_message', 'out_of_range'];
    if (!known.includes(decoded.reason)) throw new Error(decoded.reason);
    return false;
  }
  const again = decodeJson(encodeJson(decoded.message));
  if (JSON.stringify(again) !== JSON.stringify(decoded)) {
    throw new Error(`${text} means ${JSON.stringify(decoded)}, then ${JSON.stringify(again)}`);
  }
  return true;
}
