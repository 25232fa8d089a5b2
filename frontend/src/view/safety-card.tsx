import type { JSX } from 'preact';
import type { Intents } from '../state/screen.ts';
import type { DriveState, PresserView } from '../state/drive-state.ts';
import type { LatchKind } from '../wire/messages.ts';
import { useStrings } from './hooks.ts';
import { LockAction } from './lock-action.tsx';
import type { Tone } from './parts.tsx';
import { Action, Card, Status } from './parts.tsx';
import type { Strings } from './words.ts';

interface SafetyCardProps {
  readonly drive: DriveState;
  readonly intents: Intents;
}

/** Which latch holds the robot, and how it is released. */
export function SafetyCard({
  drive,
  mayDrive,
  intents,
}: SafetyCardProps & { readonly mayDrive: boolean }): JSX.Element {
  const { drive: words } = useStrings();
  const { latch, lease, stop } = drive;
  const isMine = lease.name === 'mine';
  const isStopLatch = latch === 'stop' || latch === 'administrator';
  const isConnected = drive.link.name === 'ready';
  const { happened, toDo } = latchWords(drive, words);
  // No stop is set, and still nothing would move: then it isn't "ready".
  const canMove = latch !== 'none' || isReady(drive);
  const isOnItsWay = stop.name === 'sending' || stop.name === 'unconfirmed';
  return (
    <Card id="safety" title={words.safety}>
      <Status
        testId="latch-state"
        tone={isConnected && canMove ? toneOf(latch) : 'neutral'}
        state={latch ?? 'unknown'}
      >
        {isConnected || latch === undefined ? happened : words.lastKnown(happened)}
        {toDo !== undefined && <span class="to-do"> {toDo}</span>}
      </Status>
      {isStopLatch && isMine && isOnItsWay && <p class="hint">{words.releaseStopWaits}</p>}
      {mayDrive && (
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
      )}
      {drive.mayLock && (
        <LockAction isLocked={latch === 'administrator'} onLock={() => intents.stop('lock')} />
      )}
    </Card>
  );
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
