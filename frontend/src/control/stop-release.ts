import type { ReleaseStop } from '../wire/json-messages.ts';
import { MAX_TTL_MS } from '../wire/messages.ts';
import type { NumberedPair } from '../wire/numbers.ts';
import { NO_PAIR, comparePairs } from '../wire/numbers.ts';
import type { RobotKnowledge } from './robot-knowledge.ts';

/** How long a stop has to be on the screen before it can be released: a finger that was under way hasn't read it. */
export const RELEASE_AFTER_SHOWN_MS = 700;

/**
 * Which stop the person has had before their eyes, and since when. The view tells it at each of its renderings, with the number that it
 * shows: what the page knows but hasn't shown counts for nothing.
 */
export class ShownStop {
  private latch: NumberedPair = NO_PAIR;
  private sinceMs = 0;

  /** That stop latch is on the screen, and the person is there. */
  onShown(latch: NumberedPair, nowMs: number): void {
    if (comparePairs(latch, this.latch) === 0) return;
    this.latch = latch;
    this.sinceMs = nowMs;
  }

  /** No stop is on the screen, or nobody looks at it: the next one has to be read anew. */
  onUnseen(): void {
    this.latch = NO_PAIR;
  }

  wasRead(latch: NumberedPair, nowMs: number): boolean {
    return comparePairs(latch, this.latch) === 0 && nowMs - this.sinceMs >= RELEASE_AFTER_SHOWN_MS;
  }
}

export function hasStopLatch({ latchKind }: Pick<RobotKnowledge, 'latchKind'>): boolean {
  return latchKind === 'stop' || latchKind === 'administrator';
}

/** The release of the stop latch of that number, or undefined when it isn't the one in force. Only the holder may send it. */
export function releaseOf(knowledge: RobotKnowledge, latch: NumberedPair): ReleaseStop | undefined {
  const { term, stamp } = knowledge;
  if (stamp === undefined || !hasStopLatch(knowledge) || comparePairs(latch, knowledge.latch) !== 0)
    return undefined;
  return { type: 'release_stop', term, latch, echo: stamp, ttl_ms: MAX_TTL_MS };
}
