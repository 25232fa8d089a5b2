import { describe, expect, it } from 'vitest';
import { bytesOf, readVectors, seededRandom } from '../testing/vectors.ts';
import type { JsonMessage } from '../wire/json-messages.ts';
import { Counters } from './counters.ts';
import { Inbox } from './inbox.ts';

const binary = (readVectors('binary') as { readonly valid: readonly { readonly hex: string }[] }).valid;
const json = (
  readVectors('json') as {
    readonly valid: readonly { readonly text: string; readonly message: JsonMessage }[];
  }
).valid;

const FROM_CLIENTS = [
  'select_robot',
  'take_lease',
  'release_lease',
  'take_over',
  'request_lease',
  'answer_request',
];
const NOT_FOR_CLIENTS = [
  ...FROM_CLIENTS,
  'hello',
  'release_stop',
  'boot_conflict',
  'propose',
  'rotate_key',
  'key_stored',
];

describe('what a page takes from a node', () => {
  it('takes what a node sends to clients and refuses the rest as wrong_direction', () => {
    const counters = new Counters();
    const inbox = new Inbox(counters);
    let refused = 0;
    for (const { text, message } of json) {
      const isForClients = !NOT_FOR_CLIENTS.includes(message.type);
      expect(inbox.fromText(text)?.type, text).toBe(isForClients ? message.type : undefined);
      if (!isForClients) refused += 1;
      expect(counters.of('wrong_direction')).toBe(refused);
    }
    expect(refused).toBeGreaterThan(10);
  });

  it('never throws on random and mutated frames, counts each that it does not take, and answers at most once a second', () => {
    const random = seededRandom(11);
    const below = (n: number): number => Math.floor(random() * n);
    const counters = new Counters();
    const inbox = new Inbox(counters);
    let untaken = 0;
    let answers = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const bytes = bytesOf(binary[below(binary.length)]?.hex ?? '');
      if (below(2) === 0) bytes.forEach((_byte, at) => (bytes[at] = below(256)));
      else bytes[below(bytes.length)] = below(256);
      if (inbox.fromBytes(bytes) === undefined) untaken += 1;
      const text = json[below(json.length)]?.text ?? '';
      const at = below(text.length);
      if (
        inbox.fromText(text.slice(0, at) + String.fromCharCode(below(0x10000)) + text.slice(at + 1)) ===
        undefined
      )
        untaken += 1;
      if (inbox.answer(round) !== undefined) answers += 1;
    }
    expect([...counters.all().values()].reduce((sum, count) => sum + count, 0)).toBe(untaken);
    expect(answers).toBe(20);
  });
});
