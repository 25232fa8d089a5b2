import type { Cancel, Clock, Timers } from '../link/ports.ts';
import type { Offered } from '../link/channel.ts';
import type { Drive } from '../wire/messages.ts';
import { MAX_TTL_MS, NO_HOLDER } from '../wire/messages.ts';
import { saturateU16 } from '../wire/numbers.ts';
import type { HeldControls } from './held-controls.ts';
import type { RobotKnowledge } from './robot-knowledge.ts';
import { TermSequence } from './term-sequence.ts';
import type { Tracks } from './tracks.ts';
import { NEUTRAL } from './tracks.ts';

/** 50 Hz. */
export const SETPOINT_PERIOD_MS = 20;
/** The page stood still for longer than this: what a person let go meanwhile may not have been told yet. */
export const LATE_TICK_MS = 150;
/** The page stood still or the machine slept for longer than this: nothing counts as held any more. */
export const LOST_TICK_MS = 1000;
/** How many neutrals are sent at once when a person lets go of the page. */
export const NEUTRAL_BURST = 3;

export interface DriverOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly knowledge: RobotKnowledge;
  readonly controls: HeldControls;
  readonly offer: (drive: Drive) => Offered;
  /** The page is visible and has the focus. */
  readonly isAttended: () => boolean;
  /** Brings the controls that have no events up to date. */
  readonly poll: (nowMs: number) => void;
}

/** What the person asked for at one moment, with the newest stamp of that moment. No later stage changes it. */
interface Sample {
  readonly tracks: Tracks;
  readonly inputAgeMs: number;
  readonly echo: number;
}

/** Sends setpoints, neutral ones too, for as long as the robot says that this instance holds the lease. */
export class Driver {
  private readonly options: DriverOptions;
  private readonly sequence = new TermSequence();
  private cancelTick: Cancel | undefined;
  private lastTickMs = 0;
  private tag: string | undefined;

  constructor(options: DriverOptions) {
    this.options = options;
  }

  /** This instance's holder tag, from `welcome`. */
  setTag(tag: string): void {
    this.tag = tag;
  }

  get holdsLease(): boolean {
    return this.tag !== undefined && this.tag !== NO_HOLDER && this.options.knowledge.holder === this.tag;
  }

  /** This instance's holder tag, once there was a connection. */
  get me(): string | undefined {
    return this.tag;
  }

  start(): void {
    this.lastTickMs = this.options.clock.nowMs();
    this.cancelTick ??= this.options.timers.every(SETPOINT_PERIOD_MS, () => this.tick());
  }

  stop(): void {
    this.cancelTick?.();
    this.cancelTick = undefined;
  }

  /** A control was pressed or released: no reason to wait for the next period. */
  inputChanged(): void {
    this.releaseUnlessAttended();
    this.send(this.sample(this.options.controls.tracks()));
  }

  /** The person is gone, or may be: nothing counts as held until it is pressed anew, and the robot is told at once. */
  letGo(): void {
    this.options.controls.releaseAll(this.options.clock.nowMs());
    for (let i = 0; i < NEUTRAL_BURST; i += 1) this.send(this.sample(NEUTRAL));
  }

  private tick(): void {
    const { clock, controls, poll } = this.options;
    const nowMs = clock.nowMs();
    const gapMs = nowMs - this.lastTickMs;
    this.lastTickMs = nowMs;
    if (gapMs > LOST_TICK_MS) controls.releaseAll(nowMs);
    this.releaseUnlessAttended();
    poll(nowMs);
    this.send(this.sample(gapMs > LATE_TICK_MS ? NEUTRAL : controls.tracks()));
  }

  private releaseUnlessAttended(): void {
    const { clock, controls, isAttended } = this.options;
    if (!isAttended()) controls.releaseAll(clock.nowMs());
  }

  private sample(tracks: Tracks): Sample | undefined {
    const { clock, controls, knowledge } = this.options;
    if (knowledge.stamp === undefined) return undefined;
    return { tracks, inputAgeMs: saturateU16(controls.inputAgeMs(clock.nowMs())), echo: knowledge.stamp };
  }

  private send(sample: Sample | undefined): void {
    if (sample === undefined || !this.holdsLease) return;
    const { knowledge, offer } = this.options;
    offer({
      type: 'drive',
      term: knowledge.term,
      sequence: this.sequence.next(knowledge.term, knowledge.lastSequence),
      echo: sample.echo,
      ttlMs: MAX_TTL_MS,
      inputAgeMs: sample.inputAgeMs,
      left: sample.tracks.left,
      right: sample.tracks.right,
    });
  }
}
