import type { Booking } from '../link/bookings-rest.ts';
import { BookingsRest } from '../link/bookings-rest.ts';
import type { Cancel } from '../link/ports.ts';
import type { RestFailure } from '../link/rest.ts';
import type { Robot } from '../link/robots-rest.ts';
import { askRobot, askRobots } from '../link/robots-rest.ts';
import type { Redeemed } from '../link/sharing-rest.ts';
import { redeemLink } from '../link/sharing-rest.ts';
import { AHEAD_MS } from './booking-desk.ts';
import type { DeskPorts } from './desk.ts';

const ROBOTS_EVERY_MS = 5000;
/** One's own windows change seldom: with each sixth look at the robots. */
const LOOKS_PER_BOOKINGS = 6;
const DETAILS_AT_ONCE = 8;

/** What led to the list. */
export type RobotsNotice =
  | { readonly name: 'booking_over' | 'booking_needed'; readonly robotId: string; readonly message: string }
  | { readonly name: 'redeemed'; readonly redeemed: Redeemed }
  | { readonly name: 'not_redeemed'; readonly failure: RestFailure };

export interface RobotsView {
  /** Undefined until the first answer. */
  readonly robots: readonly Robot[] | undefined;
  /** One's own window that runs or comes next, by robot. */
  readonly windows: ReadonlyMap<string, Booking>;
  /** The account's name. */
  readonly me: string;
  readonly nowMs: number;
  readonly zone: string;
  readonly notice: RobotsNotice | undefined;
  readonly problem: RestFailure | undefined;
}

/** The robots that this account may see, and when it may drive them. */
export class RobotList {
  private readonly ports: DeskPorts;
  private readonly bookings: BookingsRest;
  private robots: readonly Robot[] | undefined;
  private own: readonly Booking[] = [];
  /** By id, of robots of which the list says too little. */
  private readonly details = new Map<string, Robot>();
  private notice: RobotsNotice | undefined;
  private problem: RestFailure | undefined;
  private cancelAgain: Cancel | undefined;
  private looks = 0;
  /** Raised when the list is opened or closed. */
  private turn = 0;
  /** Raised when somebody signs out. */
  private person = 0;

  constructor(ports: DeskPorts) {
    this.ports = ports;
    this.bookings = new BookingsRest(ports.ask);
  }

  get known(): readonly Robot[] | undefined {
    return this.robots;
  }

  get view(): RobotsView {
    const nowMs = this.ports.epochMs();
    const windows = new Map<string, Booking>();
    for (const booking of [...this.own].sort((a, b) => a.fromMs - b.fromMs)) {
      if (booking.toMs > nowMs && !windows.has(booking.robotId)) windows.set(booking.robotId, booking);
    }
    const { robots, notice, problem } = this;
    return { robots, windows, me: this.ports.me(), nowMs, zone: this.ports.zone(), notice, problem };
  }

  of(robotId: string): Robot | undefined {
    return this.robots?.find(({ robot_id }) => robot_id === robotId);
  }

  nameOf(robotId: string): string {
    return this.of(robotId)?.name ?? robotId;
  }

  open(notice: RobotsNotice | undefined): void {
    this.close();
    this.notice = notice;
    this.looks = 0;
    this.cancelAgain = this.ports.timers.every(ROBOTS_EVERY_MS, () => void this.look());
    void this.look();
  }

  close(): void {
    this.turn += 1;
    this.cancelAgain?.();
    this.cancelAgain = undefined;
    this.notice = undefined;
    this.problem = undefined;
  }

  /** Somebody else may sign in next. */
  forget(): void {
    this.close();
    this.person += 1;
    this.robots = undefined;
    this.details.clear();
    this.own = [];
  }

  /** Takes the right that a link gives, and says what came of it wherever the list is shown next. */
  async redeem(token: string): Promise<void> {
    const { person } = this;
    const result = await redeemLink(this.ports.ask, token);
    if (person !== this.person) return;
    this.notice = result.ok
      ? { name: 'redeemed', redeemed: result.value }
      : { name: 'not_redeemed', failure: result };
    this.ports.onChange();
    await this.load();
  }

  async load(): Promise<void> {
    const { turn } = this;
    const result = await askRobots(this.ports.ask);
    if (turn !== this.turn) return;
    if (result.ok) {
      this.robots = result.value.map((robot) => this.withDetails(robot));
      this.problem = undefined;
    } else if (result.why === 'denied') {
      this.ports.onSignedOut();
      return;
    } else {
      this.problem = result;
    }
    this.ports.onChange();
    await this.loadDetails();
  }

  private async look(): Promise<void> {
    const isBookingsTurn = this.looks % LOOKS_PER_BOOKINGS === 0;
    this.looks += 1;
    if (isBookingsTurn) this.details.clear();
    await Promise.all([this.load(), ...(isBookingsTurn ? [this.loadBookings()] : [])]);
  }

  private withDetails(robot: Robot): Robot {
    const details = this.details.get(robot.robot_id);
    return robot.isTold || details === undefined
      ? robot
      : { ...details, name: robot.name, online: robot.online };
  }

  /** A few at a time: the relay bounds how much one may ask at once. */
  private async loadDetails(): Promise<void> {
    const { person } = this;
    const untold = (this.robots ?? []).filter((robot) => !robot.isTold && !this.details.has(robot.robot_id));
    for (const { robot_id: id } of untold.slice(0, DETAILS_AT_ONCE)) {
      const result = await askRobot(this.ports.ask, id);
      if (person !== this.person) return;
      if (result.ok && result.value.isTold) this.details.set(id, result.value);
    }
    if (untold.length === 0) return;
    this.robots = this.robots?.map((robot) => this.withDetails(robot));
    this.ports.onChange();
  }

  /** A relay without bookings has none: then nothing is said about them. */
  private async loadBookings(): Promise<void> {
    const { turn } = this;
    const nowMs = this.ports.epochMs();
    const result = await this.bookings.list(undefined, { fromMs: nowMs, toMs: nowMs + AHEAD_MS });
    if (turn !== this.turn || !result.ok) return;
    this.own = result.value;
    this.ports.onChange();
  }
}
