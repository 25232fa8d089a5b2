import { newStopId } from '../link/identity.ts';
import type { Cancel, Clock, RandomBytes, Timers } from '../link/ports.ts';
import type { Stop, Stopped } from '../wire/messages.ts';
import { NO_HOLDER } from '../wire/messages.ts';
import { NO_PAIR } from '../wire/numbers.ts';

export const REPEAT_MS = 100;
/** Without a confirmation for this long the person is told "NOT confirmed". */
export const UNCONFIRMED_AFTER_MS = 500;

export type StopProgress =
  | { readonly name: 'idle' }
  /** `latched`: the robot has the stop but doesn't report zero output yet. */
  | { readonly name: 'sending'; readonly latched: boolean }
  | { readonly name: 'unconfirmed'; readonly latched: boolean; readonly forMs: number }
  /** `afterMs`: from the press to the robot's word that the output is zero, on this page's clock. */
  | { readonly name: 'confirmed'; readonly afterMs: number };

export interface StopSenderOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly randomBytes: RandomBytes;
  /** False when it could not be sent now; it is repeated anyway. */
  readonly send: (stop: Stop) => boolean;
  readonly onProgress: () => void;
}

/** Repeats a person's stop until the robot says that the board puts out zero. Anybody who watches may press. */
export class StopSender {
  private readonly options: StopSenderOptions;
  private stopId: string | undefined;
  private pressedAtMs = 0;
  private latched = false;
  private confirmedAfterMs: number | undefined;
  private cancelRepeat: Cancel | undefined;

  constructor(options: StopSenderOptions) {
    this.options = options;
  }

  /** Every press is a stop of its own: a robot latches each id only once, and the latch of an earlier one may have been released. */
  press(): void {
    // Pressing again does not restart the time that the person has been waiting.
    if (!this.isRepeating) this.pressedAtMs = this.options.clock.nowMs();
    this.stopId = newStopId(this.options.randomBytes);
    this.latched = false;
    this.confirmedAfterMs = undefined;
    this.cancelRepeat ??= this.options.timers.every(REPEAT_MS, () => this.repeat());
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

  /** A new connection: don't wait for the next period. */
  repeatNow(): void {
    if (this.isRepeating) this.repeat();
  }

  private repeat(): void {
    if (this.stopId === undefined) return;
    this.options.send({
      type: 'stop',
      cause: 'person',
      authority: 0,
      stopId: this.stopId,
      origin: NO_HOLDER,
      latch: NO_PAIR,
    });
    this.options.onProgress();
  }
}
