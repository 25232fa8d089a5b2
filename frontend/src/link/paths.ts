import type { JsonMessage, Robots, RobotSelected, SelectRobot } from '../wire/json-messages.ts';
import type { Drive, Stop } from '../wire/messages.ts';
import { Backoff } from './backoff.ts';
import type { Channel, ChannelEvents, ChannelStatus, Link, LinkEvents, Offered } from './channel.ts';
import { Doubles } from './doubles.ts';
import type { LinkState } from './link-state.ts';
import type { Cancel, Clock, Random, Timers } from './ports.ts';
import type { Relay } from './relays-rest.ts';

/** The first standby: soon, but not in the moment in which the page has everything else to do. */
const SOON_MS = 1000;
const SOON_SPREAD_MS = 4000;
/** Later ones: everybody's node may have been the same, and all of them look for another one. */
const LATER_MS = 5000;
const LATER_SPREAD_MS = 55_000;
/** After a node has dismissed the first connection for the standby: it doesn't know what a standby is, and would do so again. */
const GIVEN_UP_MS = 600_000;

/** How one connection is to be made. */
export interface LinkPlan extends LinkEvents {
  readonly relay: Relay;
  /** Whom to ask for a ticket: a relay that answers. */
  readonly ticketFrom: () => Relay;
  /** Asked when the connection greets its node. */
  readonly isStandby: () => boolean;
}

export interface PathsOptions extends ChannelEvents {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  /** Origin of this page. */
  readonly origin: string;
  /** The operator's list; undefined when it can't be known now. */
  readonly relays: () => Promise<readonly Relay[] | undefined>;
  readonly link: (plan: LinkPlan) => Link;
}

interface Path {
  readonly id: number;
  readonly link: Link;
  relay: Relay;
  isLeaving: boolean;
  roundTripMs: number | undefined;
  /** What its node said last of itself, to be handed on when it becomes the primary one. */
  robots: Robots | undefined;
  selected: RobotSelected | undefined;
}

/**
 * A channel over two connections to different relays, where the operator lists several: a primary one, and a standby that takes its place at
 * once. Setpoints and stops go over both, everything else over the primary one; what comes over either counts once.
 */
export class Paths implements Channel {
  private readonly options: PathsOptions;
  private readonly backoff: Backoff;
  private readonly doubles = new Doubles();
  private relays: readonly Relay[] = [];
  private primary: Path;
  private standby: Path | undefined;
  private lastId = 0;
  private isDriving = false;
  private isOver = false;
  private chosen: SelectRobot | undefined;
  private wentOverAtMs: number | undefined;
  /** Standbys in a row that came to nothing: the next one goes to the next relay. */
  private failures = 0;
  private givenUpUntilMs = Number.NEGATIVE_INFINITY;
  private cancelDue: Cancel | undefined;

  constructor(options: PathsOptions) {
    this.options = options;
    this.backoff = new Backoff(options.random);
    this.primary = this.pathTo({ name: '', url: options.origin });
  }

  get state(): LinkState {
    return this.primary.link.state;
  }

  get status(): ChannelStatus {
    const { name, url } = this.primary.relay;
    return {
      relay: this.relays.length < 2 ? undefined : name || url,
      isStandbyReady: isReady(this.standby) && !this.standby.isLeaving,
      wentOverAtMs: this.wentOverAtMs,
    };
  }

  open(): void {
    this.primary.link.open();
    this.askRelays();
  }

  close(): void {
    this.cancel();
    this.closeStandby();
    this.primary.link.close();
    this.isOver = true;
  }

  setDriving(driving: boolean): void {
    this.isDriving = driving;
    this.primary.link.setDriving(driving);
    this.standby?.link.setDriving(driving);
  }

  offer(drive: Drive): Offered {
    const first = this.primary.link.offer(drive);
    if (!isReady(this.standby)) return first;
    const second = this.standby.link.offer(drive);
    if (first === 'sent' && second === 'sent') this.doubles.onSent(drive, 2);
    return second === 'sent' || first === 'closed' ? second : first;
  }

