import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { StopProgress } from '../../control/stop-sender.ts';
import type { DriveIntents } from '../../state/drive/drive-intents.ts';
import type { Asker } from '../../state/drive/lease-negotiation.ts';
import { AskBar } from './ask-bar.tsx';
import { useStrings } from '../parts/hooks.ts';
import { StopPress } from './stop-press.ts';
import { useVisualViewport } from './visual-viewport.ts';
import type { Strings } from '../words/words.ts';

interface StopBarProps {
  readonly stop: StopProgress;
  readonly askers: readonly Asker[];
  readonly intents: DriveIntents;
}

/**
 * Next after the heading in the order of focus, always on the screen, also when the page is zoomed. All of the bar stops, not only its
 * button, and by the beginning of whatever touches it: a palm, the second finger, a finger that slides on.
 */
export function StopBar({ stop, askers, intents }: StopBarProps): JSX.Element {
  const { drive } = useStrings();
  const press = useRef(new StopPress()).current;
  const bar = useVisualViewport<HTMLDivElement>();
  const stopIf = (isPress: boolean): void => {
    if (isPress) intents.stop();
  };
  return (
    <>
      <div class={`stop-bar stop-${stop.name}`} ref={bar}>
        <div
          class="stop-zone"
          data-testid="stop-zone"
          onPointerDown={(event) => stopIf(press.onPointerDown(event))}
          onTouchStart={(event) => stopIf(press.onTouchStart(event))}
          onPointerUp={(event) => press.onPointerEnd(event)}
          onPointerCancel={(event) => press.onPointerEnd(event)}
          onContextMenu={(event) => event.preventDefault()}
        >
          <p
            class="stop-state"
            data-testid="stop-state"
            data-state={stop.name}
            role="status"
            aria-live="assertive"
          >
            {stopWords(stop, drive)}
          </p>
          <button
            type="button"
            class="stop"
            data-testid="stop"
            onClick={(event) => stopIf(press.onClick(event))}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && event.repeat) event.preventDefault();
            }}
          >
            <svg class="stop-sign" viewBox="0 0 24 24" aria-hidden="true">
              <path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z" />
            </svg>
            <span>{drive.stop}</span>
            <span class="stop-hint">{drive.stopHint}</span>
          </button>
        </div>
      </div>
      <AskBar askers={askers} intents={intents} />
    </>
  );
}

function stopWords(stop: StopProgress, drive: Strings['drive']): string {
  switch (stop.name) {
    case 'idle':
      return drive.stopIdle;
    case 'sending':
      return stop.latched ? drive.stopLatched : drive.stopSending;
    case 'unconfirmed':
      return stop.latched ? drive.stopUnconfirmedLatched : drive.stopUnconfirmed;
    case 'confirmed':
      return drive.stopConfirmed(stop.afterMs);
    default:
      return stop satisfies never;
  }
}
