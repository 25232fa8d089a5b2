import { describe, expect, it } from 'vitest';
import type { Direction } from './tracks.ts';
import { DIRECTIONS, NEUTRAL, sumOf, tracksOf } from './tracks.ts';

const of = (directions: readonly Direction[], speedPercent = 100): readonly number[] => {
  const { left, right } = tracksOf(new Set(directions), speedPercent);
  return [left + 0, right + 0];
};

describe('two tracks from the directions that are held', () => {
  it.each<[readonly Direction[], readonly number[]]>([
    [[], [0, 0]],
    [['forward'], [1000, 1000]],
    [['backward'], [-1000, -1000]],
    [['right'], [1000, -1000]],
    [['left'], [-1000, 1000]],
    [
      ['forward', 'right'],
      [1000, 400],
    ],
    [
      ['forward', 'left'],
      [400, 1000],
    ],
    [
      ['backward', 'right'],
      [-1000, -400],
    ],
    [
      ['backward', 'left'],
      [-400, -1000],
    ],
    [
      ['forward', 'backward'],
      [0, 0],
    ],
    [
      ['left', 'right'],
      [0, 0],
    ],
    [
      ['forward', 'left', 'right'],
      [1000, 1000],
    ],
    [
      ['forward', 'backward', 'left'],
      [-1000, 1000],
    ],
    [DIRECTIONS, [0, 0]],
  ])('%j', (held, tracks) => {
    expect(of(held)).toEqual(tracks);
  });

  it('take the speed in percent, and the inner track its share of that', () => {
    expect(of(['forward', 'right'], 30)).toEqual([300, 120]);
    expect(of(['left'], 1)).toEqual([-10, 10]);
    expect(of(['forward', 'left'], 0.14)).toEqual([0, 1]);
  });
});

describe('several controls at once', () => {
  it('add up to nothing when there is none', () => {
    expect(sumOf([], 100)).toEqual(NEUTRAL);
  });

  it('add up below the speed, unchanged up to it', () => {
    expect(
      sumOf(
        [
          { left: 100, right: -50 },
          { left: 200, right: 20 },
        ],
        100,
      ),
    ).toEqual({ left: 300, right: -30 });
    expect(sumOf([{ left: 300, right: 7 }], 30)).toEqual({ left: 300, right: 7 });
    expect(sumOf([{ left: -300, right: 7 }], 30)).toEqual({ left: -300, right: 7 });
  });

  it('keep their arc beyond it, whichever track is the faster', () => {
    expect(
      sumOf(
        [
          { left: 1000, right: 400 },
          { left: 1000, right: 400 },
        ],
        50,
      ),
    ).toEqual({ left: 500, right: 200 });
    expect(
      sumOf(
        [
          { left: -400, right: -1000 },
          { left: -400, right: -1000 },
        ],
        50,
      ),
    ).toEqual({ left: -200, right: -500 });
    expect(sumOf([{ left: 0, right: 1001 }], 100)).toEqual({ left: 0, right: 1000 });
  });

  it('hold still where no speed is allowed, and know no negative zero', () => {
    const { left, right } = sumOf([{ left: -1000, right: 3 }], 0);
    expect([Object.is(left, 0), Object.is(right, 0)]).toEqual([true, true]);
    expect(Object.is(sumOf([{ left: 3, right: -1000 }], 0).right, 0)).toBe(true);
    expect(
      sumOf(
        [
          { left: 500, right: -500 },
          { left: -500, right: 500 },
        ],
        100,
      ),
    ).toEqual(NEUTRAL);
  });
});

it('nothing held is neutral, with no −0', () => {
  expect(tracksOf(new Set(), 60)).toBe(NEUTRAL);
  expect(tracksOf(new Set(['left', 'right']), 60)).toBe(NEUTRAL);
});
