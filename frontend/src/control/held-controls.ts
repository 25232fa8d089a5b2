import type { Deflection } from './stick.ts';
import { CENTRE, isCentred, tracksOfStick } from './stick.ts';
import type { Direction, Tracks } from './tracks.ts';
import { sumOf, tracksOf } from './tracks.ts';

export const MIN_SPEED_PERCENT = 10;
export const MAX_SPEED_PERCENT = 100;
export const DEFAULT_SPEED_PERCENT = 60;
/** A deflection that differs by less says nothing of a hand. */
const CHANGE_SHARE = 0.1;

/**
 * Which controls a person holds now, whatever they are: each key and each button of the page is a control of its own, and so is each
 * stick. A key is held from its press. A stick has to be gripped first (a finger put on it, a gamepad's stick seen at its centre) and is
 * held while it is deflected; whoever loses the person calls `releaseAll`, and then only what is taken up anew counts.
 */
export class HeldControls {
  private readonly pressed = new Map<string, Direction>();
  private readonly gripped = new Map<string, Deflection>();
  private releasedAtMs: number;
  private changedAtMs: number;
  /** Where each stick was when it last changed by more than a hand's unrest. */
  private readonly marks = new Map<string, Deflection>();
  private percent = DEFAULT_SPEED_PERCENT;

  constructor(nowMs: number) {
    this.releasedAtMs = nowMs;
    this.changedAtMs = nowMs;
  }

  get any(): boolean {
    return this.pressed.size > 0 || this.sticks().length > 0;
  }

  get speedPercent(): number {
    return this.percent;
  }

  setSpeedPercent(percent: number): void {
    if (!Number.isFinite(percent)) return;
    this.percent = Math.max(MIN_SPEED_PERCENT, Math.min(MAX_SPEED_PERCENT, Math.round(percent)));
  }

  press(control: string, direction: Direction, nowMs: number): void {
    if (!this.pressed.has(control)) this.changedAtMs = nowMs;
    this.pressed.set(control, direction);
  }

  /** From now on the deflections of that stick count. */
  grip(control: string): void {
    if (!this.gripped.has(control)) this.gripped.set(control, CENTRE);
  }

  isGripped(control: string): boolean {
    return this.gripped.has(control);
  }

  /** True when it changed anything: a stick that is not gripped moves nothing. */
  deflect(control: string, deflection: Deflection, nowMs: number): boolean {
    const before = this.gripped.get(control);
    if (before === undefined) return false;
    this.gripped.set(control, deflection);
    if (isCentred(deflection) && !isCentred(before)) this.releasedAtMs = nowMs;
    const mark = this.marks.get(control) ?? CENTRE;
    if (isCentred(mark) !== isCentred(deflection) || isChanged(mark, deflection)) {
      this.marks.set(control, deflection);
      this.changedAtMs = nowMs;
    }
    return before.ahead !== deflection.ahead || before.turn !== deflection.turn;
  }

  isDeflected(control: string): boolean {
    return !isCentred(this.deflection(control));
  }

  /** Where that stick counts as being; the centre when it is not gripped. */
  deflection(control: string): Deflection {
    return this.gripped.get(control) ?? CENTRE;
  }

  /** True when it was held. */
  release(control: string, nowMs: number): boolean {
    const was = this.pressed.delete(control) || !isCentred(this.deflection(control));
    this.gripped.delete(control);
    this.marks.delete(control);
    if (was) {
      this.releasedAtMs = nowMs;
      this.changedAtMs = nowMs;
    }
    return was;
  }

  /** Nothing counts as held until it is taken up anew. True when something was held. */
  releaseAll(nowMs: number): boolean {
    const was = this.any;
    this.pressed.clear();
    this.gripped.clear();
    this.marks.clear();
    if (was) this.releasedAtMs = nowMs;
    return was;
  }

  /** As `releaseAll`, keys and buttons apart. */
  releaseSticks(nowMs: number): boolean {
    const was = this.sticks().length > 0;
    this.gripped.clear();
    this.marks.clear();
    if (was) this.releasedAtMs = nowMs;
    return was;
  }

  /** A person did something with the page that is no control, for example took the lease. */
  touch(nowMs: number): void {
    this.releasedAtMs = nowMs;
  }

  /** How long what is held has been held without any change; 0 while nothing is. */
  unchangedMs(nowMs: number): number {
    return this.any ? nowMs - this.changedAtMs : 0;
  }

  /** True when a control with such a name is held. */
  holds(matches: (control: string) => boolean): boolean {
    const deflected = [...this.gripped].filter(([, deflection]) => !isCentred(deflection));
    return [...this.pressed.keys(), ...deflected.map(([control]) => control)].some(matches);
  }

  directions(): ReadonlySet<Direction> {
    return new Set(this.pressed.values());
  }

  tracks(): Tracks {
    const fromSticks = this.sticks().map((deflection) => tracksOfStick(deflection, this.percent));
    return sumOf([tracksOf(this.directions(), this.percent), ...fromSticks], this.percent);
  }

  /** 0 while a control is held, else the time since the last one was let go. */
  inputAgeMs(nowMs: number): number {
    return this.any ? 0 : nowMs - this.releasedAtMs;
  }

  private sticks(): Deflection[] {
    return [...this.gripped.values()].filter((deflection) => !isCentred(deflection));
  }
}

function isChanged(a: Deflection, b: Deflection): boolean {
  return Math.hypot(a.ahead - b.ahead, a.turn - b.turn) > CHANGE_SHARE;
}
