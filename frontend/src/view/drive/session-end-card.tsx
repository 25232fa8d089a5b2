import type { JSX } from 'preact';
import type { DriveIntents } from '../../state/drive/drive-intents.ts';
import type { ExtensionView } from '../../state/drive/extension.ts';
import type { SessionEndView } from '../../state/drive/session-end.ts';
import { useStrings } from '../parts/hooks.ts';
import { Action } from '../parts/parts.tsx';

const MINUTE_MS = 60_000;
const BIG_BELOW_MS = 5 * MINUTE_MS;

interface SessionEndProps {
  readonly end: SessionEndView;
  readonly extension: ExtensionView;
  readonly zone: string;
  readonly intents: DriveIntents;
}

/** How long one may still drive: a line at first, big in the last five minutes. Said aloud at five minutes and at one, not each second. */
export function SessionEndCard({ end, extension, zone, intents }: SessionEndProps): JSX.Element {
  const { sessionEnd: words, times } = useStrings();
  const isBig = end.remainingMs <= BIG_BELOW_MS;
  const endsMs = Date.parse(end.endsAt);
  const until = Number.isNaN(endsMs) ? '' : times.time(endsMs, zone);
  return (
    <section class={`session-end${isBig ? ' is-big' : ''}`} aria-labelledby="session-end-title">
      <h2 id="session-end-title" class="visually-hidden">
        {words.title}
      </h2>
      <p class="visually-hidden" role="status" data-testid="session-end-spoken">
        {spoken(end.remainingMs, words)}
      </p>
      <p class="session-until" data-testid="session-until">
        {end.isUnconfirmed ? words.unconfirmed(until) : words.until(until)}
      </p>
      {isBig && (
        <>
          <p class="countdown" role="timer" aria-live="off" data-testid="countdown">
            {words.countdown(end.remainingMs)}
          </p>
          {!end.isUnconfirmed && (
            <Action
              testId="extend-drive"
              enabled={extension.name !== 'asking' && end.remainingMs > 0}
              onPress={() => intents.extendDrive()}
            >
              {extension.name === 'asking' ? words.extending : words.extend}
            </Action>
          )}
        </>
      )}
      <ExtensionAnswer extension={extension} zone={zone} />
    </section>
  );
}

function ExtensionAnswer({ extension, zone }: Pick<SessionEndProps, 'extension' | 'zone'>): JSX.Element {
  const { sessionEnd: words, common, times } = useStrings();
  const text =
    extension.name === 'done'
      ? words.extended(times.time(extension.untilMs, zone))
      : extension.name !== 'failed'
        ? ''
        : extension.failure.code === 'taken'
          ? words.taken
          : common.failure(extension.failure);
  return (
    <p class="answer" role="status" data-testid="extension" data-state={extension.name}>
      {text}
    </p>
  );
}

function spoken(
  remainingMs: number,
  words: { left(minutes: number): string; readonly over: string },
): string {
  if (remainingMs <= 0) return words.over;
  if (remainingMs <= MINUTE_MS) return words.left(1);
  return remainingMs <= BIG_BELOW_MS ? words.left(5) : '';
}
