import type { Booking, BookingAnswer, Span, Wait } from '../../link/bookings-rest.ts';
import { BookingsRest } from '../../link/bookings-rest.ts';
import type { RestFailure, RestResult } from '../../link/rest.ts';
import type { Robot } from '../../link/robots-rest.ts';
import type { PagePorts } from './page.ts';
import { Page } from './page.ts';
import type { Day } from './week.ts';
import { daysOf, firstFree, weekSpan } from './week.ts';

export const AHEAD_MS = 60 * 86_400_000;
const AGAIN_EVERY_MS = 15_000;
const MINUTE_MS = 60_000;
export const LENGTHS_MIN = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240] as const;
const USUAL_MIN = 30;

/** What is about to be booked. */
export interface Draft {
  readonly fromMs: number;
  readonly minutes: number;
  /** The booking that is changed by it. */
  readonly changes: Booking | undefined;
}

export type BookingNotice =
  | { readonly name: 'booked' | 'changed' | 'extended'; readonly booking: Booking }
  | { readonly name: 'cancelled' | 'waiting' | 'not_waiting' }
  /** `free`: the nearest windows that can be had instead. */
  | {
      readonly name: 'taken';
      readonly failure: RestFailure;
      readonly wanted: Span;
      readonly free: readonly Span[];
    }
  | { readonly name: 'failed'; readonly failure: RestFailure };

export interface BookingsView {
  readonly robots: readonly Robot[] | undefined;
  readonly robotId: string | undefined;
  readonly zone: string;
  readonly nowMs: number;
  /** In weeks from the present one. */
  readonly offset: number;
  readonly days: readonly Day[];
  /** One's own that are not over, of all robots; undefined until the first answer. */
  readonly own: readonly Booking[] | undefined;
  readonly waits: readonly Wait[];
  readonly draft: Draft;
  readonly busy: boolean;
  readonly notice: BookingNotice | undefined;
  readonly problem: RestFailure | undefined;
}

export interface BookingsIntents {
  showWeek(offset: number): void;
  choose(fromMs: number): void;
  /** The first moment at which the robot is free. */
  chooseSoonest(): void;
  chooseLength(minutes: number): void;
  /** Sends the draft. */
  book(): void;
  /** One of the free windows that were offered. */
  bookInstead(span: Span): void;
  /** Undefined: it stays as it is. */
  beginChange(booking: Booking | undefined): void;
  cancelBooking(booking: Booking): void;
  extend(booking: Booking, minutes: number): void;
  waitFor(span: Span): void;
  stopWaiting(id: string): void;
}

interface Known {
  readonly offset: number;
  readonly bookings: readonly Booking[];
  readonly free: readonly Span[] | undefined;
  readonly own: readonly Booking[] | undefined;
  readonly waits: readonly Wait[];
  readonly draft: Draft | undefined;
  readonly notice: BookingNotice | undefined;
  readonly problem: RestFailure | undefined;
}

const NOTHING: Known = {
  offset: 0,
  bookings: [],
  free: undefined,
  own: undefined,
  waits: [],
  draft: undefined,
  notice: undefined,
  problem: undefined,
};

/** The calendar of one robot, and one's own bookings. */
export class BookingsPage extends Page<Known> implements BookingsIntents {
  private readonly rest: BookingsRest;
  private readonly robots: () => readonly Robot[] | undefined;
  private robotId: string | undefined;

  constructor(ports: PagePorts, robots: () => readonly Robot[] | undefined) {
    super(ports, NOTHING);
    this.robots = robots;
    this.rest = new BookingsRest(ports.ask);
  }

  get view(): BookingsView {
    const { known } = this;
    const nowMs = this.ports.epochMs();
    const zone = this.ports.zone();
    const span = weekSpan(nowMs, known.offset, zone);
    return {
      robots: this.robots(),
      robotId: this.robotId,
      zone,
      nowMs,
      offset: known.offset,
      days: daysOf(span, known, nowMs, zone),
      own: known.own?.filter(({ toMs }) => toMs > nowMs),
      waits: known.waits,
      draft: known.draft ?? this.draftAt(firstFree(known.free ?? [], nowMs) ?? nowMs),
      busy: this.busy !== undefined,
      notice: known.notice,
      problem: known.problem,
    };
  }

  open({ robotId }: { readonly robotId?: string }): void {
    this.close();
    this.robotId = robotId ?? this.robots()?.[0]?.robot_id;
    this.loadEvery(AGAIN_EVERY_MS, () => this.load());
    void this.load();
  }

  /** The list of robots has come: the first one is shown when the address names none. */
  robotsChanged(): void {
    if (!this.loadsAgain || this.robotId !== undefined) return;
    this.robotId = this.robots()?.[0]?.robot_id;
    void this.load();
  }

