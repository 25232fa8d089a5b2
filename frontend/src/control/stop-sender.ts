import { newStopId } from '../link/identity.ts';
import type { Cancel, Clock, RandomBytes, Timers } from '../link/ports.ts';
import type { Stop, Stopped } from '../wire/messages.ts';
import { NO_HOLDER } from '../wire/messages.ts';
import { NO_PAIR } from '../wire/numbers.ts';

/** TCP notices a lone lost segment after 200 ms at the earliest, but soon by what follows it. */
const SOON_MS = 20;
const TIMES_SOON = 2;
const THEN_MS = 100;
/** Without a confirmation for this long the person is told "NOT confirmed". */
export const UNCONFIRMED_AFTER_MS = 500;

export type StopProgress =
  | { readonly name: 'idle' }
  /** `latched`: the robot has the stop but doesn't report zero output yet. */
  | { readonly name: 'sending'; readonly latched: boolean }
  | { readonly name: 'unconfirmed'; readonly latched: boolean; readonly forMs: number }
  /** `afterMs`: from the press to the robot's word that the output is zero, on this page's clock. */
  | { readonly name: 'confirmed'; readonly afterMs: number };

/** False when it could not be sent now; it is repeated anyway. */
export type StopPath = (stop: Stop) => boolean;

const ORDINARY = 0;
const ADMINISTRATOR = 1;

export interface StopSenderOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly randomBytes: RandomBytes;
  /** Every way to the robot that there is. */
  readonly paths: readonly StopPath[];
  readonly onProgress: () => void;
}

/** Repeats a person's stop on every path until the robot says that the board puts out zero. Anybody who watches may press. */
export class StopSender {
  private readonly options: StopSenderOptions;
  private stopId: string | undefined;
  private pressedAtMs = 0;
  private authority = ORDINARY;
  private sent = 0;
  private latched = false;
  private confirmedAfterMs: number | undefined;
  private cancelRepeat: Cancel | undefined;

  constructor(options: StopSenderOptions) {
    this.options = options;
  }

  /** Every press is a stop of its own: a robot latches each id only once, and the latch of an earlier one may have been released. */
  press(): void {
    // A lock that is still on its way stays one, whoever presses in between.
    this.begin(this.isRepeating ? this.authority : ORDINARY);
  }

  /** A stop that only an administrator can release; of anybody else it is an ordinary one. */
  lock(): void {
    this.begin(ADMINISTRATOR);
  }

  private begin(authority: number): void {
    // Pressing again does not restart the time that the person has been waiting.
    if (!this.isRepeating) this.pressedAtMs = this.options.clock.nowMs();
    this.stopId = newStopId(this.options.randomBytes);
    this.authority = authority;
    this.latched = false;
    this.confirmedAfterMs = undefined;
    this.sent = 0;
    this.repeat();
  }

  onStopped(stopped: Stopped): void {
    if (!this.isRepeating || stopped.stopId !== this.stopId) return;
    this.latched = true;
    if (stopped.state === 'zero') {
      this.confirmedAfterMs = this.options.clock.nowMs() - this.pressedAtMs;
      this.dispose();
    }
    this.options.onProgress();
  }

  get isRepeating(): boolean {
    return this.cancelRepeat !== undefined;
  }

  get progress(): StopProgress {
    const { latched } = this;
    if (this.confirmedAfterMs !== undefined) return { name: 'confirmed', afterMs: this.confirmedAfterMs };
    if (!this.isRepeating) return { name: 'idle' };
    const forMs = this.options.clock.nowMs() - this.pressedAtMs;
    return forMs < UNCONFIRMED_AFTER_MS
      ? { name: 'sending', latched }
      : { name: 'unconfirmed', latched, forMs };
  }

  /** The latch was released or the robot moves again: an earlier confirmation says nothing any more. */
  forgetConfirmation(): void {
    this.confirmedAfterMs = undefined;
  }

  dispose(): void {
    this.cancelRepeat?.();
    this.cancelRepeat = undefined;
  }

  /** A new connection: a first sending there, which is repeated as such. */
  repeatNow(): void {
    if (!this.isRepeating) return;
    this.sent = 0;
    this.repeat();
  }

  private repeat(): void {
    const { stopId, authority } = this;
    if (stopId === undefined) return;
    const stop: Stop = {
      type: 'stop',
      cause: 'person',
      authority,
      stopId,
      origin: NO_HOLDER,
      latch: NO_PAIR,
    };
    this.sent += 1;
    // The next one is due whatever becomes of this one.
    this.cancelRepeat?.();
    const gapMs = this.sent <= TIMES_SOON ? SOON_MS : THEN_MS;
    this.cancelRepeat = this.options.timers.after(gapMs, () => this.repeat());
    for (const send of this.options.paths) send(stop);
    this.options.onProgress();
  }
}
