import { Driver } from '../control/driver.ts';
import type { Direction } from '../control/held-controls.ts';
import { HeldControls } from '../control/held-controls.ts';
import { Refusals } from '../control/refusals.ts';
import { RobotKnowledge } from '../control/robot-knowledge.ts';
import { releaseOf } from '../control/stop-release.ts';
import { StopSender } from '../control/stop-sender.ts';
import type { FromNode } from '../link/inbox.ts';
import type { LinkState } from '../link/link-state.ts';
import type { Cancel, Clock, OpenSocket, Random, RandomBytes, Timers } from '../link/ports.ts';
import { RelayLink } from '../link/relay-link.ts';
import type { RestResult } from '../link/rest.ts';
import type { JsonMessage, Refused, RobotSelected } from '../wire/json-messages.ts';
import type { Ack, Drive, Stopped } from '../wire/messages.ts';
import type { NumberedPair } from '../wire/numbers.ts';
import { NO_PAIR, U16_MAX, comparePairs } from '../wire/numbers.ts';
import type { DriveState } from './drive-state.ts';
import { isFresh, leaseOf, telemetryOf } from './drive-state.ts';

/** Figures are shown this often; what matters is shown at once. */
const PUBLISH_MS = 100;
const ANSWER_LIMIT_MS = 3000;
/** Without a newer acknowledgement for this long the loop age is unknown. */
const LOOP_AGE_FRESH_MS = 1000;

export interface SessionPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly randomBytes: RandomBytes;
  readonly openSocket: OpenSocket;
  /** The page is visible and has the focus. */
  readonly isAttended: () => boolean;
}

export interface SessionOptions {
  readonly ports: SessionPorts;
  readonly instance: string;
  readonly software: string;
  readonly robotId: string;
  readonly robotName: string;
  readonly speedPercent: number;
  readonly ticket: () => Promise<RestResult<string>>;
  readonly onState: (state: DriveState) => void;
}

/** One visit to one robot's drive page: from `open` to `close`. */
export class DriveSession {
  private readonly options: SessionOptions;
  private readonly link: RelayLink;
  private readonly knowledge = new RobotKnowledge();
  private readonly controls: HeldControls;
  private readonly driver: Driver;
  private readonly stopSender: StopSender;
  private readonly refusals = new Refusals();
  private robotName: string;
  private online: boolean | undefined;
  private asking: { readonly what: 'take' | 'release'; readonly atMs: number } | undefined;
  private roundTripMs: number | undefined;
  private loopAge: { readonly ageMs: number; readonly atMs: number } | undefined;
  /** The term in which this instance held the lease when last looked at. */
  private drivenTerm: NumberedPair = NO_PAIR;
  private cancelPublish: Cancel | undefined;

  constructor(options: SessionOptions) {
    const { ports } = options;
    const { clock, timers } = ports;
    this.options = options;
    this.robotName = options.robotName;
    this.controls = new HeldControls(clock.nowMs());
    this.controls.setSpeedPercent(options.speedPercent);
    this.link = new RelayLink({
      ...ports,
      instance: options.instance,
      software: options.software,
      ticket: options.ticket,
      onState: (state) => this.onLink(state),
      onMessage: (message) => this.onMessage(message),
      onRoundTrip: (roundTripMs) => {
        this.roundTripMs = roundTripMs;
      },
    });
    this.driver = new Driver({
      clock,
      timers,
      knowledge: this.knowledge,
      controls: this.controls,
      offer: (drive) => this.offer(drive),
      isAttended: ports.isAttended,
    });
    this.stopSender = new StopSender({
      clock,
      timers,
      randomBytes: ports.randomBytes,
      send: (stop) => this.link.sendStop(stop),
      onProgress: () => this.publish(),
    });
  }

  open(): void {
    this.cancelPublish = this.options.ports.timers.every(PUBLISH_MS, () => this.publish());
    this.driver.start();
    this.link.open();
  }

  /** Leaves the robot: neutral, the lease given back, the socket closed. */
  close(): void {
    this.leaveRobot();
    this.cancelPublish?.();
    this.driver.stop();
    this.stopSender.dispose();
    this.link.close();
  }

  /** The page goes away and may not come back: the robot is told while there is still time. */
  leaveRobot(): void {
    this.letGo();
    if (this.driver.holdsLease) this.link.sendEvent({ type: 'release_lease' });
  }

  stop(): void {
    this.stopSender.press();
    this.letGo();
    this.publish();
  }

  letGo(): void {
    this.driver.letGo();
  }

  press(control: string, direction: Direction): void {
    if (!this.driver.holdsLease) return;
    this.controls.press(control, direction);
    this.driver.inputChanged();
    this.publish();
  }

  release(control: string): void {
    if (!this.controls.release(control, this.now())) return;
    this.driver.inputChanged();
    this.publish();
  }

  setSpeed(percent: number): void {
    this.controls.setSpeedPercent(percent);
    this.touch();
  }

  takeLease(): void {
    this.touch();
    this.ask('take', { type: 'take_lease' });
  }

  releaseLease(): void {
    this.letGo();
    this.ask('release', { type: 'release_lease' });
  }

  /** Only the holder may, and not while a stop of this page is still on its way. */
  releaseStop(): void {
    const release = releaseOf(this.knowledge);
    if (release === undefined || !this.driver.holdsLease || this.stopSender.isRepeating) return;
    this.touch();
    this.driver.letGo();
    this.link.sendEvent(release);
    this.publish();
  }

