import type { SessionEnds } from '../../wire/json-messages.ts';

/** When the person's right to use this robot ends, as far as it does. */
export interface SessionEndView {
  readonly remainingMs: number;
  /** By the relay's clock, as it wrote it. */
  readonly endsAt: string;
  /** The relay can't look up the right; the drive goes on if it can again before. */
  readonly isUnconfirmed: boolean;
}

/** Counts down to the end of a booking, by the page's own clock from when it was told. */
export class SessionEnd {
  private told:
    { readonly atMs: number; readonly endsAt: string; readonly isUnconfirmed: boolean } | undefined;

  /** The latest word counts: a booking may have been extended or cut. */
  onTold({ ends_in_ms: endsInMs, ends_at: endsAt, cause }: SessionEnds, nowMs: number): void {
    const isUnconfirmed = cause === 'unconfirmed';
    this.told =
      endsInMs === null ? undefined : { atMs: nowMs + endsInMs, endsAt: endsAt ?? '', isUnconfirmed };
  }

  /** The robot is chosen anew; if there is an end it is told again. */
  forget(): void {
    this.told = undefined;
  }

  view(nowMs: number): SessionEndView | undefined {
    const { told } = this;
    return told === undefined
      ? undefined
      : {
          remainingMs: Math.max(0, told.atMs - nowMs),
          endsAt: told.endsAt,
          isUnconfirmed: told.isUnconfirmed,
        };
  }
}
