import type { Beacon } from '../../wire/messages.ts';

/** The figures of one moment. */
export interface Governed {
  readonly capPercent: number;
  /** Undefined when it is not known. */
  readonly loopAgeMs: number | undefined;
}

export interface GovernorView {
  readonly shown: Governed | undefined;
  /** What a screen reader is told: changes seldom, and outlasts what is shown, since its return would be told again. */
  readonly spoken: Governed | undefined;
}

/** Shown at least this long, and the figures stand this long. */
export const HOLD_MS = 1000;
export const SPEAK_EVERY_MS = 5000;

/** Makes something readable of a governor that may act and rest several times a second. */
export class Governor {
  private governedAtMs = Number.NEGATIVE_INFINITY;
  private shownAtMs = Number.NEGATIVE_INFINITY;
  private spokenAtMs = Number.NEGATIVE_INFINITY;
  private shown: Governed | undefined;
  private spoken: Governed | undefined;

  onBeacon(beacon: Beacon, loopAgeMs: number | undefined, nowMs: number): void {
    if (!beacon.governed) return;
    this.governedAtMs = nowMs;
    if (nowMs - this.shownAtMs < HOLD_MS) return;
    this.shownAtMs = nowMs;
    this.shown = { capPercent: Math.round(beacon.cap / 10), loopAgeMs };
    if (nowMs - this.spokenAtMs < SPEAK_EVERY_MS) return;
    this.spokenAtMs = nowMs;
    this.spoken = this.shown;
  }

  view(nowMs: number): GovernorView {
    if (nowMs - this.governedAtMs > HOLD_MS) this.shown = undefined;
    if (this.shown === undefined && nowMs - this.spokenAtMs >= SPEAK_EVERY_MS) this.spoken = undefined;
    return { shown: this.shown, spoken: this.spoken };
  }
}
