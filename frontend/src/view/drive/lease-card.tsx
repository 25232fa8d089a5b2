import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DriveIntents } from '../../state/drive/drive-intents.ts';
import type { DriveState, LeaseView } from '../../state/drive/drive-state.ts';
import { useStrings } from '../parts/hooks.ts';
import type { Tone } from '../parts/parts.tsx';
import { Action, Card, CardWords, Status } from '../parts/parts.tsx';
import { wordsFor } from '../words/strings.ts';
import type { Strings } from '../words/words.ts';

const EXTEND_BELOW_MS = 120_000;

interface LeaseCardProps {
  readonly drive: DriveState;
  readonly intents: DriveIntents;
}

/** Who drives; taking, asking for and giving back the controls. */
export function LeaseCard({
  drive,
  mayDrive,
  intents,
}: LeaseCardProps & {
  /** False for who may only watch: the robot would refuse. */
  readonly mayDrive: boolean;
}): JSX.Element {
  const strings = useStrings();
  const words = strings.drive;
  const { lease, negotiation } = drive;
  const isConnected = drive.link.name === 'ready';
  const text = leaseWords(lease, words);
  const cause = causeWords(drive, words);
  return (
    <Card id="lease" title={words.lease}>
      <CardWords>
        <Status testId="lease-state" tone={isConnected ? toneOf(lease) : 'neutral'} state={lease.name}>
          {isConnected || lease.name === 'unknown' ? text : words.lastKnown(text)}
        </Status>
        {cause !== undefined && (
          <p class="hint" data-testid="lease-cause" data-state={drive.leaseCause}>
            {cause}
          </p>
        )}
        {negotiation.waitsMs !== undefined && (
          <p class="hint" data-testid="lease-waits">
            {words.waits(words.seconds(negotiation.waitsMs))}
          </p>
        )}
        {negotiation.refusal !== undefined && (
          <p class="answer" data-testid="lease-refusal" data-state={negotiation.refusal.code}>
            {wordsFor(
              strings,
              negotiation.refusal.code,
              negotiation.refusal.message,
              negotiation.refusal.request,
            )}
          </p>
        )}
      </CardWords>
      <div class="lease-actions">
        {!mayDrive ? (
          <p class="hint" data-testid="may-watch">
            {strings.sessionEnd.mayWatch}
          </p>
        ) : lease.name === 'other' ? (
          <OthersActions drive={drive} holderName={lease.holderName} intents={intents} />
        ) : (
          <OwnActions drive={drive} intents={intents} />
        )}
      </div>
    </Card>
  );
}

function isReady({ link, negotiation }: DriveState): boolean {
  return link.name === 'ready' && negotiation.asking === undefined;
}

/** The controls are free, or this page's. */
function OwnActions({ drive, intents }: LeaseCardProps): JSX.Element {
  const { drive: words } = useStrings();
  const { lease, negotiation } = drive;
  const isMine = lease.name === 'mine';
  const mayExtend = isMine && lease.remainingMs < EXTEND_BELOW_MS;
  const { asking } = negotiation;
  return (
    <div class="actions">
      <Action
        testId="take-lease"
        kind={isMine ? 'plain' : 'primary'}
        enabled={isReady(drive) && lease.name !== 'unknown' && (!isMine || mayExtend)}
        onPress={() => intents.wish('take')}
      >
        {asking === undefined || asking === 'release'
          ? mayExtend
            ? words.extend
            : words.take
          : words.wishes[asking]}
      </Action>
      <Action
        testId="release-lease"
        enabled={isReady(drive) && isMine}
        onPress={() => intents.wish('release')}
      >
        {asking === 'release' ? words.wishes.release : words.release}
      </Action>
    </div>
  );
}

interface OthersActionsProps extends LeaseCardProps {
  readonly holderName: string | undefined;
}

/** Somebody else drives: asking comes first, taking over takes a second press. */
function OthersActions({ drive, holderName, intents }: OthersActionsProps): JSX.Element {
  const { drive: words } = useStrings();
  const [sure, setSure] = useState(false);
  const { asking, waitsMs } = drive.negotiation;
  if (sure) {
    return (
      <div class="confirm" role="group" aria-label={words.takeOver}>
        <p data-testid="take-over-warning">{words.takeOverWarning(holderName)}</p>
        <div class="actions">
          <Action
            testId="take-over-confirm"
            kind="danger"
            enabled={isReady(drive)}
            onPress={() => {
              setSure(false);
              intents.wish('takeOver');
            }}
          >
            {words.takeOverConfirm}
          </Action>
          <Action testId="take-over-cancel" hasFocus enabled onPress={() => setSure(false)}>
            {words.cancel}
          </Action>
        </div>
      </div>
    );
  }
  return (
    <div class="actions">
      <Action
        testId="request-lease"
        kind="primary"
        enabled={isReady(drive) && waitsMs === undefined}
        onPress={() => intents.wish('request')}
      >
        {asking === 'request' || waitsMs !== undefined ? words.wishes.request : words.request}
      </Action>
      <Action testId="take-over" enabled={isReady(drive)} onPress={() => setSure(true)}>
        {asking === 'takeOver' ? words.wishes.takeOver : words.takeOver}
      </Action>
    </div>
  );
}

/** Why one does not drive. Why one does is told elsewhere: this card stands above the controls, and moves them when it grows. */
function causeWords(drive: DriveState, words: Strings['drive']): string | undefined {
  const { leaseCause, lease, negotiation } = drive;
  if (leaseCause === undefined || leaseCause === 'current' || lease.name === 'mine') return undefined;
  return words.leaseCauses[negotiation.isLost ? 'lost' : 'others'][leaseCause];
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
