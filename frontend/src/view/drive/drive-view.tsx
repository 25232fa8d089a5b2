import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { LinkState } from '../../link/link-state.ts';
import type { DriveScreen } from '../../state/drive/drive-page.ts';
import type { Intents } from '../../state/app/screen.ts';
import { ControlsCard } from './controls-card.tsx';
import { FiguresCard } from './figures-card.tsx';
import { useHeadingFocus, useNeverShrinks, useStrings } from '../parts/hooks.ts';
import { LeaseCard } from './lease-card.tsx';
import { LockCard } from './lock-card.tsx';
import { NoticeList, NoticeStrip, noticesOf } from './notice-strip.tsx';
import type { Tone } from '../parts/parts.tsx';
import { Status } from '../parts/parts.tsx';
import { PeopleCard } from './people-card.tsx';
import { RefusalCard } from './refusal-card.tsx';
import { SafetyCard } from './safety-card.tsx';
import { SessionEndCard } from './session-end-card.tsx';
import { StopBar } from './stop-bar.tsx';
import type { Strings } from '../words/words.ts';

interface DriveProps {
  readonly screen: DriveScreen;
  readonly intents: Intents;
}

/**
 * Nothing that is shown ever moves a control: what comes and goes has a place of a fixed size, lies over the page, or stands below all
 * controls.
 */
export function DriveView({ screen, intents }: DriveProps): JSX.Element {
  const { drive, keys, robot } = screen;
  const mayDrive = robot?.permission !== 'watch';
  const { drive: words } = useStrings();
  const heading = useHeadingFocus();
  const [warned, setWarned] = useState(false);
  const isStopOnItsWay = drive.stop.name === 'sending' || drive.stop.name === 'unconfirmed';
  const isWarned = warned && isStopOnItsWay;
  const notices = noticesOf(drive, isWarned, words);
  const main = useNeverShrinks<HTMLElement>();
  const leave = (): void => {
    if (isStopOnItsWay && !warned) setWarned(true);
    else intents.go({ name: 'robots' });
  };
  return (
    <div class="drive">
      <header class="bar">
        <button type="button" class="button button-quiet back" data-testid="back" onClick={leave}>
          {isWarned ? (
            words.leaveAnyway
          ) : (
            <>
              <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                <path d="m15 5-7 7 7 7" />
              </svg>
              <span class="back-label">{words.back}</span>
            </>
          )}
        </button>
        <h1 ref={heading} tabIndex={-1}>
          {drive.robotName}
        </h1>
        <Status testId="connection-state" tone={linkTone(drive.link)} state={drive.link.name}>
          <span class="visually-hidden">{words.connection}: </span>
          {linkWords(drive.link, words)}
        </Status>
      </header>
      <StopBar stop={drive.stop} askers={drive.negotiation.askers} intents={intents.drive} />
      <main ref={main}>
        <div class="strip">
          <NoticeStrip notices={notices} />
          {drive.sessionEnd !== undefined && (
            <SessionEndCard
              end={drive.sessionEnd}
              extension={screen.extension}
              zone={screen.zone}
              intents={intents.drive}
            />
          )}
        </div>
        <div class="cards">
          <div class="column">
            <LeaseCard drive={drive} mayDrive={mayDrive} intents={intents.drive} />
            <SafetyCard drive={drive} mayDrive={mayDrive} intents={intents.drive} />
          </div>
          <div class="column">
            {mayDrive && <ControlsCard drive={drive} keys={keys} intents={intents.drive} />}
            {drive.mayLock && (
              <LockCard
                isLocked={drive.latch === 'administrator'}
                onLock={() => intents.drive.stop('lock')}
              />
            )}
          </div>
          <div class="column">
            <NoticeList notices={notices.slice(1)} />
            <FiguresCard drive={drive} />
            <PeopleCard drive={drive} />
            <RefusalCard drive={drive} />
          </div>
        </div>
      </main>
    </div>
  );
}

function linkTone(link: LinkState): Tone {
  switch (link.name) {
    case 'ready':
      return 'good';
    case 'connecting':
      return 'neutral';
    case 'waiting':
      return 'warn';
    case 'ended':
      return 'bad';
    default:
      return link satisfies never;
  }
}

function linkWords(link: LinkState, words: Strings['drive']): string {
  switch (link.name) {
    case 'ready':
      return words.connected;
    case 'connecting':
      return words.connecting;
    case 'waiting':
      return words.waiting[link.why];
    case 'ended':
      return words.ended[link.why];
    default:
      return link satisfies never;
  }
}