  showWeek(offset: number): void {
    if (offset < 0) return;
    this.beginTurn();
    this.show({ offset, bookings: [], free: undefined });
    void this.load();
  }

  choose(fromMs: number): void {
    this.show({ draft: { ...this.view.draft, fromMs }, notice: undefined });
  }

  chooseSoonest(): void {
    const fromMs = firstFree(this.known.free ?? [], this.ports.epochMs(), MINUTE_MS);
    if (fromMs !== undefined) this.choose(fromMs);
  }

  chooseLength(minutes: number): void {
    this.show({ draft: { ...this.view.draft, minutes }, notice: undefined });
  }

  book(): void {
    this.bookInstead(spanOf(this.view.draft));
  }

  bookInstead(span: Span): void {
    const { robotId } = this;
    const changes = this.known.draft?.changes;
    if (changes !== undefined) {
      this.send('changed', span, () => this.rest.change(changes, span));
    } else if (robotId !== undefined) {
      this.send('booked', span, () => this.rest.book(robotId, span, this.ports.zone()));
    }
  }

  beginChange(booking: Booking | undefined): void {
    this.show({ notice: undefined, draft: booking === undefined ? undefined : draftOf(booking) });
  }

  cancelBooking(booking: Booking): void {
    this.run('cancelled', () => this.rest.cancel(booking));
  }

  extend(booking: Booking, minutes: number): void {
    const span = { fromMs: booking.fromMs, toMs: booking.toMs + minutes * MINUTE_MS };
    this.send('extended', span, () => this.rest.extend(booking, minutes));
  }

  waitFor(span: Span): void {
    const { robotId } = this;
    if (robotId !== undefined) this.run('waiting', () => this.rest.wait(robotId, span));
  }

  stopWaiting(id: string): void {
    this.run('not_waiting', () => this.rest.stopWaiting(id));
  }

  private draftAt(fromMs: number): Draft {
    return { fromMs, minutes: this.known.draft?.minutes ?? USUAL_MIN, changes: undefined };
  }

  private send(
    name: 'booked' | 'changed' | 'extended',
    wanted: Span,
    ask: () => Promise<BookingAnswer>,
  ): void {
    this.change(ask, (answer) => {
      if (answer.ok) return { draft: undefined, notice: { name, booking: answer.value } };
      if ('free' in answer) return { notice: { name: 'taken', failure: answer, wanted, free: answer.free } };
      return { notice: { name: 'failed', failure: answer } };
    });
  }

  private run(name: 'cancelled' | 'waiting' | 'not_waiting', ask: () => Promise<RestResult<true>>): void {
    this.change(ask, (result) => ({
      notice: result.ok ? { name } : { name: 'failed', failure: result },
      ...(name === 'cancelled' && result.ok ? { draft: undefined } : {}),
    }));
  }

  private change<Answer>(ask: () => Promise<Answer>, changed: (answer: Answer) => Partial<Known>): void {
    void this.busyWith(true, ask, (answer) => {
      this.show(changed(answer));
      void this.load();
    });
  }

  private async load(): Promise<void> {
    const { turn, robotId } = this;
    const nowMs = this.ports.epochMs();
    const span = weekSpan(nowMs, this.known.offset, this.ports.zone());
    const [own, waits, bookings, free] = await Promise.all([
      this.rest.list(undefined, { fromMs: nowMs, toMs: nowMs + AHEAD_MS }),
      this.rest.waits(),
      robotId === undefined ? undefined : this.rest.list(robotId, span),
      robotId === undefined ? undefined : this.rest.free(robotId, span),
    ]);
    if (turn !== this.turn) return;
    const answers = [own, waits, bookings, free];
    const failure = answers.find((answer): answer is RestFailure => answer?.ok === false);
    if (this.isDenied(failure)) return;
    this.show({
      ...(own.ok ? { own: own.value } : {}),
      ...(waits.ok ? { waits: waits.value } : {}),
      ...(bookings?.ok === true ? { bookings: marked(bookings.value, own.ok ? own.value : []) } : {}),
      ...(free?.ok === true ? { free: free.value } : {}),
      problem: failure,
    });
  }
}

/** The relay tells which are whose by their ids. */
function marked(bookings: readonly Booking[], own: readonly Booking[]): readonly Booking[] {
  const mine = new Set(own.map(({ id }) => id));
  return bookings.map((booking) => ({ ...booking, isMine: mine.has(booking.id) }));
}

export function spanOf({ fromMs, minutes }: Pick<Draft, 'fromMs' | 'minutes'>): Span {
  return { fromMs, toMs: fromMs + minutes * MINUTE_MS };
}

function draftOf(booking: Booking): Draft {
  const minutes = Math.round((booking.toMs - booking.fromMs) / MINUTE_MS);
  return { fromMs: booking.fromMs, minutes, changes: booking };
}
