import type { JSX } from 'preact';
import type { HandView } from '../../control/hand-watch.ts';
import { useStrings } from '../parts/hooks.ts';
import { Notice } from '../parts/parts.tsx';

/** In such steps: a screen reader says each change. Never more than there is, where a robot's limit is short. */
const STEP_MS = 5000;

const leftMs = (remainingMs: number, warningMs: number): number =>
  Math.min(Math.ceil(remainingMs / STEP_MS) * STEP_MS, warningMs);

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
        <Notice tone="warn">{words.holdEnds(words.seconds(leftMs(hand.remainingMs, hand.warningMs)))}</Notice>
      )}
      {hand.name === 'letGo' && <Notice tone="warn">{words.letGo[hand.why]}</Notice>}
    </div>
  );
}
