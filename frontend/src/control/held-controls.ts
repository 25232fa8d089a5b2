import { FULL_PERMILLE } from '../wire/messages.ts';

export const DIRECTIONS = ['forward', 'backward', 'left', 'right'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Permille of full power for the two tracks, positive is forward. */
export interface Tracks {
  readonly left: number;
  readonly right: number;
}

export const NEUTRAL: Tracks = { left: 0, right: 0 };
export const MIN_SPEED_PERCENT = 10;
export const MAX_SPEED_PERCENT = 100;
export const DEFAULT_SPEED_PERCENT = 60;
/** In an arc the inner track runs at this share of the outer. */
const INNER_SHARE = 0.4;

/** Two tracks from the directions that are held. Opposite ones cancel. */
export function tracksOf(held: ReadonlySet<Direction>, speedPercent: number): Tracks {
  const ahead = Number(held.has('forward')) - Number(held.has('backward'));
  const turn = Number(held.has('right')) - Number(held.has('left'));
  const outer = Math.round((FULL_PERMILLE * speedPercent) / 100);
  if (ahead === 0) return turn === 0 ? NEUTRAL : { left: turn * outer, right: -turn * outer };
  const inner = Math.round(outer * INNER_SHARE);
  return { left: ahead * (turn < 0 ? inner : outer), right: ahead * (turn > 0 ? inner : outer) };
}

/** Which controls a person holds now, whatever they are: each key and each button of the page is a control of its own. */
export class HeldControls {
  private readonly held = new Map<string, Direction>();
  private releasedAtMs: number;
  private percent = DEFAULT_SPEED_PERCENT;

  constructor(nowMs: number) {
    this.releasedAtMs = nowMs;
  }

  get any(): boolean {
    return this.held.size > 0;
  }

  get speedPercent(): number {
    return this.percent;
  }

  setSpeedPercent(percent: number): void {
    if (!Number.isFinite(percent)) return;
    this.percent = Math.max(MIN_SPEED_PERCENT, Math.min(MAX_SPEED_PERCENT, Math.round(percent)));
  }

  press(control: string, direction: Direction): void {
    this.held.set(control, direction);
  }

  /** True when it was held. */
  release(control: string, nowMs: number): boolean {
    const was = this.held.delete(control);
    if (was) this.releasedAtMs = nowMs;
    return was;
  }

  /** Nothing counts as held until it is pressed anew. True when something was held. */
  releaseAll(nowMs: number): boolean {
    const was = this.any;
    this.held.clear();
    if (was) this.releasedAtMs = nowMs;
    return was;
  }

  /** A person did something with the page that is no control, for example took the lease. */
  touch(nowMs: number): void {
    this.releasedAtMs = nowMs;
  }

  directions(): ReadonlySet<Direction> {
    return new Set(this.held.values());
  }

  tracks(): Tracks {
    return tracksOf(this.directions(), this.percent);
  }

  /** 0 while a control is held, else the time since the last one was let go. */
  inputAgeMs(nowMs: number): number {
    return this.any ? 0 : nowMs - this.releasedAtMs;
  }
}
