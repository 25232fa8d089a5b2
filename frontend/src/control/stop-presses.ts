import type { StopPressed } from '../wire/json-messages.ts';
import type { Stopped } from '../wire/messages.ts';
import type { NumberedPair } from '../wire/numbers.ts';
import { NO_PAIR, comparePairs } from '../wire/numbers.ts';

/** Who pressed a stop. */
export interface Presser {
  readonly holder: string;
  readonly name: string;
}

const REMEMBERED = 32;

/** Puts a name to the latch in force: the node says who pressed which stop, the robot which latch that stop made. */
export class StopPresses {
  private readonly pressers = new Map<string, Presser>();
  private readonly latches = new Map<string, NumberedPair>();

  onPressed(pressed: StopPressed): void {
    remember(this.pressers, pressed.stop_id, { holder: pressed.holder, name: pressed.holder_name });
  }

  onStopped(stopped: Stopped): void {
    remember(this.latches, stopped.stopId, stopped.latch);
  }

  /** Undefined when this page has not been told, for example because it was opened later. */
  presserOf(latch: NumberedPair): Presser | undefined {
    if (comparePairs(latch, NO_PAIR) === 0) return undefined;
    for (const [stopId, made] of this.latches) {
      const presser = this.pressers.get(stopId);
      if (presser !== undefined && comparePairs(made, latch) === 0) return presser;
    }
    return undefined;
  }
}

/** The first word counts; the oldest are forgotten. */
function remember<Value>(known: Map<string, Value>, key: string, value: Value): void {
  if (known.has(key)) return;
  known.set(key, value);
  const [oldest] = known.keys();
  if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
}
