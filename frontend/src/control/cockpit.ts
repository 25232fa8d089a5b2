import type { Clock, Timers } from '../link/ports.ts';
import type { Offered } from '../link/channel.ts';
import type { Drive } from '../wire/messages.ts';
import { Driver } from './driver.ts';
import type { ReadGamepads } from './gamepad.ts';
import { Gamepads } from './gamepad.ts';
import type { HandView, LetGoWhy } from './hand-watch.ts';
import { HandWatch } from './hand-watch.ts';
import { HeldControls } from './held-controls.ts';
import type { RobotKnowledge } from './robot-knowledge.ts';
import { deflectionOf } from './stick.ts';
import type { Direction } from './tracks.ts';

/** The page's own stick. Its middle is a finger wide. */
export const JOYSTICK = 'joystick';
const JOYSTICK_DEAD_ZONE = 0.08;

export interface CockpitOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly knowledge: RobotKnowledge;
  readonly speedPercent: number;
  readonly offer: (drive: Drive) => Offered;
  /** The page is visible and has the focus. */
  readonly isAttended: () => boolean;
  readonly readGamepads: ReadGamepads;
  /** The gamepad's stop button. */
  readonly stop: () => void;
  /** A control moved: show it. */
  readonly onChange: () => void;
}

/** What a person drives with: keys, buttons of the page, its joystick, gamepads. All of them end in one setpoint. */
export class Cockpit {
  readonly controls: HeldControls;
  readonly driver: Driver;
  readonly gamepads: Gamepads;
  readonly watch: HandWatch;
  private readonly options: CockpitOptions;
  private letGoWhy: LetGoWhy | undefined;

  constructor(options: CockpitOptions) {
    this.options = options;
    this.controls = new HeldControls(options.clock.nowMs());
    this.watch = new HandWatch(this.controls, options.clock.nowMs());
    this.controls.setSpeedPercent(options.speedPercent);
    this.driver = new Driver({
      ...options,
      controls: this.controls,
      poll: (nowMs) => {
        this.gamepads.poll(nowMs);
        this.judgeHand(nowMs);
      },
    });
    this.gamepads = new Gamepads({
      read: options.readGamepads,
      controls: this.controls,
      isArmed: () => this.isArmed(),
      stop: options.stop,
      lost: (why) => this.letGo(why),
    });
  }

  /** The person is gone, or may be: neutral, and only what is taken up anew counts. `why` is shown if something was held. */
  letGo(why?: LetGoWhy): void {
    if (this.controls.any) this.letGoWhy = why;
    this.driver.letGo();
    this.options.onChange();
  }

  press(control: string, direction: Direction): void {
    if (!this.driver.holdsLease) return;
    this.letGoWhy = undefined;
    this.controls.press(control, direction, this.now());
    this.inputChanged();
  }

  release(control: string): void {
    if (this.controls.release(control, this.now())) this.inputChanged();
  }

  /** The control may have ended without the person's will: everything is let go, and the robot is told more than once. */
  loseControl(control: string): void {
    if (this.controls.release(control, this.now())) this.letGo();
  }

  /** A finger is put on a stick of the page. */
  grip(control: string): void {
    if (!this.isArmed()) return;
    this.letGoWhy = undefined;
    this.controls.grip(control);
  }

  /** `x` to the right and `y` forward, in shares of the stick's reach. */
  deflect(control: string, x: number, y: number): void {
    if (this.controls.deflect(control, deflectionOf(x, y, JOYSTICK_DEAD_ZONE), this.now()))
      this.inputChanged();
  }

  /** A gamepad came or went: no reason to wait for the next tick. */
  gamepadsChanged(): void {
    this.gamepads.poll(this.now());
    this.options.onChange();
  }

  setSpeed(percent: number): void {
    this.controls.setSpeedPercent(percent);
    this.touch();
  }

  /** The person did something with the page that is no control. */
  touch(): void {
    this.controls.touch(this.now());
    this.options.onChange();
  }

  /** What there is to say about the hand at the controls. */
  get hand(): HandView {
    const { watch } = this;
    const remainingMs = watch.endingMs(this.now());
    if (remainingMs !== undefined) return { name: 'ending', remainingMs, warningMs: watch.warningMs };
    if (this.controls.any || this.letGoWhy === undefined) return { name: 'fine' };
    return { name: 'letGo', why: this.letGoWhy };
  }

  private judgeHand(nowMs: number): void {
    const why = this.watch.judge(nowMs);
    if (why !== undefined) this.letGo(why);
  }

  private isArmed(): boolean {
    return this.driver.holdsLease && this.options.isAttended();
  }

  private inputChanged(): void {
    this.driver.inputChanged();
    this.options.onChange();
  }

  private now(): number {
    return this.options.clock.nowMs();
  }
}
