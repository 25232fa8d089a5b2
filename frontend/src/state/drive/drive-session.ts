import { Cockpit, JOYSTICK } from '../../control/cockpit.ts';
import { LoopAges } from '../../control/loop-ages.ts';
import { Refusals } from '../../control/refusals.ts';
import { RobotKnowledge } from '../../control/robot-knowledge.ts';
import { StopPresses } from '../../control/stop-presses.ts';
import { StopSender } from '../../control/stop-sender.ts';
import type { Channel, ChannelEvents, Offered } from '../../link/channel.ts';
import type { LinkState } from '../../link/link-state.ts';
import type { Cancel } from '../../link/ports.ts';
import type { LeaseRequested, Refused, StopPressed, Watchers } from '../../wire/json-messages.ts';
import type { Ack, Beacon, Drive, Stopped } from '../../wire/messages.ts';
import { leaseOf, loopAgeOf, presserOf, telemetryOf, waysOf } from './drive-state.ts';
import { Governor } from './governor.ts';
import type { Wish } from './lease-negotiation.ts';
import { LeaseNegotiation } from './lease-negotiation.ts';
import { Resumption } from './resumption.ts';
import type { RobotTold } from './selected-robot.ts';
import { SelectedRobot } from './selected-robot.ts';
import { SessionEnd } from './session-end.ts';
import type { SessionOptions } from './session-options.ts';
import { StopRelease } from './stop-release.ts';

/** Figures are shown this often; what matters is shown at once. */
const PUBLISH_MS = 100;

/** One visit to one robot's drive page: from `open` to `close`. */
export class DriveSession {
  readonly cockpit: Cockpit;
  readonly releasing: StopRelease;
  private readonly options: SessionOptions;
  private readonly channel: Channel;
  private readonly knowledge = new RobotKnowledge();
  private readonly stopSender: StopSender;
  private readonly refusals = new Refusals();
  private readonly presses = new StopPresses();
  private readonly governor = new Governor();
  private readonly negotiation: LeaseNegotiation;
  private readonly sessionEnd = new SessionEnd();
  private readonly resumption: Resumption | undefined;
  /** As the node said last: what is offered stays while the connection is lost. */
  private mayLock = false;
  private isConnected = false;
  private readonly robot: SelectedRobot;
  private roundTripMs: number | undefined;
  private readonly loopAges = new LoopAges();
  private cancelPublish: Cancel | undefined;

  constructor(options: SessionOptions) {
    const { ports } = options;
    const { clock, timers } = ports;
    this.options = options;
    this.robot = new SelectedRobot(options.robotId, options.robotName);
    this.channel = options.channel({
      onState: (state) => this.onLink(state),
      onMessage: (message) => this.onMessage(message),
      onRoundTrip: (roundTripMs) => {
        this.roundTripMs = roundTripMs;
      },
    });
    this.cockpit = new Cockpit({
      ...ports,
      knowledge: this.knowledge,
      speedPercent: options.speedPercent,
      offer: (drive) => this.offer(drive),
      stop: () => this.stop(),
      onChange: () => this.publish(),
    });
    this.negotiation = new LeaseNegotiation(
      (message) => this.channel.sendEvent(message),
      () => this.now(),
    );
    this.resumption = options.resumes ? new Resumption(clock.nowMs()) : undefined;
    this.stopSender = new StopSender({
      clock,
      timers,
      randomBytes: ports.randomBytes,
      paths: [(stop) => this.channel.sendStop(stop)],
      onProgress: () => this.publish(),
    });
    this.releasing = new StopRelease({
      ...ports,
      knowledge: this.knowledge,
      cockpit: this.cockpit,
      stopSender: this.stopSender,
      refusals: this.refusals,
      channel: this.channel,
      send: (release) => this.channel.sendEvent(release),
      publish: () => this.publish(),
    });
  }

  open(): void {
    this.cancelPublish = this.options.ports.timers.every(PUBLISH_MS, () => this.publish());
    this.cockpit.driver.start();
    this.channel.open();
  }

  /** Leaves the robot: neutral, the lease given back, the socket closed. */
  close(): void {
    this.leaveRobot();
    this.cancelPublish?.();
    this.cockpit.driver.stop();
    this.stopSender.dispose();
    this.channel.close();
  }

