import type { JSX } from 'preact';
import type { Intents } from '../state/app.ts';
import type { DriveState } from '../state/drive-state.ts';
import type { LatchKind } from '../wire/messages.ts';
import { useStrings } from './hooks.ts';
import type { Tone } from './parts.tsx';
import { Action, Card, Status } from './parts.tsx';
import type { Strings } from './strings.ts';

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
  const text = latchWords(latch, isMine, words);
  const isOnItsWay = stop.name === 'sending' || stop.name === 'unconfirmed';
  return (
    <Card id="safety" title={words.safety}>
      <Status testId="latch-state" tone={isConnected ? toneOf(latch) : 'neutral'} state={latch ?? 'unknown'}>
        {isConnected || latch === undefined ? text : words.lastKnown(text)}
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

function latchWords(latch: LatchKind | undefined, isMine: boolean, words: Strings['drive']): string {
  switch (latch) {
    case undefined:
      return words.latchUnknown;
    case 'none':
      return words.latchNone;
    case 'failsafe':
      return isMine ? words.latchFailsafeMine : words.latchFailsafeOther;
    case 'stop':
      return isMine ? words.latchStopMine : words.latchStopOther;
    case 'administrator':
      return words.latchAdministrator;
    default:
      return latch satisfies never;
  }
}
