import type { HeldControls } from './held-controls.ts';

/** A key that has repeated and was not released: its repeats ended this long ago. */
export const REPEATS_END_MS = 1000;
/** What sends nothing while it is held (keys without repeat, a finger at rest) needs some other event of this page. */
export const QUIET_LIMIT_MS = 10_000;
/** An object on a key is no person: without a change nothing is held for longer, unless the robot's own limit says otherwise. */
export const HOLD_LIMIT_MS = 60_000;
/** The person is told this long before, or for the latter half of a limit that is shorter than twice that. */
export const HOLD_WARNING_MS = 10_000;

/**
 * Why everything was let go although nobody released it. `taken`: something else may have got the release, for example a menu.
 * `repeats`: a key's repeats ended without its release. `quiet`: nothing at all came from the person. `unchanged`: held too long without a
 * change. `padQuiet`: the gamepad's stick says nothing new.
 */
export type LetGoWhy = 'taken' | 'repeats' | 'quiet' | 'unchanged' | 'padQuiet';

/** What the page tells of the hand at the controls. */
export type HandView =
  | { readonly name: 'fine' }
  | { readonly name: 'ending'; readonly remainingMs: number; readonly warningMs: number }
  | { readonly name: 'letGo'; readonly why: LetGoWhy };

/** Gamepads are judged by their own readings, see `gamepad.ts`. */
export const isByEvents = (control: string): boolean => !control.startsWith('gamepad-');

/**
 * Is there still a hand at what is held? The release of a key or a finger may never be told: a menu, a dialog or the system may keep it. So
 * whatever is held has to give signs of life.
 */
export class HandWatch {
  private readonly controls: HeldControls;
  private limitMs = HOLD_LIMIT_MS;
  /** Of the newest key, which alone repeats: any other key's press ends that, and on some keyboards its release, too. */
  private repeatedAtMs: number | undefined;
  private seenAtMs: number;

  constructor(controls: HeldControls, nowMs: number) {
    this.controls = controls;
    this.seenAtMs = nowMs;
  }

  /** How long this robot lets one hold last without a change. */
  setHoldLimit(limitMs: number): void {
    this.limitMs = limitMs;
  }

  /** How long before its end a hold is said to end. */
  get warningMs(): number {
    return Math.min(HOLD_WARNING_MS, this.limitMs / 2);
  }

  keyDown(isRepeat: boolean, nowMs: number): void {
    this.seenAtMs = nowMs;
    this.repeatedAtMs = isRepeat ? nowMs : undefined;
  }

  keyUp(nowMs: number): void {
    this.seenAtMs = nowMs;
    this.repeatedAtMs = undefined;
  }

  /** Any other event that a person made: a pointer, a wheel. */
  seen(nowMs: number): void {
    this.seenAtMs = nowMs;
  }

  /** Why everything is to be let go now, if it is. */
  judge(nowMs: number): LetGoWhy | undefined {
    const { controls } = this;
    if (!controls.any) {
      // What a key did before says nothing of what will be held.
      this.repeatedAtMs = undefined;
      return undefined;
    }
    if (controls.unchangedMs(nowMs) >= this.limitMs) return 'unchanged';
    if (!controls.holds(isByEvents)) return undefined;
    const { repeatedAtMs } = this;
    if (repeatedAtMs !== undefined && nowMs - repeatedAtMs >= REPEATS_END_MS) return 'repeats';
    return nowMs - this.seenAtMs >= QUIET_LIMIT_MS ? 'quiet' : undefined;
  }

  /** How much is left of a hold without a change, once it is worth a word. */
  endingMs(nowMs: number): number | undefined {
    const remainingMs = this.limitMs - this.controls.unchangedMs(nowMs);
    return this.controls.any && remainingMs <= this.warningMs ? Math.max(0, remainingMs) : undefined;
  }
}