  /** The page goes away and may not come back: the robot is told while there is still time. */
  leaveRobot(): void {
    this.cockpit.letGo();
    if (this.cockpit.driver.holdsLease) this.channel.sendEvent({ type: 'release_lease' });
  }

  stop(what?: 'lock'): void {
    if (what === 'lock') this.stopSender.lock();
    else this.stopSender.press();
    this.cockpit.letGo();
  }

  wish(wish: Wish): void {
    this.resumption?.end();
    if (wish === 'release') this.cockpit.letGo();
    else this.cockpit.touch();
    this.negotiation.wish(wish);
    this.publish();
  }

  /** Handing over lets go first: what is held moves nothing in somebody else's drive. */
  answerRequest(holder: string, grant: boolean): void {
    if (grant) this.cockpit.letGo();
    this.negotiation.answer(holder, grant);
    this.publish();
  }

  get robotId(): string {
    return this.robot.id;
  }

  get holdsLease(): boolean {
    return this.cockpit.driver.holdsLease;
  }

  private offer(drive: Drive): Offered {
    const offered = this.channel.offer(drive);
    if (offered === 'link_full') this.refusals.onRefused('link_full', '', this.now());
    return offered;
  }

  private onLink(state: LinkState): void {
    const goesOn = this.isConnected;
    this.isConnected = state.name === 'ready';
    if (state.name === 'ready') this.mayLock = state.mayLock;
    if (state.name === 'ready' && goesOn) {
      // Over another relay: the same driver, the same robot, nothing was let go. Only what was asked at the former may have no answer.
      this.negotiation.onWayChanged();
      this.stopSender.repeatNow();
    } else if (state.name === 'ready') {
      this.cockpit.driver.setTag(state.holder);
      this.negotiation.onLink(state.holder);
      this.sessionEnd.forget();
      this.channel.sendEvent({ type: 'select_robot', robot_id: this.robot.id });
      this.stopSender.repeatNow();
    } else {
      this.roundTripMs = undefined;
      this.negotiation.onLink(undefined);
      // A stick that is still deflected when the connection is back drives only after it was let go.
      this.cockpit.controls.releaseSticks(this.now());
    }
    this.leaseMayHaveChanged();
    this.publish();
  }

  private onMessage(message: Parameters<ChannelEvents['onMessage']>[0]): void {
    switch (message.type) {
      case 'beacon':
        this.onBeacon(message);
        return;
      case 'lease':
        if (message.robot_id === this.robot.id) this.onTelling(this.knowledge.onLease(message));
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
      case 'lease_requested':
      case 'watchers':
      case 'stop_pressed':
        if (message.robot_id === this.robot.id) this.onPeople(message);
        return;
      case 'session_ends':
        if (message.robot_id === this.robot.id) this.sessionEnd.onTold(message, this.now());
        this.publish();
        return;
      case 'robot_selected':
        this.onSelected(message);
        return;
      case 'robots':
        message.robots.forEach((each) => this.onSelected(each));
        return;
      case 'refused':
        this.onRefused(message);
        return;
      case 'error':
        if (this.isShut(message.code, message.message)) return;
        this.refusals.onRefused(message.code, message.message, this.now());
        this.publish();
        return;
      default:
        message satisfies never;
    }
  }

  private onPeople(message: LeaseRequested | Watchers | StopPressed): void {
    if (message.type === 'lease_requested') this.negotiation.onRequested(message);
    else if (message.type === 'watchers') this.negotiation.onWatchers(message);
    else this.presses.onPressed(message);
    this.publish();
  }

  private onBeacon(beacon: Beacon): void {
    const nowMs = this.now();
    const isNews = this.knowledge.onBeacon(beacon, nowMs);
    if (isNews) {
      const isMine = this.cockpit.driver.holdsLease;
      this.governor.onBeacon(beacon, isMine ? this.loopAges.high(nowMs) : this.loopAgeMs(nowMs), nowMs);
    }
    this.onTelling(isNews);
  }