  private touch(): void {
    if (!this.controls.any) this.controls.touch(this.now());
    this.publish();
  }

  private ask(what: 'take' | 'release', message: JsonMessage): void {
    if (this.link.sendEvent(message)) this.asking = { what, atMs: this.now() };
    this.publish();
  }

  private offer(drive: Drive): 'sent' | 'link_full' | 'closed' {
    const offered = this.link.offer(drive);
    if (offered === 'link_full') this.refusals.onRefused('link_full', '', this.now());
    return offered;
  }

  private onLink(state: LinkState): void {
    if (state.name === 'ready') {
      this.driver.setTag(state.holder);
      this.link.sendEvent({ type: 'select_robot', robot_id: this.options.robotId });
      this.stopSender.repeatNow();
    } else {
      this.roundTripMs = undefined;
      this.asking = undefined;
    }
    this.leaseMayHaveChanged();
    this.publish();
  }

  private onMessage(message: Exclude<FromNode, { type: 'ping' | 'welcome' | 'going_away' }>): void {
    switch (message.type) {
      case 'beacon':
        this.onTelling(this.knowledge.onBeacon(message, this.now()));
        return;
      case 'lease':
        if (message.robot_id === this.options.robotId) this.onTelling(this.knowledge.onLease(message));
        return;
      case 'ack':
        this.onAck(message);
        return;
      case 'pong':
        this.knowledge.onPong(message);
        return;
      case 'stopped':
        this.onStopped(message);
        return;
      case 'robot_selected':
        this.onSelected(message);
        return;
      case 'robots': {
        const entry = message.robots.find(({ robot_id }) => robot_id === this.options.robotId);
        if (entry !== undefined) this.onSelected({ type: 'robot_selected', ...entry });
        return;
      }
      case 'refused':
        this.onRefused(message);
        return;
      case 'error':
        this.refusals.onRefused(message.code, message.message, this.now());
        this.publish();
        return;
      default:
        message satisfies never;
    }
  }

  private onTelling(isNews: boolean): void {
    if (!isNews) return;
    this.leaseMayHaveChanged();
    const { latchKind } = this.knowledge;
    if (latchKind === 'none' || latchKind === 'failsafe') this.stopSender.forgetConfirmation();
  }

  private onAck(ack: Ack): void {
    const nowMs = this.now();
    this.knowledge.onAck(ack);
    // A node that refuses has no stamp and knows no age.
    if (ack.reason === 'accepted' || ack.stamp !== 0) this.loopAge = { ageMs: ack.ageMs, atMs: nowMs };
    if (ack.reason === 'accepted') {
      this.refusals.onAccepted();
    } else {
      this.refusals.onRefused(ack.reason, '', nowMs);
    }
  }

  private onStopped(stopped: Stopped): void {
    this.knowledge.onStopped(stopped);
    this.stopSender.onStopped(stopped);
    this.publish();
  }

  private onSelected(selected: RobotSelected): void {
    if (selected.robot_id !== this.options.robotId) return;
    this.robotName = selected.name;
    this.online = selected.online;
    this.publish();
  }

  private onRefused(refused: Refused): void {
    if (refused.request === 'take_lease' || refused.request === 'release_lease') this.asking = undefined;
    this.refusals.onRefused(refused.code, refused.message, this.now());
    this.publish();
  }

  /** A term that begins or ends takes every control out of the hand: only what is pressed in this term counts. */
  private leaseMayHaveChanged(): void {
    const { holdsLease } = this.driver;
    const term = holdsLease ? this.knowledge.term : NO_PAIR;
    this.link.setDriving(holdsLease);
    const isAnswered = this.asking?.what === 'take' ? holdsLease : !holdsLease;
    if (this.asking !== undefined && isAnswered) this.asking = undefined;
    if (comparePairs(term, this.drivenTerm) === 0) return;
    this.drivenTerm = term;
    this.controls.releaseAll(this.now());
    this.publish();
  }

  private publish(): void {
    const nowMs = this.now();
    const { driver, knowledge } = this;
    if (this.asking !== undefined && nowMs - this.asking.atMs > ANSWER_LIMIT_MS) this.asking = undefined;
    const telemetry = this.link.state.name === 'ready' ? telemetryOf(knowledge, nowMs) : undefined;
    this.options.onState({
      robotId: this.options.robotId,
      robotName: this.robotName,
      link: this.link.state,
      online: this.online,
      lease: leaseOf(knowledge, driver.holdsLease),
      asking: this.asking?.what,
      leaseCause: knowledge.leaseCause,
      latch: knowledge.latchKind,
      stop: this.stopSender.progress,
      telemetry,
      held: [...this.controls.directions()],
      speedPercent: this.controls.speedPercent,
      roundTripMs: this.roundTripMs,
      loopAgeMs: this.loopAgeMs(nowMs),
      refusal: this.refusals.last,
      refusedCounts: this.refusals.counters.all(),
    });
  }

  /** The driver's own acknowledgements tell it; a watcher has the beacons. */
  private loopAgeMs(nowMs: number): number | undefined {
    if (this.driver.holdsLease) {
      return this.loopAge !== undefined && nowMs - this.loopAge.atMs <= LOOP_AGE_FRESH_MS
        ? this.loopAge.ageMs
        : undefined;
    }
    const { beacon } = this.knowledge;
    if (beacon === undefined || beacon.loopAgeMs === U16_MAX || !isFresh(this.knowledge, nowMs))
      return undefined;
    return beacon.loopAgeMs;
  }

  private now(): number {
    return this.options.ports.clock.nowMs();
  }
}
