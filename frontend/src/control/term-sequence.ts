import type { NumberedPair } from '../wire/numbers.ts';
import { NO_PAIR, comparePairs, isSequenceNewer, sequenceAfter } from '../wire/numbers.ts';

/** Numbers the setpoints of each term; goes on over reconnects, and after what the robot has accepted when that is newer. */
export class TermSequence {
  private term: NumberedPair = NO_PAIR;
  private last: number | undefined;

  /** `acceptedLast`: the newest that the robot accepted in this term, 0 none. */
  next(term: NumberedPair, acceptedLast: number): number {
    if (comparePairs(term, this.term) !== 0) {
      this.term = term;
      this.last = undefined;
    }
    if (acceptedLast !== 0 && (this.last === undefined || isSequenceNewer(acceptedLast, this.last))) {
      this.last = acceptedLast;
    }
    this.last = this.last === undefined ? 1 : sequenceAfter(this.last);
    return this.last;
  }
}
