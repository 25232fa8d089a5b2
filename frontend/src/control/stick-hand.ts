import type { Deflection } from './stick.ts';
import { CENTRE, deflectionOf, isCentred } from './stick.ts';

const GAMEPAD_DEAD_ZONE = 0.12;
/** A worn stick rests anywhere up to here. */
const REST_REACH = 0.2;
/** Only what is pushed beyond here is a hand: no drift reaches it. */
export const START_REACH = 0.25;
/** A stick that was let go may rest a little outside `REST_REACH`: standing still this near to it is rest, too. */
const SETTLES_MS = 500;
/** A hand is never as still as this for long; one at the rim may be for a moment. */
const STILL_SHARE = 0.02;
/**
 * Without any news from the gamepad for so long it is taken as out of range. Browsers stamp a reading that changes; a hand on a deflected
 * stick changes it many times a second, except where the stick is pushed against its rim without a tremor.
 */
export const PAD_QUIET_MS = 2000;
/** A stick that stands still for so long, however alive the gamepad is, has no hand on it. */
export const STICK_STILL_MS = 10_000;

export interface StickReading {
  /** Of the last change, any clock. */
  readonly timestamp: number;
  /** −1 … 1: to the right, then down. */
  readonly axes: readonly number[];
}

/** One gamepad's stick: is there a hand on it, and where does it point? */
export class StickHand {
  private last: StickReading = { timestamp: Number.NaN, axes: [] };
  private x = 0;
  private y = 0;
  /** Where the stick was when it last moved by more than noise. */
  private mark = { x: Number.NaN, y: Number.NaN };
  private newsAtMs = 0;
  private movedAtMs = 0;
  private pushed = false;
  private nowMs = 0;

  /** `mayDrive`: the stick was seen at rest since the person took up the controls. */
  read(reading: StickReading, mayDrive: boolean, nowMs: number): void {
    const { timestamp, axes } = reading;
    this.nowMs = nowMs;
    this.x = axes[0] ?? Number.NaN;
    this.y = -(axes[1] ?? Number.NaN);
    if (timestamp !== this.last.timestamp || !isSame(axes, this.last.axes)) this.newsAtMs = nowMs;
    this.last = reading;
    const way = Math.hypot(this.x - this.mark.x, this.y - this.mark.y);
    if (!(way <= STILL_SHARE)) {
      this.mark = { x: this.x, y: this.y };
      this.movedAtMs = nowMs;
    }
    if (!mayDrive || this.hasReturned) this.pushed = false;
    else if (this.reach > START_REACH) this.pushed = true;
  }

  get isAtRest(): boolean {
    return this.reach <= REST_REACH;
  }

  /** As it counts: drift is none. */
  get deflection(): Deflection {
    return this.pushed ? deflectionOf(this.x, this.y, GAMEPAD_DEAD_ZONE) : CENTRE;
  }

  /** It is deflected, and nothing shows that somebody deflects it. */
  get isGone(): boolean {
    if (isCentred(this.deflection)) return false;
    return this.nowMs - this.newsAtMs >= PAD_QUIET_MS || this.nowMs - this.movedAtMs >= STICK_STILL_MS;
  }

  private get reach(): number {
    return Math.hypot(this.x, this.y);
  }

  private get hasReturned(): boolean {
    const isStill = this.nowMs - this.movedAtMs >= SETTLES_MS;
    return this.isAtRest || (this.reach <= START_REACH && isStill);
  }
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}
