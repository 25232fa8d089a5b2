import type { JSX } from 'preact';
import type { DriveIntents } from '../../state/drive/drive-intents.ts';
import type { Asker } from '../../state/drive/lease-negotiation.ts';
import { useStrings } from '../parts/hooks.ts';
import { Action } from '../parts/parts.tsx';

interface AskBarProps {
  readonly askers: readonly Asker[];
  readonly intents: DriveIntents;
}

/**
 * Who asks this driver to hand over, at the top, over the page and away from the thumbs: it shifts nothing that a finger may be on, and takes no focus. Only the sentence is
 * announced, not the countdown.
 */
export function AskBar({ askers, intents }: AskBarProps): JSX.Element {
  const { drive: words } = useStrings();
  return (
    <div class="asks">
      <p class="visually-hidden" role="status" data-testid="ask-spoken">
        {askers.map(({ name }) => `${words.asked(name)} ${words.askedHint}`).join(' ')}
      </p>
      {askers.map(({ holder, name, remainingMs, mayHandOver }) => (
        <div key={holder} class="ask" role="group" aria-label={words.asked(name)} data-testid="ask">
          <p>
            <strong>{words.asked(name)}</strong> <span class="ask-hint">{words.askedHint} </span>
            <span class="ask-left" aria-hidden="true" data-testid="ask-left">
              {words.askedLeft(words.seconds(remainingMs))}
            </span>
          </p>
          <div class="actions">
            <Action
              testId="hand-over"
              enabled={mayHandOver}
              onPress={() => intents.answerRequest(holder, true)}
            >
              {words.handOver}
            </Action>
            <Action testId="keep" kind="primary" enabled onPress={() => intents.answerRequest(holder, false)}>
              {words.keep}
            </Action>
          </div>
        </div>
      ))}
    </div>
  );
}
