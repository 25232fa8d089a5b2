import type { JSX } from 'preact';
import type { Intents } from '../../state/app/screen.ts';
import type { BookingsView as Bookings } from '../../state/pages/bookings-page.ts';
import type { Slot } from '../../state/pages/week.ts';
import { BookingForm } from './booking-form.tsx';
import { Choice } from '../parts/fields.tsx';
import { useStrings } from '../parts/hooks.ts';
import { OwnBookings } from './own-bookings.tsx';
import { Shell } from './shell.tsx';
import { WeekGrid } from './week-grid.tsx';

interface BookingsProps {
  readonly view: Bookings;
  readonly intents: Intents;
}

export function BookingsView({ view, intents }: BookingsProps): JSX.Element {
  const { bookings: words, common, times } = useStrings();
  const { robots, robotId, zone, nowMs } = view;
  const bookable = robots?.filter((robot) => robot.permission !== 'watch' || robot.robot_id === robotId);
  const choose = (slot: Slot): void => {
    const mine = slot.bookingId === undefined ? undefined : view.own?.find(({ id }) => id === slot.bookingId);
    if (mine !== undefined) intents.pages.bookings.beginChange(mine);
    if (mine !== undefined || slot.startMs === undefined) return;
    intents.pages.bookings.choose(slot.startMs);
    document.getElementById('booking-length')?.focus();
  };
  return (
    <Shell here="bookings" title={words.title} intents={intents} wide>
      <p class="lead" data-testid="bookings-zone">
        {words.zone(times.zoneName(zone, nowMs))}
      </p>
      {robots === undefined && <p class="hint">{common.loading}</p>}
      {bookable?.length === 0 && <p class="hint">{words.noRobots}</p>}
      {bookable !== undefined && bookable.length > 0 && robotId !== undefined && (
        <Choice
          label={words.robot}
          name="robot"
          testId="bookings-robot"
          value={robotId}
          options={bookable.map(({ robot_id, name }) => ({ value: robot_id, name }))}
          onChoose={(id) => intents.go({ name: 'bookings', robotId: id })}
        />
      )}
      <div class="bookings">
        <div class="column">
          {robotId !== undefined && <BookingForm view={view} intents={intents} />}
          <OwnBookings view={view} intents={intents} />
        </div>
        {robotId !== undefined && (
          <WeekGrid
            key={`${robotId} ${view.offset}`}
            view={view}
            onWeek={(offset) => intents.pages.bookings.showWeek(offset)}
            onChoose={choose}
          />
        )}
      </div>
    </Shell>
  );
}
