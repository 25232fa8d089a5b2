import type { JSX } from 'preact';
import type { Intents } from '../state/app.ts';
import type { DriveState, LeaseView } from '../state/drive-state.ts';
import { useStrings } from './hooks.ts';
import type { Tone } from './parts.tsx';
import { Action, Card, Status } from './parts.tsx';
import type { Strings } from './strings.ts';

const EXTEND_BELOW_MS = 120_000;

interface LeaseCardProps {
  readonly drive: DriveState;
  readonly intents: Intents;
}

/** Who drives, and taking or giving back the controls. */
export function LeaseCard({ drive, intents }: LeaseCardProps): JSX.Element {
  const { drive: words } = useStrings();
  const { lease, asking } = drive;
  const isConnected = drive.link.name === 'ready';
  const isReady = isConnected && asking === undefined;
  const text = leaseWords(lease, words);
  const isMine = lease.name === 'mine';
  const mayExtend = isMine && lease.remainingMs < EXTEND_BELOW_MS;
  const cause = isMine || drive.leaseCause === undefined ? undefined : words.leaseCauses[drive.leaseCause];
  return (
    <Card id="lease" title={words.lease}>
      <Status testId="lease-state" tone={isConnected ? toneOf(lease) : 'neutral'} state={lease.name}>
        {isConnected || lease.name === 'unknown' ? text : words.lastKnown(text)}
      </Status>
      {cause !== undefined && <p class="hint">{cause}</p>}
      <div class="actions">
        <Action
          testId="take-lease"
          kind={isMine ? 'plain' : 'primary'}
          enabled={isReady && lease.name !== 'unknown' && (!isMine || mayExtend)}
          onPress={() => intents.takeLease()}
        >
          {takeWords(asking, mayExtend, words)}
        </Action>
        <Action testId="release-lease" enabled={isReady && isMine} onPress={() => intents.releaseLease()}>
          {asking === 'release' ? words.releasing : words.release}
        </Action>
      </div>
    </Card>
  );
}

function takeWords(asking: DriveState['asking'], mayExtend: boolean, words: Strings['drive']): string {
  if (asking === 'take') return words.taking;
  return mayExtend ? words.extend : words.take;
}

function toneOf(lease: LeaseView): Tone {
  switch (lease.name) {
    case 'mine':
      return 'good';
    case 'other':
      return 'warn';
    case 'free':
    case 'unknown':
      return 'neutral';
    default:
      return lease satisfies never;
  }
}

function leaseWords(lease: LeaseView, words: Strings['drive']): string {
  switch (lease.name) {
    case 'unknown':
      return words.leaseUnknown;
    case 'free':
      return words.leaseFree;
    case 'mine':
      return words.leaseMine(words.duration(lease.remainingMs));
    case 'other':
      return words.leaseOther(lease.holderName);
    default:
      return lease satisfies never;
  }
}
