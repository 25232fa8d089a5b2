import { describe, expect, it } from 'vitest';
import type { Place } from './place.ts';
import { hashOf, linkOf, placeOf } from './place.ts';

const LONGEST = 'a'.repeat(64);

describe('the address of a page', () => {
  it.each<[string, Place]>([
    ['#/', { name: 'robots' }],
    ['#/robots/tank-1', { name: 'robot', robotId: 'tank-1' }],
    [`#/robots/${LONGEST}`, { name: 'robot', robotId: LONGEST }],
    ['#/robots/a.B_9-/sharing', { name: 'sharing', robotId: 'a.B_9-' }],
    ['#/bookings', { name: 'bookings' }],
    ['#/bookings/tank-1', { name: 'bookings', robotId: 'tank-1' }],
    ['#/account', { name: 'account' }],
  ])('%s leads there and back', (hash, place) => {
    expect(placeOf(hash)).toEqual(place);
    expect(hashOf(place)).toBe(hash);
  });

  it.each([
    '',
    '#/robots/',
    `#/robots/${LONGEST}a`,
    '#/robots/a/b',
    '#/robots/ä',
    '#/robots/a/sharing/more',
    '#/robots/a/sharing?',
    '#/bookings/',
    '#/bookings/a/b',
    '#/accounts',
    'x#/robots/a',
    'x#/robots/a/sharing',
    'x#/bookings',
    '#/elsewhere',
  ])('"%s", which names nothing, leads to the list', (hash) => {
    expect(placeOf(hash)).toEqual({ name: 'robots' });
  });
});

describe('a share link in the address', () => {
  const TOKEN = 'abcXYZ019._~-abc';

  it('is its token', () => {
    expect(linkOf(`#link=${TOKEN}`)).toBe(TOKEN);
    expect(linkOf(`#link=${'a'.repeat(200)}`)).toBe('a'.repeat(200));
  });

  it.each([
    `#link=${TOKEN.slice(1)}`,
    `#link=${'a'.repeat(201)}`,
    `#link=${TOKEN}/`,
    `x#link=${TOKEN}`,
    `#link=${TOKEN.replace('X', '+')}`,
    '#/',
  ])('is none in "%s"', (hash) => {
    expect(linkOf(hash)).toBeUndefined();
  });
});
