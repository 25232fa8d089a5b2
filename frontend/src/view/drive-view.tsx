import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { LinkState } from '../link/link-state.ts';
import type { Intents, Screen } from '../state/screen.ts';
import type { DriveState } from '../state/drive-state.ts';
import { ControlsCard } from './controls-card.tsx';
import { FiguresCard } from './figures-card.tsx';
import { useHeadingFocus, useStrings } from './hooks.ts';
import { LeaseCard } from './lease-card.tsx';
import type { Tone } from './parts.tsx';
import { Notice, Status } from './parts.tsx';
import { PeopleCard } from './people-card.tsx';
import { RefusalCard } from './refusal-card.tsx';
import { SafetyCard } from './safety-card.tsx';
import { SessionEndCard } from './session-end-card.tsx';
import { StopBar } from './stop-bar.tsx';
import type { Strings } from './words.ts';

interface DriveProps {
  readonly screen: Extract<Screen, { name: 'drive' }>;
  readonly intents: Intents;
}

export function DriveView({ screen, intents }: DriveProps): JSX.Element {
  const { drive, keys, robot } = screen;
  const mayDrive = robot?.permission !== 'watch';
  const { drive: words } = useStrings();
  const heading = useHeadingFocus();
  const [warned, setWarned] = useState(false);
  const isStopOnItsWay = drive.stop.name === 'sending' || drive.stop.name === 'unconfirmed';
  const isWarned = warned && isStopOnItsWay;
  const leave = (): void => {
    if (isStopOnItsWay && !warned) setWarned(true);
    else intents.go({ name: 'robots' });
  };
  return (
    <div class="drive">
      <header class="bar">
        <button type="button" class="button button-quiet" data-testid="back" onClick={leave}>
          <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d="m15 5-7 7 7 7" />
          </svg>
          {isWarned ? words.leaveAnyway : <span class="back-label">{words.back}</span>}
        </button>
        <h1 ref={heading} tabIndex={-1}>
          {drive.robotName}
        </h1>
        <Status testId="connection-state" tone={linkTone(drive.link)} state={drive.link.name}>
          <span class="visually-hidden">{words.connection}: </span>
          {linkWords(drive.link, words)}
        </Status>
      </header>
      <StopBar stop={drive.stop} askers={drive.desk.askers} intents={intents} />
      <main>
        <Notices drive={drive} isWarned={isWarned} />
        {drive.sessionEnd !== undefined && (
          <SessionEndCard
            end={drive.sessionEnd}
            extension={screen.extension}
            zone={screen.zone}
            intents={intents}
          />
        )}
        <div class="cards">
          <div class="column">
            <LeaseCard drive={drive} mayDrive={mayDrive} intents={intents} />
            <SafetyCard drive={drive} mayDrive={mayDrive} intents={intents} />
          </div>
          <div class="column">{mayDrive && <ControlsCard drive={drive} keys={keys} intents={intents} />}</div>
          <div class="column">
            <FiguresCard drive={drive} />
            <PeopleCard drive={drive} />
            <RefusalCard drive={drive} />
          </div>
        </div>
      </main>
    </div>
  );
}

/** What stands in the way right now, the worst first. */
function Notices({
  drive,
  isWarned,
}: {
  readonly drive: DriveState;
  readonly isWarned: boolean;
}): JSX.Element {
  const { drive: words } = useStrings();
  const { telemetry } = drive;
  const isReady = drive.link.name === 'ready';
  const isSilent =
    isReady && drive.online === true && telemetry === undefined && drive.lease.name !== 'unknown';
  return (
    <div class="notices" role="status">
      {isWarned && <Notice tone="bad">{words.leaveWarning}</Notice>}
      {isReady && drive.online === false && (
        <Notice tone="bad" testId="robot-offline">
          {words.robotOffline}
        </Notice>
      )}
      {isSilent && (
        <Notice tone="warn" testId="robot-silent">
          {words.robotSilent}
        </Notice>
      )}
      {telemetry?.boardConnected === false && (
        <Notice tone="bad" testId="board-gone">
          {words.boardGone}
        </Notice>
      )}
      {telemetry?.faults.map((fault) => (
        <Notice key={fault} tone="warn" testId={`fault-${fault}`}>
          {words.faults[fault]}
        </Notice>
      ))}
      {drive.isUnprotected && (
        <Notice tone="bad" testId="unprotected">
          {words.unprotected}
        </Notice>
      )}
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
