import type { SessionEnds, Watchers } from '../wire/json-messages.ts';
import type { Ack, Beacon, Drive } from '../wire/messages.ts';
import { isStampAfter } from '../wire/numbers.ts';

/** Two and a half seconds of setpoints: what has no answer by then gets none. */
const MOST_SETPOINTS = 128;

interface Sent {
  /** Over how many connections. */
  readonly ways: number;
  refusals: number;
  isSettled: boolean;
}

/** Tells news from what another connection has brought already. A connection is known by any number of its own. */
export class Doubles {
  private readonly sent = new Map<string, Sent>();
  private newest: { readonly boot: number; readonly stamp: number; readonly from: number } | undefined;
  private watchers = '';
  private end: { readonly at: string | null; readonly from: number } | undefined;

  onSent(drive: Drive, ways: number): void {
    this.sent.set(keyOf(drive), { ways, refusals: 0, isSettled: false });
    if (this.sent.size <= MOST_SETPOINTS) return;
    const [oldest] = this.sent.keys();
    if (oldest !== undefined) this.sent.delete(oldest);
  }

  /**
   * The robot's first word about a setpoint is the word. That its copy came later (`sequence_old`), or that one node could not pass it on, is
   * a refusal only when there is nothing better from any connection.
   */
  isAckNews(ack: Ack): boolean {
    const sent = this.sent.get(keyOf(ack));
    if (sent === undefined) return true;
    if (sent.isSettled) return false;
    const isJudged = ack.reason === 'accepted' || (ack.stamp !== 0 && ack.reason !== 'sequence_old');
    if (!isJudged) sent.refusals += 1;
    sent.isSettled = isJudged || sent.refusals >= sent.ways;
    return sent.isSettled;
  }

  /** One that is older than another connection's, or the same again, is none. Of one connection all are news that were made in one millisecond. */
  isBeaconNews({ boot, stamp }: Beacon, from: number): boolean {
    const { newest } = this;
    const isNews =
      newest === undefined ||
      boot > newest.boot ||
      (boot === newest.boot &&
        (isStampAfter(stamp, newest.stamp) || (stamp === newest.stamp && from === newest.from)));
    if (isNews) this.newest = { boot, stamp, from };
    return isNews;
  }

  areWatchersNews({ watchers }: Watchers): boolean {
    const text = JSON.stringify(watchers);
    if (text === this.watchers) return false;
    this.watchers = text;
    return true;
  }

  /** A reminder of the same end counts from the connection that told it first. */
  isEndNews({ ends_at: at }: SessionEnds, from: number): boolean {
    if (this.end?.at === at && this.end.from !== from) return false;
    this.end = { at, from };
    return true;
  }

  /** A robot is chosen: everything about it is news. */
  forget(): void {
    this.sent.clear();
    this.newest = undefined;
    this.watchers = '';
    this.end = undefined;
  }
}

function keyOf({ term, sequence }: Drive | Ack): string {
  return `${term.join('.')}/${sequence}`;
}
