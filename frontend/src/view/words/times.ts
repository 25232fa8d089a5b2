import type { Span } from '../../link/bookings-rest.ts';

/** Instants as the clock on the wall shows them in one zone. */
export interface TimeWords {
  /** Sat 21 Nov */
  day(epochMs: number, zone: string): string;
  /** 14:30 */
  time(epochMs: number, zone: string): string;
  /** Sat 21 Nov, 14:30 */
  moment(epochMs: number, zone: string): string;
  /** Sat 21 Nov, 14:30–15:00; over midnight with both days. */
  span(span: Span, zone: string): string;
  /** Europe/Berlin (GMT+1) */
  zoneName(zone: string, epochMs: number): string;
  length(minutes: number): string;
  /** A sentence of the relay, whose instants are in UTC, as people of a zone read it. */
  localized(text: string, zone: string): string;
}

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;

function timesFor(locale: string, length: TimeWords['length']): TimeWords {
  // A week shows hundreds of times, and making a format takes longer than using it.
  const formats = new Map<string, Intl.DateTimeFormat>();
  const format = (epochMs: number, zone: string, options: Intl.DateTimeFormatOptions): string => {
    const key = `${zone} ${Object.keys(options).join(' ')}`;
    const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    formats.set(key, made);
    return made.format(epochMs);
  };
  const day = (epochMs: number, zone: string): string =>
    format(epochMs, zone, { weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '');
  const time = (epochMs: number, zone: string): string =>
    format(epochMs, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const moment = (epochMs: number, zone: string): string => `${day(epochMs, zone)}, ${time(epochMs, zone)}`;
  return {
    day,
    time,
    moment,
    length,
    localized: (text, zone) => text.replace(INSTANT, (instant) => moment(Date.parse(instant), zone)),
    span: ({ fromMs, toMs }, zone) =>
      day(fromMs, zone) === day(toMs, zone)
        ? `${moment(fromMs, zone)}–${time(toMs, zone)}`
        : `${moment(fromMs, zone)} – ${moment(toMs, zone)}`,
    zoneName: (zone, epochMs) => {
      const parts = new Intl.DateTimeFormat(locale, {
        timeZone: zone,
        timeZoneName: 'shortOffset',
      }).formatToParts(epochMs);
      const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
      return offset === zone ? zone : `${zone.replaceAll('_', ' ')} (${offset})`;
    },
  };
}

export const englishTimes = timesFor('en-GB', (minutes) => {
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `${hours === 1 ? '1 hour' : `${hours} hours`}${rest === 0 ? '' : ` ${rest} minutes`}`;
});
