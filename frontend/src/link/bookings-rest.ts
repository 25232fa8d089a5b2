import type { HttpResponse } from './ports.ts';
import type { Ask, RestFailure, RestResult } from './rest.ts';
import { doneOf, instantOf, instantText, listOf, resultOf, textOf } from './rest.ts';

/** Half open: `toMs` no longer belongs to it. Milliseconds since 1970. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Booking extends Span {
  /** Empty for somebody else's, of which only the time is told (unless the robot is one's own). */
  readonly id: string;
  readonly robotId: string;
  readonly isMine: boolean;
}

export interface Wait extends Span {
  readonly id: string;
  readonly robotId: string;
}

/** `free`: the nearest windows that are, when the wanted one is taken. */
export type BookingAnswer = RestResult<Booking> | (RestFailure & { readonly free: readonly Span[] });

export class BookingsRest {
  private readonly ask: Ask;

  constructor(ask: Ask) {
    this.ask = ask;
  }

  /** Of one robot, whosever they are, or one's own of all robots. */
  async list(robotId: string | undefined, span: Span): Promise<RestResult<readonly Booking[]>> {
    const query = new URLSearchParams({
      ...(robotId === undefined ? {} : { robot_id: robotId }),
      from: instantText(span.fromMs),
      to: instantText(span.toMs),
    });
    const response = await this.ask('GET', `/api/bookings?${query.toString()}`);
    return resultOf(response, (body) =>
      listOf(body, 'bookings', (entry) => bookingFrom(entry, robotId ?? '', robotId === undefined)),
    );
  }

  async free(robotId: string, span: Span): Promise<RestResult<readonly Span[]>> {
    const query = new URLSearchParams({ from: instantText(span.fromMs), to: instantText(span.toMs) });
    const response = await this.ask('GET', `/api/robots/${robotId}/free?${query.toString()}`);
    return resultOf(response, (body) => listOf(body, 'free', spanFrom));
  }

  async book(robotId: string, span: Span, zone: string): Promise<BookingAnswer> {
    return answerOf(
      await this.ask('POST', '/api/bookings', { robot_id: robotId, ...spanBody(span), zone }),
      robotId,
    );
  }

  async change(booking: Booking, span: Span): Promise<BookingAnswer> {
    return answerOf(await this.ask('PATCH', pathOf(booking), spanBody(span)), booking.robotId);
  }

  async extend(booking: Booking, minutes: number): Promise<BookingAnswer> {
    const response = await this.ask('POST', `${pathOf(booking)}/extend`, { minutes });
    return answerOf(response, booking.robotId);
  }

  async cancel(booking: Booking): Promise<RestResult<true>> {
    return doneOf(await this.ask('DELETE', pathOf(booking)));
  }

  async wait(robotId: string, span: Span): Promise<RestResult<true>> {
    return doneOf(await this.ask('POST', '/api/waiting', { robot_id: robotId, ...spanBody(span) }));
  }

  async waits(): Promise<RestResult<readonly Wait[]>> {
    return resultOf(await this.ask('GET', '/api/waiting'), (body) => listOf(body, 'waiting', waitFrom));
  }

  async stopWaiting(id: string): Promise<RestResult<true>> {
    return doneOf(await this.ask('DELETE', `/api/waiting/${encodeURIComponent(id)}`));
  }
}

function pathOf(booking: Booking): string {
  return `/api/bookings/${encodeURIComponent(booking.id)}`;
}

function spanBody(span: Span): { readonly from: string; readonly until: string } {
  return { from: instantText(span.fromMs), until: instantText(span.toMs) };
}

function answerOf(response: HttpResponse, robotId: string): BookingAnswer {
  const result = resultOf(response, (body) => bookingFrom(body, robotId, true));
  if (result.ok || result.code !== 'taken') return result;
  return { ...result, free: listOf(response.body, 'nearest', spanFrom) ?? [] };
}

function spanFrom(value: unknown): Span | undefined {
  const fromMs = instantOf(value, 'from');
  const toMs = instantOf(value, 'until');
  return fromMs === undefined || toMs === undefined || toMs <= fromMs ? undefined : { fromMs, toMs };
}

function bookingFrom(value: unknown, robotId: string, isMine: boolean): Booking | undefined {
  const span = spanFrom(value);
  const id = textOf(value, 'id');
  if (span === undefined || (isMine && id === '')) return undefined;
  return { ...span, id, robotId: textOf(value, 'robot_id') || robotId, isMine };
}

function waitFrom(value: unknown): Wait | undefined {
  const span = spanFrom(value);
  const id = textOf(value, 'id');
  if (span === undefined || id === '') return undefined;
  return { ...span, id, robotId: textOf(value, 'robot_id') };
}
