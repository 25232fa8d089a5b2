import type { ReleaseStop } from '../wire/json-messages.ts';
import { MAX_TTL_MS } from '../wire/messages.ts';
import type { RobotKnowledge } from './robot-knowledge.ts';

/** The release of the stop latch that is in force now, or undefined when there is none to release. Only the holder may send it. */
export function releaseOf(knowledge: RobotKnowledge): ReleaseStop | undefined {
  const { latchKind, latch, term, stamp } = knowledge;
  if (stamp === undefined || (latchKind !== 'stop' && latchKind !== 'administrator')) return undefined;
  return { type: 'release_stop', term, latch, echo: stamp, ttl_ms: MAX_TTL_MS };
}
