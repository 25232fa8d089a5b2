import type { Refused } from '../../wire/json-messages.ts';

/** The page load before a reload, when it drove a robot. */
export interface Visit {
  readonly instance: string;
  readonly robotId: string;
}

/** Carries the drive of a page over its reload. */
export interface Visits {
  /** The page goes away while it drives. */
  leave(visit: Visit): void;
  /** What the page load before this one left, when this one is its reload. Only once. */
  takeUp(): Visit | undefined;
}

/** Whoever waited longer for the page has not just reloaded it. */
const WITHIN_MS = 10_000;
const MOST_TRIES = 5;
/** The former drive was ending at this very moment. */
const PASSING: ReadonlySet<string> = new Set(['term_changed', 'unavailable', 'stale']);

/** After a reload: takes up the drive that this tab had, once the robot was heard. Moves nothing: controls are taken up anew. */
export class Resumption {
  private readonly untilMs: number;
  private tries = 0;
  private isDue = true;

  constructor(nowMs: number) {
    this.untilMs = nowMs + WITHIN_MS;
  }

  /** The robot was heard: true when the lease is to be asked for now. */
  isDueAt(nowMs: number): boolean {
    if (!this.isDue || nowMs > this.untilMs || this.tries >= MOST_TRIES) return false;
    this.isDue = false;
    this.tries += 1;
    return true;
  }

  /** Asks again when the refusal passes by itself. */
  onRefused({ request, code }: Refused): void {
    if (request === 'take_lease' && this.tries > 0) this.isDue = PASSING.has(code);
  }

  /** It has succeeded, or the person decides now. */
  end(): void {
    this.tries = MOST_TRIES;
  }
}
