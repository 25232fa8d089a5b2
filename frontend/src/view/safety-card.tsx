import type { JSX } from 'preact';
import type { Intents } from '../state/app.ts';
import type { DriveState, PresserView } from '../state/drive-state.ts';
import type { LatchKind } from '../wire/messages.ts';
import { useStrings } from './hooks.ts';
import type { Tone } from './parts.tsx';
import { Action, Card, Status } from './parts.tsx';
import type { Strings } from './words.ts';

interface SafetyCardProps {
  readonly drive: DriveState;
  readonly intents: Intents;
}

/** Which latch holds the robot, and how it is released. */
export function SafetyCard({ drive, intents }: SafetyCardProps): JSX.Element {
  const { drive: words } = useStrings();
  const { latch, lease, stop } = drive;
  const isMine = lease.name === 'mine';
  const isStopLatch = latch === 'stop' || latch === 'administrator';
  const isConnected = drive.link.name === 'ready';
  const { happened, toDo } = latchWords(drive, words);
  const isOnItsWay = stop.name === 'sending' || stop.name === 'unconfirmed';
  return (
    <Card id="safety" title={words.safety}>
      <Status testId="latch-state" tone={isConnected ? toneOf(latch) : 'neutral'} state={latch ?? 'unknown'}>
        {isConnected || latch === undefined ? happened : words.lastKnown(happened)}
        {toDo !== undefined && <span class="to-do"> {toDo}</span>}
      </Status>
      {isStopLatch && isMine && isOnItsWay && <p class="hint">{words.releaseStopWaits}</p>}
      <div class="actions">
        <Action
          testId="release-stop"
          kind={isStopLatch && isMine ? 'primary' : 'plain'}
          enabled={isStopLatch && isMine && !isOnItsWay && isConnected}
          onPress={() => intents.releaseStop()}
        >
          {words.releaseStop}
        </Action>
      </div>
    </Card>
  );
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
  { latch, lease, presser }: DriveState,
  words: Strings['drive'],
): { readonly happened: string; readonly toDo?: string } {
  const isMine = lease.name === 'mine';
  switch (latch) {
    case undefined:
      return { happened: words.latchUnknown };
    case 'none':
      return { happened: words.latchNone };
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
