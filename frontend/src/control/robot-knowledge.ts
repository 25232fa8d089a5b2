import type { Lease, LeaseCause } from '../wire/json-messages.ts';
import type { Ack, Beacon, LatchKind, Pong, Stopped } from '../wire/messages.ts';
import { NO_HOLDER } from '../wire/messages.ts';
import type { NumberedPair } from '../wire/numbers.ts';
import { NO_PAIR, comparePairs, isStampAfter } from '../wire/numbers.ts';

/**
 * What this page knows of the selected robot, all of it from the robot itself. Nobody believes a lease until it comes from there. A raised
 * boot number forgets everything: stamps, terms and latches of an earlier boot mean nothing to the robot.
 */
export class RobotKnowledge {
  /** 0 until the robot was heard. */
  boot = 0;
  term: NumberedPair = NO_PAIR;
  holder = NO_HOLDER;
  /** Why the term or its holder changed last, as far as it was told. */
  leaseCause: LeaseCause | undefined;
  leaseRemainingMs = 0;
  latchKind: LatchKind | undefined;
  latch: NumberedPair = NO_PAIR;
  /** The newest of the robot's stamps that has reached this page. */
  stamp: number | undefined;
  /** Of the current term, 0 none. */
  lastSequence = 0;
  beacon: Beacon | undefined;
  beaconAtMs = Number.NEGATIVE_INFINITY;
  private readonly names = new Map<string, string>();

  get holderName(): string | undefined {
    return this.names.get(this.holder);
  }

  /** False when it is older than what is known. */
  onBeacon(beacon: Beacon, nowMs: number): boolean {
    if (!this.isOfThisBoot(beacon.boot)) return false;
    if (this.beacon !== undefined && isStampAfter(this.beacon.stamp, beacon.stamp)) return false;
    this.noteStamp(beacon.stamp);
    const term: NumberedPair = [beacon.boot, beacon.termCounter];
    if (comparePairs(term, this.term) >= 0) {
      this.noteTerm(term, beacon.holder);
      this.leaseRemainingMs = beacon.leaseRemainingMs;
      this.lastSequence = beacon.lastSequence;
    }
    this.noteLatch([beacon.boot, beacon.latchCounter], beacon.latchKind);
    this.beacon = beacon;
    this.beaconAtMs = nowMs;
    return true;
  }

  /** False when it is older than what is known. */
  onLease(lease: Lease): boolean {
    if (lease.holder !== null && lease.holder_name !== null) this.names.set(lease.holder, lease.holder_name);
    if (!this.isOfThisBoot(lease.term[0]) || comparePairs(lease.term, this.term) < 0) return false;
    this.noteTerm(lease.term, lease.holder ?? NO_HOLDER);
    this.leaseRemainingMs = lease.remaining_ms;
    if (lease.cause !== 'current') this.leaseCause = lease.cause;
    return true;
  }

  onAck(ack: Ack): void {
    // A node that refuses has no stamp; an acknowledgement of another boot's command doesn't say whose clock it shows.
    const fromRobot = ack.stamp !== 0 || ack.reason === 'accepted';
    if (fromRobot && ack.term[0] === this.boot) this.noteStamp(ack.stamp);
  }

  onPong(pong: Pong): void {
    if (pong.stampValid && this.boot !== 0) this.noteStamp(pong.stamp);
  }

  onStopped(stopped: Stopped): void {
    if (!this.isOfThisBoot(stopped.latch[0])) return;
    this.noteStamp(stopped.stamp);
    if (comparePairs(stopped.latch, this.latch) > 0) this.noteLatch(stopped.latch, stopped.latchKind);
  }

  private isOfThisBoot(boot: number): boolean {
    if (boot < this.boot || boot === 0) return false;
    if (boot > this.boot) this.forget(boot);
    return true;
  }

  private forget(boot: number): void {
    this.boot = boot;
    this.term = NO_PAIR;
    this.holder = NO_HOLDER;
    this.leaseCause = undefined;
    this.leaseRemainingMs = 0;
    this.latchKind = undefined;
    this.latch = NO_PAIR;
    this.stamp = undefined;
    this.lastSequence = 0;
    this.beacon = undefined;
    this.beaconAtMs = Number.NEGATIVE_INFINITY;
  }

  private noteTerm(term: NumberedPair, holder: string): void {
    if (comparePairs(term, this.term) !== 0) {
      this.term = term;
      this.lastSequence = 0;
      this.leaseCause = undefined;
    }
    this.holder = holder;
  }

  private noteLatch(latch: NumberedPair, kind: LatchKind): void {
    if (comparePairs(latch, this.latch) < 0) return;
    this.latch = latch;
    this.latchKind = kind;
  }

  private noteStamp(stamp: number): void {
    if (this.stamp === undefined || isStampAfter(stamp, this.stamp)) this.stamp = stamp;
  }
}
