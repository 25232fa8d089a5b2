import {
  fromAbsolute,
  parseDate,
  parseTime,
  toCalendarDate,
  toCalendarDateTime,
  toZoned,
} from '@internationalized/date';
import type { Booking, Span } from '../../link/bookings-rest.ts';

const DAYS = 7;
const HOURS = 24;
const MINUTE_MS = 60_000;
/** Starts are offered at full five minutes. */
const STEP_MS = 5 * MINUTE_MS;

/** `partly`: some of the hour can be booked. */
export type SlotState = 'unknown' | 'past' | 'free' | 'partly' | 'mine' | 'taken';

/** One hour of a day as the clock on the wall shows it: twice as long when the clock is set back. */
export interface Slot extends Span {
  readonly hour: number;
  readonly state: SlotState;
  /** When a drive could begin in it. */
  readonly startMs: number | undefined;
  readonly bookingId: string | undefined;
}

export interface Day extends Span {
  /** 2026-11-21 */
  readonly date: string;
  /** By hour; undefined where the clock is set forward and there is no such hour. */
  readonly slots: readonly (Slot | undefined)[];
}

export interface Taken {
  /** Undefined until the relay has answered. */
  readonly free: readonly Span[] | undefined;
  readonly bookings: readonly Booking[];
}

/** Seven days from today on, `offset` weeks later. */
export function weekSpan(nowMs: number, offset: number, zone: string): Span {
  const first = toCalendarDate(fromAbsolute(nowMs, zone)).add({ days: offset * DAYS });
  return {
    fromMs: toZoned(first, zone).toDate().getTime(),
    toMs: toZoned(first.add({ days: DAYS }), zone)
      .toDate()
      .getTime(),
  };
}

export function daysOf(span: Span, taken: Taken, nowMs: number, zone: string): readonly Day[] {
  const first = toCalendarDate(fromAbsolute(span.fromMs, zone));
  return Array.from({ length: DAYS }, (_, index) => {
    const date = first.add({ days: index });
    const startOf = (hour: number): number => {
      const day = hour === HOURS ? date.add({ days: 1 }) : date;
      return toZoned(toCalendarDateTime(day).set({ hour: hour % HOURS }), zone, 'earlier')
        .toDate()
        .getTime();
    };
    const slots = Array.from({ length: HOURS }, (_unused, hour) => {
      const fromMs = localHour(startOf(hour), zone) === hour ? startOf(hour) : undefined;
      if (fromMs === undefined) return undefined;
      let next = hour + 1;
      while (next < HOURS && localHour(startOf(next), zone) !== next) next += 1;
      return slotOf(hour, { fromMs, toMs: startOf(next) }, taken, nowMs);
    });
    return { date: date.toString(), fromMs: startOf(0), toMs: startOf(HOURS), slots };
  });
}

/** The first moment from `atMs` on at which the robot is free, at full five minutes (or at once, when that is nearer). */
export function firstFree(free: readonly Span[], atMs: number, stepMs = STEP_MS): number | undefined {
  for (const { fromMs, toMs } of free) {
    const startMs = Math.ceil(Math.max(fromMs, atMs) / stepMs) * stepMs;
    if (startMs < toMs) return startMs;
  }
  return undefined;
}

/** As a person types them: the day and the time that a clock in `zone` shows. */
export function wallOf(epochMs: number, zone: string): { readonly date: string; readonly time: string } {
  const at = fromAbsolute(epochMs, zone);
  const two = (value: number): string => String(value).padStart(2, '0');
  return { date: toCalendarDate(at).toString(), time: `${two(at.hour)}:${two(at.minute)}` };
}

/** Undefined for what is no day and time. A time that the clock skips is the one that it shows instead. */
export function epochOf(date: string, time: string, zone: string): number | undefined {
  try {
    const { hour, minute } = parseTime(time);
    return toZoned(toCalendarDateTime(parseDate(date)).set({ hour, minute }), zone, 'earlier')
      .toDate()
      .getTime();
  } catch {
    return undefined;
  }
}

export function isZone(zone: string): boolean {
  try {
    return zone !== '' && Number.isFinite(fromAbsolute(0, zone).hour);
  } catch {
    return false;
  }
}

function localHour(epochMs: number, zone: string): number {
  return fromAbsolute(epochMs, zone).hour;
}

function slotOf(hour: number, span: Span, { free, bookings }: Taken, nowMs: number): Slot {
  const mine = bookings.find((booking) => booking.isMine && overlaps(booking, span));
  const slot = { ...span, hour, bookingId: mine?.id, startMs: undefined };
  if (span.toMs <= nowMs) return { ...slot, state: 'past' };
  if (mine !== undefined) return { ...slot, state: 'mine' };
  if (free === undefined) return { ...slot, state: 'unknown' };
  const left = { fromMs: Math.max(span.fromMs, nowMs), toMs: span.toMs };
  const startMs = firstFree(
    free.flatMap((window) => within(window, left)),
    left.fromMs,
  );
  if (startMs === undefined) return { ...slot, state: 'taken' };
  const isWhole = free.some((window) => window.fromMs <= left.fromMs && window.toMs >= left.toMs);
  return { ...slot, startMs, state: isWhole ? 'free' : 'partly' };
}

function overlaps(a: Span, b: Span): boolean {
  return a.fromMs < b.toMs && b.fromMs < a.toMs;
}

function within(a: Span, b: Span): Span[] {
  const span = { fromMs: Math.max(a.fromMs, b.fromMs), toMs: Math.min(a.toMs, b.toMs) };
  return span.fromMs < span.toMs ? [span] : [];
}
