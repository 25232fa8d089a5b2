import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Intents } from '../../state/app/screen.ts';
import type { BookingNotice, BookingsView } from '../../state/pages/bookings-page.ts';
import { LENGTHS_MIN, spanOf } from '../../state/pages/bookings-page.ts';
import { epochOf, wallOf } from '../../state/pages/week.ts';
import { Form, Submit } from '../parts/fields.tsx';
import { useStrings } from '../parts/hooks.ts';
import { Action, Notice } from '../parts/parts.tsx';

interface BookingProps {
  readonly view: BookingsView;
  readonly intents: Intents;
}

/** Day, start and length; what becomes of it is said below. */
export function BookingForm({ view, intents }: BookingProps): JSX.Element {
  const { bookings: words, times, common } = useStrings();
  const { draft, zone, busy } = view;
  const title = useRef<HTMLHeadingElement>(null);
  const changed = draft.changes?.id;
  useEffect(() => {
    if (changed !== undefined) title.current?.focus();
  }, [changed]);
  return (
    <section class="card card-book" aria-labelledby="book-title">
      <h2 id="book-title" tabIndex={-1} ref={title}>
        {draft.changes === undefined ? words.form : words.changing(times.span(draft.changes, zone))}
      </h2>
      <Form testId="booking-form" busy={busy} onSend={() => intents.pages.bookings.book()}>
        <StartFields view={view} intents={intents} />
        <LengthField view={view} intents={intents} />
        <p class="hint" data-testid="booking-span">
          {times.span(spanOf(draft), zone)}
        </p>
        <Submit testId="booking-submit" busy={busy} busyWords={words.busy}>
          {draft.changes === undefined ? words.book : words.change}
        </Submit>
        {draft.changes === undefined ? (
          <Action
            testId="booking-soonest"
            enabled={!busy}
            onPress={() => intents.pages.bookings.chooseSoonest()}
          >
            {words.soonest}
          </Action>
        ) : (
          <Action
            testId="booking-keep"
            enabled={!busy}
            onPress={() => intents.pages.bookings.beginChange(undefined)}
          >
            {words.keepAsIs}
          </Action>
        )}
      </Form>
      <div role="status" class="notices">
        {view.notice !== undefined && <NoticeOf notice={view.notice} view={view} intents={intents} />}
        {view.problem !== undefined && (
          <Notice tone="warn" testId="bookings-problem">
            {common.failure(view.problem)}
          </Notice>
        )}
      </div>
    </section>
  );
}

function StartFields({ view: { draft, zone }, intents }: BookingProps): JSX.Element {
  const { bookings: words } = useStrings();
  const { date, time } = wallOf(draft.fromMs, zone);
  // Half-typed values are no moment yet: the draft stays.
  const choose = (day: string, at: string): void => {
    const fromMs = epochOf(day, at, zone);
    if (fromMs !== undefined) intents.pages.bookings.choose(fromMs);
  };
  return (
    <div class="field-pair">
      <div class="field">
        <label for="booking-date">{words.date}</label>
        <input
          id="booking-date"
          type="date"
          required
          value={date}
          data-testid="booking-date"
          onChange={(event) => choose(event.currentTarget.value, time)}
        />
      </div>
      <div class="field">
        <label for="booking-time">{words.start}</label>
        <input
          id="booking-time"
          type="time"
          required
          value={time}
          data-testid="booking-time"
          onChange={(event) => choose(date, event.currentTarget.value)}
        />
      </div>
    </div>
  );
}

function LengthField({ view: { draft }, intents }: BookingProps): JSX.Element {
  const { bookings: words, times } = useStrings();
  const isUsual = LENGTHS_MIN.some((minutes) => minutes === draft.minutes);
  const lengths = isUsual ? LENGTHS_MIN : [...LENGTHS_MIN, draft.minutes].sort((a, b) => a - b);
  return (
    <div class="field">
      <label for="booking-length">{words.length}</label>
      <select
        id="booking-length"
        data-testid="booking-length"
        value={String(draft.minutes)}
        onChange={(event) => intents.pages.bookings.chooseLength(Number(event.currentTarget.value))}
      >
        {lengths.map((minutes) => (
          <option key={minutes} value={String(minutes)} selected={minutes === draft.minutes}>
            {times.length(minutes)}
          </option>
        ))}
      </select>
    </div>
  );
}

function NoticeOf({
  notice,
  view: { zone },
  intents,
}: BookingProps & { readonly notice: BookingNotice }): JSX.Element {
  const { bookings: words, times, common } = useStrings();
  const done = (text: string): JSX.Element => (
    <Notice tone="good" testId="booking-done">
      {text}
    </Notice>
  );
  switch (notice.name) {
    case 'booked':
    case 'changed':
    case 'extended':
      return done(words[notice.name](times.span(notice.booking, zone)));
    case 'cancelled':
      return done(words.cancelled);
    case 'waiting':
      return done(words.isWaiting);
    case 'not_waiting':
      return done(words.isNotWaiting);
    case 'failed':
      return (
        <Notice tone="bad" testId="booking-failed">
          {times.localized(words.failed(notice.failure, common.failure(notice.failure)), zone)}
        </Notice>
      );
    case 'taken':
      return <Taken notice={notice} zone={zone} intents={intents} />;
    default:
      return notice satisfies never;
  }
}

/** The nearest free times instead, or a place on the waiting list. */
function Taken({
  notice: { free, wanted },
  zone,
  intents,
}: {
  readonly notice: Extract<BookingNotice, { name: 'taken' }>;
  readonly zone: string;
  readonly intents: Intents;
}): JSX.Element {
  const { bookings: words, times } = useStrings();
  return (
    <>
      <Notice tone="warn" testId="booking-taken">
        {free.length === 0 ? words.takenNone : words.taken}
      </Notice>
      <ul class="offers" aria-label={words.instead}>
        {free.map((span) => (
          <li key={span.fromMs}>
            <button
              type="button"
              class="button"
              data-testid="booking-instead"
              onClick={() => intents.pages.bookings.bookInstead(offered(span, wanted))}
            >
              {times.span(offered(span, wanted), zone)}
            </button>
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="button"
        data-testid="booking-wait"
        onClick={() => intents.pages.bookings.waitFor(wanted)}
      >
        {words.wait}
      </button>
      <p class="hint">{words.waitHint}</p>
    </>
  );
}

/** No longer than what was wanted: a free window may be a whole night. The part of it that lies nearest. */
function offered(
  free: { readonly fromMs: number; readonly toMs: number },
  wanted: { readonly fromMs: number; readonly toMs: number },
): { readonly fromMs: number; readonly toMs: number } {
  const lengthMs = Math.min(wanted.toMs - wanted.fromMs, free.toMs - free.fromMs);
  const fromMs = Math.min(Math.max(wanted.fromMs, free.fromMs), free.toMs - lengthMs);
  return { fromMs, toMs: fromMs + lengthMs };
}
