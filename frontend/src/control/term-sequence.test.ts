import { describe, expect, it } from 'vitest';
import { TermSequence } from './term-sequence.ts';

describe('the numbers of setpoints', () => {
  it('begin at 1 in each term and rise by 1', () => {
    const numbers = new TermSequence();
    expect([numbers.next([7, 1], 0), numbers.next([7, 1], 0)]).toEqual([1, 2]);
    expect([numbers.next([7, 2], 0), numbers.next([7, 2], 0)]).toEqual([1, 2]);
    expect(numbers.next([8, 2], 0)).toBe(1);
  });

  it('go on after what the robot has accepted when that is newer', () => {
    const numbers = new TermSequence();
    expect(numbers.next([7, 1], 40)).toBe(41);
    expect(numbers.next([7, 1], 41)).toBe(42);
    expect(numbers.next([7, 1], 50)).toBe(51);
    expect(numbers.next([7, 1], 50)).toBe(52);
    expect(numbers.next([7, 1], 3)).toBe(53);
    expect(numbers.next([7, 2], 4)).toBe(5);
  });

  it('wrap, where 0 is a number that the robot has not accepted', () => {
    const numbers = new TermSequence();
    expect(numbers.next([7, 1], 0xffff_fffe)).toBe(0xffff_ffff);
    expect(numbers.next([7, 1], 0)).toBe(0);
    expect(numbers.next([7, 1], 0xffff_ffff)).toBe(1);
    const late = new TermSequence();
    late.next([7, 1], 0x8000_0005);
    expect(late.next([7, 1], 0)).toBe(0x8000_0007);
  });
});
