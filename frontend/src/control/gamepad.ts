import type { HeldControls } from './held-controls.ts';
import type { LetGoWhy } from './hand-watch.ts';
import { StickHand } from './stick-hand.ts';

/** What one gamepad said last; `src/adapters` reads it from the browser. */
export interface PadReading {
  readonly index: number;
  readonly name: string;
  /** Of the last change, any clock; not finite when the browser has lost it. */
  readonly timestamp: number;
  /** `standard`: what each axis is and that the sticks centre themselves is known. Anything else isn't. */
  readonly mapping: string;
  /** −1 … 1: to the right, then *down*, as the browser has it. */
  readonly axes: readonly number[];
  readonly pressed: readonly boolean[];
}

/** The gamepads that are connected now. */
export type ReadGamepads = () => readonly PadReading[];

export type GamepadView =
  | { readonly name: 'none' }
  /** Connected, but its stick has not been seen at its centre since it was, or since the person came back. */
  | { readonly name: 'uncentred'; readonly pad: string }
  /** The browser doesn't know what its axes are: a lever or a pedal that stays where it is would drive. */
  | { readonly name: 'unknownMapping'; readonly pad: string }
  | { readonly name: 'ready'; readonly pad: string };

export interface GamepadOptions {
  readonly read: ReadGamepads;
  readonly controls: HeldControls;
  /** The lease is held and the page has the person's attention. */
  readonly isArmed: () => boolean;
  readonly stop: () => void;
  /** The gamepad is gone with its stick deflected, or nothing shows a hand on it. */
  readonly lost: (why?: LetGoWhy) => void;
}

/** B, or the right one of the four. */
const STOP_BUTTON = 1;

/** Drives by the left stick of a gamepad. It is polled: the browser has no event for a stick that moves. Each gamepad is a control of its own. */
export class Gamepads {
  private readonly options: GamepadOptions;
  private pads: readonly PadReading[] = [];
  private readonly hands = new Map<string, StickHand>();

  constructor(options: GamepadOptions) {
    this.options = options;
  }

  get view(): GamepadView {
    const gripped = this.pads.find((pad) => this.options.controls.isGripped(controlOf(pad)));
    if (gripped !== undefined) return { name: 'ready', pad: gripped.name };
    const [first] = this.pads;
    if (first === undefined) return { name: 'none' };
    const known = this.pads.find(isKnown);
    return known === undefined
      ? { name: 'unknownMapping', pad: first.name }
      : { name: 'uncentred', pad: known.name };
  }

  poll(nowMs: number): void {
    const before = this.pads;
    this.pads = this.options.read().filter(isWhole);
    if (
      this.pads.some((pad) => isStopping(pad) && !before.some((was) => isSame(pad, was) && isStopping(was)))
    )
      this.options.stop();
    for (const was of before) if (!this.pads.some((pad) => isSame(pad, was))) this.leave(was, nowMs);
    for (const pad of this.pads) this.steer(pad, nowMs);
  }

  private leave(pad: PadReading, nowMs: number): void {
    const { controls, lost } = this.options;
    this.hands.delete(controlOf(pad));
    if (controls.release(controlOf(pad), nowMs)) lost();
  }

  /** A stick counts once it was seen at its centre in a page that may drive, and until the person is lost. */
  private steer(pad: PadReading, nowMs: number): void {
    const { controls, isArmed, lost } = this.options;
    const control = controlOf(pad);
    if (!isArmed() || !isKnown(pad)) {
      controls.release(control, nowMs);
      this.hands.delete(control);
      return;
    }
    const hand = this.hands.get(control) ?? new StickHand();
    this.hands.set(control, hand);
    hand.read(pad, controls.isGripped(control), nowMs);
    if (hand.isAtRest) controls.grip(control);
    controls.deflect(control, hand.deflection, nowMs);
    if (hand.isGone && controls.isDeflected(control)) lost('padQuiet');
  }
}

function controlOf({ index }: PadReading): string {
  return `gamepad-${index}`;
}

function isKnown({ mapping }: PadReading): boolean {
  return mapping === 'standard';
}

/** One that the browser has half forgotten is as good as unplugged. */
function isWhole({ timestamp, axes }: PadReading): boolean {
  return Number.isFinite(timestamp) && axes.length >= 2 && axes.slice(0, 2).every(Number.isFinite);
}

/** Each press is one stop; a button that is down when the gamepad appears is a press. */
function isStopping({ pressed }: PadReading): boolean {
  return pressed[STOP_BUTTON] === true;
}

function isSame(a: PadReading, b: PadReading): boolean {
  return a.index === b.index && a.name === b.name;
}
