import { describe, expect, it } from 'vitest';
import { readVectors } from '../testing/vectors.ts';
import type { NumberedPair } from './numbers.ts';
import {
  comparePairs,
  isFromFuture,
  isSequenceNewer,
  isStampAfter,
  saturateU16,
  sequenceAfter,
  stampAge,
} from './numbers.ts';

interface Vectors {
  readonly sequenceNewer: readonly { a: number; b: number; newer: boolean }[];
  readonly stampAge: readonly { now: number; echo: number; age: number; future: boolean }[];
  readonly stampAfter: readonly { a: number; b: number; after: boolean }[];
  readonly pairCompare: readonly { a: NumberedPair; b: NumberedPair; sign: number }[];
}

const vectors = readVectors('arithmetic') as Vectors;

describe('arithmetic of the wire', () => {
  it.each(vectors.sequenceNewer)('sequence $a is newer than $b: $newer', ({ a, b, newer }) => {
    expect(isSequenceNewer(a, b)).toBe(newer);
  });

  it.each(vectors.stampAge)('at $now the echo $echo is $age ms old', ({ now, echo, age, future }) => {
    expect(stampAge(now, echo)).toBe(age);
    expect(isFromFuture(now, echo)).toBe(future);
  });

  it.each(vectors.stampAfter)('stamp $a comes after $b: $after', ({ a, b, after }) => {
    expect(isStampAfter(a, b)).toBe(after);
  });

  it.each(vectors.pairCompare)('$a against $b gives $sign', ({ a, b, sign }) => {
    expect(comparePairs(a, b)).toBe(sign);
  });

  it('a sequence goes on at zero after its last number', () => {
    expect(sequenceAfter(0xffff_ffff)).toBe(0);
    expect(sequenceAfter(41)).toBe(42);
  });

  it('a duration saturates at 65535 and is never negative', () => {
    expect([-5, 0, 12.4, 65_535, 65_536, 1e12].map(saturateU16)).toEqual([0, 0, 12, 65_535, 65_535, 65_535]);
  });
});
