import type { Booking } from '../../link/bookings-rest.ts';
import { BookingsRest } from '../../link/bookings-rest.ts';
import type { RestFailure } from '../../link/rest.ts';
import type { Robot } from '../../link/robots-rest.ts';
import { askRobot, askRobots } from '../../link/robots-rest.ts';
import type { Redeemed } from '../../link/sharing-rest.ts';
import { redeemLink } from '../../link/sharing-rest.ts';
import { AHEAD_MS } from './bookings-page.ts';
import type { PagePorts } from './page.ts';
import { Page } from './page.ts';

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

interface Known extends Pick<RobotsView, 'robots' | 'notice' | 'problem'> {
  readonly own: readonly Booking[];
}

const CLOSED = { notice: undefined, problem: undefined };

/** The robots that this account may see, and when it may drive them. What it knows of them the other pages use as well. */
export class RobotsPage extends Page<Known> {
  private readonly bookings: BookingsRest;
  /** By id, of robots of which the list says too little. */
  private readonly details = new Map<string, Robot>();
  private looks = 0;

  constructor(ports: PagePorts) {
    super(ports, { robots: undefined, own: [], ...CLOSED }, CLOSED);
    this.bookings = new BookingsRest(ports.ask);
  }

  get all(): readonly Robot[] | undefined {
    return this.known.robots;
  }

  get view(): RobotsView {
    const nowMs = this.ports.epochMs();
    const windows = new Map<string, Booking>();
    for (const booking of [...this.known.own].sort((a, b) => a.fromMs - b.fromMs)) {
      if (booking.toMs > nowMs && !windows.has(booking.robotId)) windows.set(booking.robotId, booking);
    }
    const { robots, notice, problem } = this.known;
    return { robots, windows, me: this.ports.me(), nowMs, zone: this.ports.zone(), notice, problem };
  }

  of(robotId: string): Robot | undefined {
    return this.all?.find(({ robot_id }) => robot_id === robotId);
  }

  nameOf(robotId: string): string {
    return this.of(robotId)?.name ?? robotId;
  }

  open(): void {
    this.close();
    this.looks = 0;
    this.loadEvery(ROBOTS_EVERY_MS, () => this.look());
    void this.look();
  }

  override forget(): void {
    super.forget();
    this.details.clear();
  }

  /** What led here, until the page is left. */
  announce(notice: RobotsNotice): void {
    this.show({ notice });
  }

  /** Takes the right that a link gives, and says what came of it wherever the list is shown next. */
  async redeem(token: string): Promise<void> {
    const { person } = this;
    const result = await redeemLink(this.ports.ask, token);
    if (person !== this.person) return;
    this.announce(
      result.ok ? { name: 'redeemed', redeemed: result.value } : { name: 'not_redeemed', failure: result },
    );
    await this.load();
  }

  async load(): Promise<void> {
    const { turn } = this;
    const result = await askRobots(this.ports.ask);
    if (turn !== this.turn) return;
    if (result.ok) {
      this.show({ robots: result.value.map((robot) => this.withDetails(robot)), problem: undefined });
    } else {
      if (this.isDenied(result)) return;
      this.show({ problem: result });
    }
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
    const untold = (this.all ?? []).filter((robot) => !robot.isTold && !this.details.has(robot.robot_id));
    for (const { robot_id: id } of untold.slice(0, DETAILS_AT_ONCE)) {
      const result = await askRobot(this.ports.ask, id);
      if (person !== this.person) return;
      if (result.ok && result.value.isTold) this.details.set(id, result.value);
    }
    if (untold.length === 0) return;
    this.show({ robots: this.all?.map((robot) => this.withDetails(robot)) });
  }

  /** A relay without bookings has none: then nothing is said about them. */
  private async loadBookings(): Promise<void> {
    const { turn } = this;
    const nowMs = this.ports.epochMs();
    const result = await this.bookings.list(undefined, { fromMs: nowMs, toMs: nowMs + AHEAD_MS });
    if (turn !== this.turn || !result.ok) return;
    this.show({ own: result.value });
  }
}