  sendStop(stop: Stop): boolean {
    const isFirstSent = this.primary.link.sendStop(stop);
    return this.standby?.link.sendStop(stop) === true || isFirstSent;
  }

  sendEvent(message: JsonMessage): boolean {
    if (message.type === 'select_robot') {
      this.chosen = message;
      this.doubles.forget();
      if (isReady(this.standby)) this.standby.link.sendEvent(message);
    }
    return this.primary.link.sendEvent(message);
  }

  private pathTo(relay: Relay): Path {
    const id = (this.lastId += 1);
    const ifKnown = (run: () => void): void => {
      if (!this.isOver && (path === this.primary || path === this.standby)) run();
    };
    const link = this.options.link({
      relay,
      ticketFrom: () => (isReady(this.primary) ? this.primary.relay : path.relay),
      isStandby: () => [this.primary, this.standby].some((each) => each !== path && isReady(each)),
      onState: (state) => ifKnown(() => this.onState(path, state)),
      onLeaving: () => ifKnown(() => this.onLeaving(path)),
      onMessage: (message) => ifKnown(() => this.onMessage(path, message)),
      onRoundTrip: (roundTripMs) => ifKnown(() => this.onRoundTrip(path, roundTripMs)),
    });
    const path: Path = {
      id,
      link,
      relay,
      isLeaving: false,
      roundTripMs: undefined,
      robots: undefined,
      selected: undefined,
    };
    return path;
  }

  private onState(path: Path, state: LinkState): void {
    if (path === this.primary) this.onPrimary(path, state);
    else this.onStandby(path, state);
  }

  private onPrimary(path: Path, state: LinkState): void {
    if (state.name === 'ready') {
      this.backoff.reset();
      path.isLeaving = false;
      this.options.onState(state);
      this.planFirst();
      this.askRelays();
    } else if (state.name === 'waiting') {
      if (isReady(this.standby)) {
        this.goOver(this.standby);
      } else {
        this.options.onState(state);
        // There is nothing to be lost any more: no reason to wait.
        this.dialStandby();
      }
    } else if (state.name === 'ended') {
      this.onPrimaryEnded(state);
    } else {
      this.options.onState(state);
    }
  }

  private onPrimaryEnded(state: LinkState & { readonly name: 'ended' }): void {
    const { standby } = this;
    if (state.why !== 'replaced' || standby === undefined) {
      this.cancel();
      this.closeStandby();
      this.isOver = true;
      this.options.onState(state);
      return;
    }
    // A node of before: the standby has taken the place of the first connection.
    this.givenUpUntilMs = this.now() + GIVEN_UP_MS;
    if (standby.link.state.name === 'ready') {
      this.goOver(standby);
    } else {
      this.primary = standby;
      this.standby = undefined;
      this.options.onState(standby.link.state);
    }
  }

  private onStandby(path: Path, state: LinkState): void {
    if (state.name === 'waiting' || state.name === 'ended') {
      this.dropStandby(path);
    } else if (state.name === 'ready') {
      const first = this.state;
      if (first.name === 'ready' && first.holder !== state.holder) {
        // Another person's, or another cluster's: this instance is not the same driver there.
        this.dropStandby(path);
        return;
      }
      this.failures = 0;
      if (first.name === 'ready' && this.chosen !== undefined) path.link.sendEvent(this.chosen);
      if (first.name !== 'ready' || this.primary.isLeaving) this.goOver(path);
    }
  }

  /** The node says goodbye; its connection is used as long as it lasts. */
  private onLeaving(path: Path): void {
    path.isLeaving = true;
    if (path !== this.primary) return;
    if (isReady(this.standby)) this.goOver(this.standby);
    else this.dialStandby();
  }

