import { describe, expect, it } from 'vitest';
import type { Booking, Span } from '../../link/bookings-rest.ts';
import { daysOf, epochOf, firstFree, isZone, wallOf, weekSpan } from './week.ts';

const BERLIN = 'Europe/Berlin';
const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);
const span = (from: string, to: string): Span => ({ fromMs: at(from), toMs: at(to) });
const mine = (from: string, to: string): Booking => ({
  ...span(from, to),
  id: 'b',
  robotId: 'r',
  isMine: true,
});

const NOW = at('2026-11-21T12:10:00Z'); // 13:10 in Berlin
const WEEK = weekSpan(NOW, 0, BERLIN);
const ALL: Span[] = [{ fromMs: 0, toMs: at('2027-12-31T00:00:00Z') }];

describe('seven days', () => {
  it('begin at midnight of the zone, and the next ones where they end', () => {
    expect(WEEK).toEqual(span('2026-11-20T23:00:00Z', '2026-11-27T23:00:00Z'));
    expect(weekSpan(NOW, 1, BERLIN).fromMs).toBe(WEEK.toMs);
    expect(weekSpan(NOW, 0, 'Pacific/Auckland').fromMs).toBe(at('2026-11-21T11:00:00Z'));
  });

  it('have a row for each hour: past, free, partly free, taken, one’s own', () => {
    const free = [
      span('2026-11-21T12:10:00Z', '2026-11-21T13:30:00Z'),
      span('2026-11-21T14:00:00Z', '2026-11-21T15:00:00Z'),
    ];
    const bookings = [mine('2026-11-21T15:30:00Z', '2026-11-21T16:00:00Z')];
    const [today] = daysOf(WEEK, { free, bookings }, NOW, BERLIN);
    const states = today?.slots.map((slot) => slot?.state);
    expect(states?.slice(12, 18)).toEqual(['past', 'free', 'partly', 'free', 'mine', 'taken']);
    expect(today?.slots[16]?.bookingId).toBe('b');
  });

  it('an hour that runs is free from now on, at the next full five minutes', () => {
    const [today] = daysOf(WEEK, { free: ALL, bookings: [] }, NOW + 60_000, BERLIN);
    expect(today?.slots[13]).toMatchObject({ state: 'free', startMs: at('2026-11-21T12:15:00Z') });
  });

  it('an hour that ends now is past, one millisecond before it is not', () => {
    const end = at('2026-11-21T13:00:00Z');
    const stateAt = (nowMs: number) =>
      daysOf(WEEK, { free: ALL, bookings: [] }, nowMs, BERLIN)[0]?.slots[13]?.state;
    expect(stateAt(end)).toBe('past');
    expect(stateAt(end - 1)).toBe('taken'); // no full five minutes are left
  });

  it('nothing is known before the relay has answered', () => {
    const days = daysOf(WEEK, { free: undefined, bookings: [] }, NOW, BERLIN);
    expect(days[1]?.slots.every((slot) => slot?.state === 'unknown')).toBe(true);
  });

  it('where the clock is set forward an hour is missing, where it is set back one is twice as long', () => {
    const spring = weekSpan(at('2026-03-28T12:00:00Z'), 0, BERLIN);
    const [, forward] = daysOf(spring, { free: ALL, bookings: [] }, 0, BERLIN);
    expect(forward?.slots[2]).toBeUndefined();
    expect(forward?.slots[1]?.toMs).toBe(forward?.slots[3]?.fromMs);
    expect((forward?.toMs ?? 0) - (forward?.fromMs ?? 0)).toBe(23 * HOUR);
    const autumn = weekSpan(at('2026-10-24T12:00:00Z'), 0, BERLIN);
    const [, back] = daysOf(autumn, { free: ALL, bookings: [] }, 0, BERLIN);
    const twice = back?.slots[2];
    expect((twice?.toMs ?? 0) - (twice?.fromMs ?? 0)).toBe(2 * HOUR);
  });
});

describe('a moment', () => {
  it('is shown and read in the person’s zone', () => {
    expect(wallOf(NOW, BERLIN)).toEqual({ date: '2026-11-21', time: '13:10' });
    expect(epochOf('2026-11-21', '13:10', BERLIN)).toBe(NOW);
    expect(epochOf('2026-07-01', '13:10', BERLIN)).toBe(at('2026-07-01T11:10:00Z'));
  });

  it.each([
    ['', '10:00'],
    ['2026-11-21', ''],
    ['2026-13-01', '10:00'],
    ['2026-11-21', '25:00'],
  ])('that is half typed is none: %s %s', (date, time) => {
    expect(epochOf(date, time, BERLIN)).toBeUndefined();
  });

  it('a zone that this browser does not know is none', () => {
    expect([isZone(BERLIN), isZone(''), isZone('Mars/Olympus')]).toEqual([true, false, false]);
  });

  it('the first free one is at full five minutes and within the window', () => {
    const free = [
      span('2026-11-21T12:00:00Z', '2026-11-21T12:12:00Z'),
      ...ALL.map((all) => ({ ...all, fromMs: at('2026-11-21T14:01:00Z') })),
    ];
    expect(firstFree(free, NOW)).toBe(NOW);
    expect(firstFree(free, NOW + 1)).toBe(at('2026-11-21T14:05:00Z'));
    expect(firstFree([], NOW)).toBeUndefined();
  });
});