  private onTelling(isNews: boolean): void {
    if (!isNews) return;
    this.leaseMayHaveChanged();
    const { latchKind } = this.knowledge;
    if (latchKind === 'none' || latchKind === 'failsafe') this.stopSender.forgetConfirmation();
    if (this.cockpit.driver.holdsLease) this.resumption?.end();
    else if (this.resumption?.isDueAt(this.now()) === true) this.negotiation.wish('take');
  }

  private onAck(ack: Ack): void {
    const nowMs = this.now();
    this.knowledge.onAck(ack);
    // A node that refuses has no stamp and knows no age.
    if (ack.reason === 'accepted' || ack.stamp !== 0) this.loopAges.add(ack.ageMs, nowMs);
    if (ack.reason === 'accepted') {
      this.refusals.onAccepted();
    } else {
      this.refusals.onRefused(ack.reason, '', nowMs);
    }
  }

  private onStopped(stopped: Stopped): void {
    this.knowledge.onStopped(stopped);
    this.presses.onStopped(stopped);
    this.stopSender.onStopped(stopped);
    this.publish();
  }

  private onSelected(told: RobotTold): void {
    if (!this.robot.onTold(told)) return;
    this.cockpit.watch.setHoldLimit(this.robot.holdLimitMs);
    this.publish();
  }

  /** Neither drives nor watches any more: the view that shows the robot is left. */
  private isShut(code: string, message: string): boolean {
    if (code !== 'booking_needed' && code !== 'booking_over') return false;
    this.sessionEnd.forget();
    return this.options.onShut({ why: code, message });
  }

  private onRefused(refused: Refused): void {
    const isAboutRobot = refused.request === 'select_robot' || refused.code === 'booking_over';
    if (isAboutRobot && this.isShut(refused.code, refused.message)) return;
    this.negotiation.onRefused(refused);
    this.resumption?.onRefused(refused);
    this.refusals.onRefused(refused.code, refused.message, this.now(), refused.request);
    this.publish();
  }

  /** A term that begins or ends takes every control out of the hand: only what is pressed in this term counts. */
  private leaseMayHaveChanged(): void {
    const { holdsLease } = this.cockpit.driver;
    this.channel.setDriving(holdsLease);
    if (!this.negotiation.onLease(this.knowledge.term, holdsLease)) return;
    this.cockpit.controls.releaseAll(this.now());
    this.publish();
  }

  private publish(): void {
    const nowMs = this.now();
    const { knowledge } = this;
    const { controls, driver, gamepads } = this.cockpit;
    const telemetry = this.channel.state.name === 'ready' ? telemetryOf(knowledge, nowMs) : undefined;
    this.options.onState({
      robotId: this.robot.id,
      robotName: this.robot.name,
      link: this.channel.state,
      ways: waysOf(this.channel, nowMs),
      online: this.robot.online,
      lease: leaseOf(knowledge, driver.holdsLease),
      negotiation: this.negotiation.view(knowledge.holder),
      leaseCause: knowledge.leaseCause,
      latch: knowledge.latchKind,
      latchNumber: knowledge.latch,
      release: this.releasing.view(nowMs),
      presser: presserOf(knowledge, this.presses.presserOf(knowledge.latch), driver.me),
      stop: this.stopSender.progress,
      mayLock: this.mayLock,
      sessionEnd: this.sessionEnd.view(nowMs),
      telemetry,
      governor: this.governor.view(nowMs),
      isUnprotected: knowledge.beacon?.unprotected === true,
      held: [...controls.directions()],
      stick: controls.deflection(JOYSTICK),
      gamepad: gamepads.view,
      hand: this.cockpit.hand,
      speedPercent: controls.speedPercent,
      roundTripMs: this.roundTripMs,
      loopAgeMs: this.loopAgeMs(nowMs),
      refusal: this.refusals.last,
      refusedCounts: this.refusals.counters.all(),
    });
  }

  /** The driver's own acknowledgements tell it; a watcher has the beacons. */
  private loopAgeMs(nowMs: number): number | undefined {
    if (this.cockpit.driver.holdsLease) return this.loopAges.newest(nowMs);
    return loopAgeOf(this.knowledge, nowMs);
  }

  private now(): number {
    return this.options.ports.clock.nowMs();
  }
}
