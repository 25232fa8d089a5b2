import { describe, expect, it } from 'vitest';
import { seededRandom } from '../testing/vectors.ts';
import { CENTRE, deflectionOf, tracksOfStick } from './stick.ts';
import type { Tracks } from './tracks.ts';
import { sumOf } from './tracks.ts';

const mixed = (x: number, y: number, percent = 100): Tracks =>
  tracksOfStick(deflectionOf(x, y, 0.12), percent);

describe('a stick', () => {
  it.each([
    ['at rest', 0, 0],
    ['on the rim of the dead zone', 0.12, 0],
    ['within it, at a slant', 0.08, -0.08],
    ['that is no number', Number.NaN, 1],
    ['that is infinite', Number.POSITIVE_INFINITY, 0],
  ])('%s is at its centre', (_name, x, y) => {
    expect(deflectionOf(x, y, 0.12)).toEqual(CENTRE);
  });

  it('begins at zero on the rim of its dead zone, and is full at its own rim and beyond', () => {
    expect(deflectionOf(0, 0.121, 0.12).ahead).toBeCloseTo(0.001, 2);
    expect(deflectionOf(0, 0.56, 0.12).ahead).toBeCloseTo(0.5, 5);
    expect(deflectionOf(0, 1, 0.12)).toEqual({ ahead: 1, turn: 0 });
    const corner = deflectionOf(1, 1, 0.12);
    expect(Math.hypot(corner.ahead, corner.turn)).toBeCloseTo(1, 9);
  });

  it.each([
    ['straight ahead', 0, 1, 1000, 1000],
    ['straight back', 0, -1, -1000, -1000],
    ['on the spot to the right', 1, 0, 1000, -1000],
    ['on the spot to the left', -1, 0, -1000, 1000],
    ['around the right track', 1, 1, 1000, 0],
    ['around the left track', -1, 1, 0, 1000],
    ['an arc to the right', Math.sin(Math.PI / 8), Math.cos(Math.PI / 8), 1000, 414],
    ['back around the left track', -1, -1, -1000, 0],
  ])('%s', (_name, x, y, left, right) => {
    expect(mixed(x, y)).toEqual({ left, right });
  });

  it('the speed is the chosen share of its deflection', () => {
    expect(mixed(0, 0.56, 60)).toEqual({ left: 300, right: 300 });
  });

  it('stays within the chosen speed, whole and never −0, wherever it points', () => {
    const random = seededRandom(4);
    for (let round = 0; round < 5000; round += 1) {
      const percent = 10 + Math.floor(random() * 91);
      const { left, right } = mixed(3 * random() - 1.5, 3 * random() - 1.5, percent);
      for (const track of [left, right]) {
        expect(Number.isInteger(track) && !Object.is(track, -0)).toBe(true);
        expect(Math.abs(track)).toBeLessThanOrEqual(percent * 10);
      }
    }
  });
});

describe('several controls at once', () => {
  it('add up, cancel, and keep their arc at the chosen speed', () => {
    expect(
      sumOf(
        [
          { left: 100, right: 200 },
          { left: 50, right: -200 },
        ],
        60,
      ),
    ).toEqual({ left: 150, right: 0 });
    expect(
      sumOf(
        [
          { left: 600, right: 600 },
          { left: 600, right: 0 },
        ],
        60,
      ),
    ).toEqual({ left: 600, right: 300 });
    expect(
      sumOf(
        [
          { left: -600, right: -600 },
          { left: 600, right: 600 },
        ],
        60,
      ),
    ).toEqual({ left: 0, right: 0 });
  });
});

it('without a dead zone the centre is the centre', () => {
  expect(deflectionOf(0, 0, 0)).toEqual(CENTRE);
});
