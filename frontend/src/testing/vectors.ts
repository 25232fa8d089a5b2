import { readFileSync } from 'node:fs';

const directory = new URL('../../../transports/protocol/vectors/', import.meta.url);

/** One file of the standard's vectors. */
export function readVectors(name: 'binary' | 'json' | 'arithmetic'): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, directory), 'utf8'));
}

export function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export { seededRandom } from './random.ts';
