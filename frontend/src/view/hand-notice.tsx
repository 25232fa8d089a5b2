import type { JSX } from 'preact';
import type { HandView } from '../control/hand-watch.ts';
import { useStrings } from './hooks.ts';
import { Notice } from './parts.tsx';

/** In such steps: a screen reader says each change. */
const STEP_MS = 5000;

/** Why everything was let go, or soon will be. Stands below the controls, so that it moves nothing that a finger may be on. */
export function HandNotice({ hand }: { readonly hand: HandView }): JSX.Element {
  const { drive: words } = useStrings();
  return (
    <div
      class="notices"
      role="status"
      data-testid="hand"
      data-state={hand.name === 'letGo' ? hand.why : hand.name}
    >
      {hand.name === 'ending' && (
        <Notice tone="warn">
          {words.holdEnds(words.seconds(Math.ceil(hand.remainingMs / STEP_MS) * STEP_MS))}
        </Notice>
      )}
      {hand.name === 'letGo' && <Notice tone="warn">{words.letGo[hand.why]}</Notice>}
    </div>
  );
}
