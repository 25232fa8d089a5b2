import type { JSX } from 'preact';
import type { Booking } from '../../link/bookings-rest.ts';
import type { Robot } from '../../link/robots-rest.ts';
import type { Intents } from '../../state/app/screen.ts';
import type { RobotsNotice, RobotsView as Robots } from '../../state/pages/robots-page.ts';
import { useStrings } from '../parts/hooks.ts';
import { Notice } from '../parts/parts.tsx';
import { Shell } from './shell.tsx';

interface RobotsProps {
  readonly view: Robots;
  readonly intents: Intents;
}

export function RobotsView({ view, intents }: RobotsProps): JSX.Element {
  const { robots: words } = useStrings();
  const { robots, problem, notice } = view;
  return (
    <Shell here="robots" title={words.title} intents={intents}>
      <p class="lead">{words.lead}</p>
      <div role="status" class="notices">
        {notice !== undefined && <NoticeOf notice={notice} view={view} intents={intents} />}
        {problem !== undefined && <Notice tone="warn">{words.problem}</Notice>}
        {robots === undefined && problem === undefined && <p class="hint">{words.loading}</p>}
        {robots?.length === 0 && <p class="hint">{words.none}</p>}
      </div>
      <ul class="robot-list">
        {robots?.map((robot) => (
          <RobotRow
            key={robot.robot_id}
            robot={robot}
            window={view.windows.get(robot.robot_id)}
            view={view}
            intents={intents}
          />
        ))}
      </ul>
    </Shell>
  );
}

/** What led here: the end of one's time, a link. */
function NoticeOf({ notice, view, intents }: RobotsProps & { readonly notice: RobotsNotice }): JSX.Element {
  const { robots: words, times } = useStrings();
  const isShut = notice.name === 'booking_over' || notice.name === 'booking_needed';
  const name = isShut ? view.robots?.find(({ robot_id }) => robot_id === notice.robotId)?.name : undefined;
  return (
    <>
      <Notice tone={notice.name === 'redeemed' ? 'good' : 'warn'} testId={`notice-${notice.name}`}>
        {times.localized(words.notice(notice, name ?? (isShut ? notice.robotId : '')), view.zone)}
      </Notice>
      {isShut && (
        <button
          type="button"
          class="button button-primary"
          data-testid="book-again"
          onClick={() => intents.go({ name: 'bookings', robotId: notice.robotId })}
        >
          {words.bookAgain}
        </button>
      )}
    </>
  );
}

function RobotRow({
  robot,
  window,
  view: { nowMs, zone, me },
  intents,
}: RobotsProps & { readonly robot: Robot; readonly window: Booking | undefined }): JSX.Element {
  const { robots: words, times } = useStrings();
  const { robot_id: id, name, online } = robot;
  const isNow = window !== undefined && window.fromMs <= nowMs;
  return (
    <li class="robot-row">
      <button
        type="button"
        class="robot"
        data-testid={`robot-${id}`}
        onClick={() => intents.go({ name: 'robot', robotId: id })}
      >
        <svg class="icon robot-icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 3v3M6 6h12v8H6zM9.5 10h.01M14.5 10h.01M4 17h16M7 20h10a3 3 0 0 0 0-6H7a3 3 0 0 0 0 6Z" />
        </svg>
        <span class="robot-name">
          <strong>{name}</strong>
          <span class="robot-id">{id}</span>
          <span class="robot-may" data-testid={`may-${id}`}>
            {words.may(robot, isNow, me)}
          </span>
          {window !== undefined && (
            <span class="robot-window" data-testid={`window-${id}`} data-state={isNow ? 'now' : 'next'}>
              {isNow
                ? words.windowNow(times.time(window.toMs, zone))
                : words.nextWindow(times.span(window, zone))}
            </span>
          )}
        </span>
        <span class={`status tone-${online ? 'good' : 'neutral'}`}>
          <span class="dot" aria-hidden="true" />
          {online ? words.online : words.offline}
        </span>
      </button>
      <div class="robot-actions">
        {robot.permission !== 'watch' && (
          <button
            type="button"
            class="button"
            data-testid={`book-${id}`}
            aria-label={words.about(words.book, name)}
            onClick={() => intents.go({ name: 'bookings', robotId: id })}
          >
            {words.book}
          </button>
        )}
        {robot.mayShare && (
          <button
            type="button"
            class="button"
            data-testid={`share-${id}`}
            aria-label={words.about(words.share, name)}
            onClick={() => intents.go({ name: 'sharing', robotId: id })}
          >
            {words.share}
          </button>
        )}
      </div>
    </li>
  );
}