  private goOver(path: Path): void {
    const former = this.primary;
    const wasReady = former.link.state.name === 'ready';
    this.primary = path;
    this.standby = wasReady ? former : undefined;
    if (!wasReady) former.link.close();
    this.backoff.reset();
    this.wentOverAtMs = this.now();
    this.plan(this.laterMs());
    if (path.robots !== undefined) this.options.onMessage(path.robots);
    if (path.selected !== undefined) this.options.onMessage(path.selected);
    this.options.onState(path.link.state);
  }

  private dropStandby(path: Path): void {
    this.standby = undefined;
    this.failures += path.isLeaving ? 0 : 1;
    path.link.close();
    this.plan(isReady(this.primary) ? this.laterMs() : this.backoff.nextMs());
  }

  private closeStandby(): void {
    const { standby } = this;
    this.standby = undefined;
    standby?.link.close();
  }

  private askRelays(): void {
    void this.options.relays().then((relays) => {
      if (this.isOver || relays === undefined) return;
      this.relays = relays;
      const { relay } = this.primary;
      const own = relays.find(({ url }) => url === relay.url);
      if (relay.name === '' && own !== undefined) this.primary.relay = own;
      if (isReady(this.primary)) this.planFirst();
      else if (this.state.name === 'waiting') this.dialStandby();
    });
  }

  private planFirst(): void {
    if (this.standby !== undefined || this.cancelDue !== undefined || this.others.length === 0) return;
    this.plan(SOON_MS + this.options.random() * SOON_SPREAD_MS);
  }

  /** Relays other than the primary connection's; an operator may reach one and the same by two names. */
  private get others(): readonly Relay[] {
    const { name, url } = this.primary.relay;
    return this.relays.filter((each) => each.name !== name || each.url !== url);
  }

  private plan(delayMs: number): void {
    this.cancel();
    this.cancelDue = this.options.timers.after(delayMs, () => this.dialStandby());
  }

  private cancel(): void {
    this.cancelDue?.();
    this.cancelDue = undefined;
  }

  private dialStandby(): void {
    this.cancel();
    const { others } = this;
    const relay = others[this.failures % Math.max(1, others.length)];
    if (relay === undefined || this.standby !== undefined) return;
    const waitMs = this.givenUpUntilMs - this.now();
    if (waitMs > 0 && isReady(this.primary)) {
      this.plan(waitMs);
      return;
    }
    const path = this.pathTo(relay);
    this.standby = path;
    path.link.setDriving(this.isDriving);
    path.link.open();
  }

  private onMessage(path: Path, message: Parameters<ChannelEvents['onMessage']>[0]): void {
    if (message.type === 'robots') path.robots = message;
    if (message.type === 'robot_selected') path.selected = message;
    if (this.isNews(path, message)) this.options.onMessage(message);
  }

  /** What asks or answers belongs to the primary connection, over which everything of the kind is sent. */
  private isNews(path: Path, message: Parameters<ChannelEvents['onMessage']>[0]): boolean {
    switch (message.type) {
      case 'ack':
        return this.doubles.isAckNews(message);
      case 'beacon':
        return this.doubles.isBeaconNews(message, path.id);
      case 'watchers':
        return this.doubles.areWatchersNews(message);
      case 'session_ends':
        return this.doubles.isEndNews(message, path.id);
      case 'pong':
      case 'stopped':
      case 'lease':
      case 'stop_pressed':
        return true;
      case 'robots':
      case 'robot_selected':
      case 'lease_requested':
      case 'refused':
      case 'error':
        return path === this.primary;
      default:
        return message satisfies never;
    }
  }

  private onRoundTrip(path: Path, roundTripMs: number): void {
    path.roundTripMs = roundTripMs;
    const other = path === this.primary ? this.standby : this.primary;
    const otherMs = isReady(other) ? other.roundTripMs : undefined;
    this.options.onRoundTrip(Math.min(roundTripMs, otherMs ?? roundTripMs));
  }

  private laterMs(): number {
    return LATER_MS + this.options.random() * LATER_SPREAD_MS;
  }

  private now(): number {
    return this.options.clock.nowMs();
  }
}

function isReady(path: Path | undefined): path is Path {
  return path?.link.state.name === 'ready';
}
