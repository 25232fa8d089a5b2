import type { JSX } from 'preact';
import type { Booking } from '../../link/bookings-rest.ts';
import type { Intents } from '../../state/app/screen.ts';
import type { BookingsView } from '../../state/pages/bookings-page.ts';
import { SureButton } from '../parts/fields.tsx';
import { useStrings } from '../parts/hooks.ts';

interface OwnProps {
  readonly view: BookingsView;
  readonly intents: Intents;
}

const EXTEND_MIN = 15;

/** One's own times, on whichever robot, and what one waits for. */
export function OwnBookings({ view, intents }: OwnProps): JSX.Element {
  const { bookings: words, common, times } = useStrings();
  const { own, waits, zone } = view;
  return (
    <section class="card card-own" aria-labelledby="own-title">
      <h2 id="own-title">{words.own}</h2>
      {own === undefined && view.problem === undefined && <p class="hint">{common.loading}</p>}
      {own?.length === 0 && <p class="hint">{words.ownNone}</p>}
      <ul class="rows" data-testid="own-bookings">
        {own?.map((booking) => (
          <OwnRow key={booking.id} booking={booking} view={view} intents={intents} />
        ))}
      </ul>
      {waits.length > 0 && (
        <>
          <h3 id="waiting-title">{words.waiting}</h3>
          <ul class="rows" aria-labelledby="waiting-title" data-testid="own-waits">
            {waits.map((wait) => (
              <li key={wait.id} class="row-item">
                <p>
                  <strong>{nameOf(view, wait.robotId)}</strong> {times.span(wait, zone)}
                </p>
                <button
                  type="button"
                  class="button"
                  data-testid="stop-waiting"
                  aria-label={words.about(words.stopWaiting, times.span(wait, zone))}
                  aria-disabled={view.busy}
                  onClick={() => intents.pages.bookings.stopWaiting(wait.id)}
                >
                  {words.stopWaiting}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function OwnRow({ booking, view, intents }: OwnProps & { readonly booking: Booking }): JSX.Element {
  const { bookings: words, times } = useStrings();
  const span = times.span(booking, view.zone);
  const isNow = booking.fromMs <= view.nowMs;
  const button = (testId: string, label: string, press: () => void, kind = ''): JSX.Element => (
    <button
      type="button"
      class={`button${kind}`}
      data-testid={testId}
      aria-label={words.about(label, span)}
      aria-disabled={view.busy}
      onClick={press}
    >
      {label}
    </button>
  );
  return (
    <li class="row-item" data-testid="own-booking" data-state={isNow ? 'now' : 'next'}>
      <p>
        <strong>{nameOf(view, booking.robotId)}</strong> {span}
        {isNow && <span class="tag">{words.now}</span>}
      </p>
      <div class="row">
        {isNow &&
          button(
            'open-booked',
            words.drive,
            () => intents.go({ name: 'robot', robotId: booking.robotId }),
            ' button-primary',
          )}
        {isNow
          ? button('extend-booking', words.longer, () => intents.pages.bookings.extend(booking, EXTEND_MIN))
          : button('change-booking', words.changeOne, () => intents.pages.bookings.beginChange(booking))}
        <SureButton
          testId="cancel-booking"
          label={words.cancelOne}
          what={span}
          sure={words.cancelSure}
          keep={words.keepOne}
          enabled={!view.busy}
          onSure={() => intents.pages.bookings.cancelBooking(booking)}
        />
      </div>
    </li>
  );
}

function nameOf(view: BookingsView, robotId: string): string {
  return view.robots?.find(({ robot_id }) => robot_id === robotId)?.name ?? robotId;
}
