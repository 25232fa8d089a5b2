import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { BookingsView } from '../../state/pages/bookings-page.ts';
import type { Day, Slot } from '../../state/pages/week.ts';
import { useStrings } from '../parts/hooks.ts';

interface WeekGridProps {
  readonly view: BookingsView;
  readonly onWeek: (offset: number) => void;
  readonly onChoose: (slot: Slot) => void;
}

interface Cell {
  readonly day: number;
  readonly hour: number;
}

const HOURS = 24;

/** Free and taken hours of seven days. One cell at a time is in the order of focus; arrow keys go from cell to cell. */
export function WeekGrid({ view, onWeek, onChoose }: WeekGridProps): JSX.Element {
  const { bookings: words, times } = useStrings();
  const { days, zone, offset } = view;
  const table = useRef<HTMLTableElement>(null);
  const [cell, setCell] = useState<Cell>(() => firstCell(days));
  const move = (to: Cell): void => {
    setCell(to);
    table.current?.querySelector<HTMLElement>(`[data-cell="${to.day}-${to.hour}"]`)?.focus();
  };
  const first = days[0]?.fromMs ?? 0;
  const last = days.at(-1)?.fromMs ?? 0;
  return (
    <section class="card card-week" aria-labelledby="week-title">
      <h2 id="week-title">{words.week}</h2>
      <div class="week-bar">
        <button
          type="button"
          class="button"
          data-testid="week-earlier"
          aria-disabled={offset === 0}
          onClick={() => onWeek(offset - 1)}
        >
          {words.earlier}
        </button>
        <p class="week-span" role="status">
          {words.weekOf(times.day(first, zone), times.day(last, zone))}
        </p>
        <button type="button" class="button" data-testid="week-later" onClick={() => onWeek(offset + 1)}>
          {words.later}
        </button>
      </div>
      <div class="day-tabs" role="group" aria-label={words.days}>
        {days.map((day, index) => (
          <button
            key={day.date}
            type="button"
            class="day-tab"
            aria-pressed={index === cell.day}
            onClick={() => setCell({ day: index, hour: firstHour(day) })}
          >
            {times.day(day.fromMs, zone)}
          </button>
        ))}
      </div>
      <p class="hint">{words.weekHint}</p>
      <table
        ref={table}
        class={`week shows-day-${cell.day}`}
        role="grid"
        aria-labelledby="week-title"
        onKeyDown={(event) => {
          const to = moved(days, cell, event.key);
          if (to === undefined) return;
          event.preventDefault();
          move(to);
        }}
      >
        <thead>
          <tr>
            <th scope="col">{words.hour}</th>
            {days.map((day, index) => (
              <th key={day.date} scope="col" class={`day-${index}`}>
                {times.day(day.fromMs, zone)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: HOURS }, (_, hour) => (
            <tr key={hour} class={days[0]?.slots[hour]?.state === 'past' ? 'is-past-today' : ''}>
              <th scope="row">{`${String(hour).padStart(2, '0')}:00`}</th>
              {days.map((day, index) => (
                <td key={day.date} role="gridcell" class={`day-${index}`}>
                  <SlotButton
                    slot={day.slots[hour]}
                    cell={{ day: index, hour }}
                    isCurrent={cell.day === index && cell.hour === hour}
                    view={view}
                    onChoose={(slot) => {
                      setCell({ day: index, hour });
                      onChoose(slot);
                    }}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface SlotProps {
  readonly slot: Slot | undefined;
  readonly cell: Cell;
  readonly isCurrent: boolean;
  readonly view: BookingsView;
  readonly onChoose: (slot: Slot) => void;
}

function SlotButton({ slot, cell, isCurrent, view, onChoose }: SlotProps): JSX.Element {
  const { bookings: words, times } = useStrings();
  // The clock is set forward here: that hour doesn't come.
  if (slot === undefined) return <span class="slot slot-none">–</span>;
  const state = words.slots[slot.state];
  const mayChoose = slot.startMs !== undefined || slot.state === 'mine';
  const isDraft = view.draft.fromMs >= slot.fromMs && view.draft.fromMs < slot.toMs;
  return (
    <button
      type="button"
      class={`slot slot-${slot.state}${isDraft ? ' is-draft' : ''}`}
      data-testid={`slot-${cell.day}-${cell.hour}`}
      data-cell={`${cell.day}-${cell.hour}`}
      data-state={slot.state}
      tabIndex={isCurrent ? 0 : -1}
      aria-disabled={!mayChoose}
      aria-label={words.slotLabel(state, times.moment(slot.fromMs, view.zone))}
      onClick={() => {
        if (mayChoose) onChoose(slot);
      }}
    >
      {state}
    </button>
  );
}

function firstHour(day: Day | undefined): number {
  const slots = day?.slots ?? [];
  const open = slots.findIndex((slot) => slot !== undefined && slot.state !== 'past');
  return open < 0 ? 0 : open;
}

function firstCell(days: readonly Day[]): Cell {
  return { day: 0, hour: firstHour(days[0]) };
}

/** Where a key leads, over hours that a day doesn't have. */
function moved(days: readonly Day[], { day, hour }: Cell, key: string): Cell | undefined {
  const exists = (at: Cell): boolean => days[at.day]?.slots[at.hour] !== undefined;
  const step = (dDay: number, dHour: number): Cell | undefined => {
    let at: Cell = { day: day + dDay, hour: hour + dHour };
    while (days[at.day] !== undefined && at.hour >= 0 && at.hour < HOURS) {
      if (exists(at)) return at;
      at = { day: at.day, hour: at.hour + (dHour === 0 ? 1 : dHour) };
    }
    return undefined;
  };
  switch (key) {
    case 'ArrowLeft':
      return step(-1, 0);
    case 'ArrowRight':
      return step(1, 0);
    case 'ArrowUp':
      return step(0, -1);
    case 'ArrowDown':
      return step(0, 1);
    case 'Home':
      return { day: 0, hour };
    case 'End':
      return { day: days.length - 1, hour };
    default:
      return undefined;
  }
}
