/** Arithmetic of PROTOCOL.md §2. Every comparison of a sequence, stamp or pair goes through here. */

/** Term, latch number or route epoch: (boot, counter), both u32. */
export type NumberedPair = readonly [boot: number, counter: number];

export const NO_PAIR: NumberedPair = [0, 0];

export const U16_MAX = 0xffff;
export const U32_MAX = 0xffff_ffff;
const HALF = 0x8000_0000;

/** `a − b` modulo 2^32. */
function difference(a: number, b: number): number {
  return (a - b) >>> 0;
}

/** RFC 1982: true when 0 < (a − b mod 2^32) < 2^31. */
export function isSequenceNewer(a: number, b: number): boolean {
  const ahead = difference(a, b);
  return ahead > 0 && ahead < HALF;
}

export function sequenceAfter(sequence: number): number {
  return (sequence + 1) >>> 0;
}

/** Milliseconds that have passed since `echo` on the clock that reads `now`, modulo 2^32. */
export function stampAge(now: number, echo: number): number {
  return difference(now, echo);
}

export function isFromFuture(now: number, echo: number): boolean {
  return stampAge(now, echo) >= HALF;
}

/** True when stamp `a` was made after stamp `b`. */
export function isStampAfter(a: number, b: number): boolean {
  const ahead = difference(a, b);
  return ahead > 0 && ahead < HALF;
}

/** Lexicographic: −1, 0 or 1. */
export function comparePairs(a: NumberedPair, b: NumberedPair): -1 | 0 | 1 {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  if (a[1] !== b[1]) return a[1] < b[1] ? -1 : 1;
  return 0;
}

/** A duration as u16 milliseconds: whole, not negative, saturating. */
export function saturateU16(durationMs: number): number {
  return Math.max(0, Math.min(U16_MAX, Math.round(durationMs)));
}
