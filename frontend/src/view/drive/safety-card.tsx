import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { DriveIntents } from '../../state/drive/drive-intents.ts';
import type { DriveState, PresserView } from '../../state/drive/drive-state.ts';
import type { LatchKind } from '../../wire/messages.ts';
import type { NumberedPair } from '../../wire/numbers.ts';
import { useStrings } from '../parts/hooks.ts';
import type { Tone } from '../parts/parts.tsx';
import { Action, Card, CardWords, Status } from '../parts/parts.tsx';
import { wordsFor } from '../words/strings.ts';
import type { Strings } from '../words/words.ts';

interface SafetyCardProps {
  readonly drive: DriveState;
  readonly intents: DriveIntents;
}

/** Which latch holds the robot, and how it is released. */
export function SafetyCard({
  drive,
  mayDrive,
  intents,
}: SafetyCardProps & { readonly mayDrive: boolean }): JSX.Element {
  const strings = useStrings();
  const { drive: words } = strings;
  const { latch } = drive;
  const isConnected = drive.link.name === 'ready';
  const { happened, toDo } = latchWords(drive, words);
  // No stop is set, and still nothing would move: then it isn't "ready".
  const canMove = latch !== 'none' || isReady(drive);
  return (
    <Card id="safety" title={words.safety}>
      <CardWords>
        <Status
          testId="latch-state"
          tone={isConnected && canMove ? toneOf(latch) : 'neutral'}
          state={latch ?? 'unknown'}
        >
          {isConnected || latch === undefined ? happened : words.lastKnown(happened)}
          {toDo !== undefined && <span class="to-do"> {toDo}</span>}
        </Status>
        <p class="hint release-note" role="status" data-testid="release-note" data-state={drive.release}>
          {releaseNote(drive, strings)}
        </p>
      </CardWords>
      {mayDrive && <ReleaseStop drive={drive} intents={intents} />}
    </Card>
  );
}

/**
 * Releases the stop that stood here when the press began. A stop that came while the finger or the key was down hasn't been read; a key
 * that is held presses once.
 */
function ReleaseStop({ drive, intents }: SafetyCardProps): JSX.Element {
  const { drive: words } = useStrings();
  const { latchNumber, release } = drive;
  const place = useRef<HTMLDivElement>(null);
  const began = useRef<{ readonly latch: NumberedPair | undefined } | undefined>(undefined);
  useEffect(() => {
    const isSeen = isStop(drive.latch) && place.current !== null && isOnScreen(place.current);
    intents.releasing?.shown(isSeen ? latchNumber : undefined);
  });
  const shown = release === 'ready' ? latchNumber : undefined;
  const begin = (): void => {
    began.current = { latch: shown };
  };
  return (
    <div
      class="actions"
      ref={place}
      onPointerDown={begin}
      onKeyDown={(event) => {
        if (!event.repeat) begin();
        else if (event.key === 'Enter') event.preventDefault();
      }}
    >
      <Action
        testId="release-stop"
        kind={release === 'none' ? 'plain' : 'primary'}
        enabled={release === 'ready'}
        onPress={() => {
          // Assistive technology presses without a beginning.
          const { latch } = began.current ?? { latch: shown };
          began.current = undefined;
          intents.releasing?.release(latch);
        }}
      >
        {words.releaseStop}
      </Action>
    </div>
  );
}

function isStop(latch: LatchKind | undefined): boolean {
  return latch === 'stop' || latch === 'administrator';
}

function isOnScreen(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom >= 0 && top <= innerHeight;
}

/** Why the stop can't be released yet, or why it wasn't. */
function releaseNote({ release, refusal }: DriveState, strings: Strings): string {
  switch (release) {
    case 'unconfirmed':
      return strings.drive.releaseStopWaits;
    case 'unread':
      return strings.drive.releaseStopUnread;
    case 'ready':
      if (refusal?.request !== 'release_stop' || refusal.isOver) return '';
      return wordsFor(strings, refusal.code, refusal.message, refusal.request);
    case 'none':
      return '';
    default:
      return release satisfies never;
  }
}

function isReady({ online, telemetry }: DriveState): boolean {
  return online !== false && telemetry?.boardConnected === true;
}

function toneOf(latch: LatchKind | undefined): Tone {
  switch (latch) {
    case undefined:
      return 'neutral';
    case 'none':
      return 'good';
    case 'failsafe':
      return 'warn';
    case 'stop':
    case 'administrator':
      return 'bad';
    default:
      return latch satisfies never;
  }
}

/** What holds the robot, and what to do about it. */
function latchWords(
  drive: DriveState,
  words: Strings['drive'],
): { readonly happened: string; readonly toDo?: string } {
  const { latch, lease, presser } = drive;
  const isMine = lease.name === 'mine';
  switch (latch) {
    case undefined:
      return { happened: words.latchUnknown };
    case 'none':
      if (isReady(drive)) return { happened: words.latchNone };
      return {
        happened: drive.telemetry?.boardConnected === false ? words.latchNoneNoBoard : words.latchNoneUnready,
      };
    case 'failsafe':
      return {
        happened: words.latchFailsafe,
        toDo: isMine ? words.latchFailsafeMine : words.latchFailsafeOther,
      };
    case 'stop':
      return {
        happened: words.stoppedBy(presser, false),
        toDo: isMine ? words.latchStopMine : words.latchStopOther,
      };
    case 'administrator':
      return { happened: words.stoppedBy(presser, true), toDo: administratorWords(isMine, presser, words) };
    default:
      return latch satisfies never;
  }
}

/** Who pressed an administrator's stop is one, and needs no "if". */
function administratorWords(isMine: boolean, presser: PresserView, words: Strings['drive']): string {
  if (!isMine) return words.latchAdministratorOther;
  return presser.name === 'me' ? words.latchStopMine : words.latchAdministratorMine;
}
