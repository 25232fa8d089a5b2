import type { LetGoWhy } from '../../control/hand-watch.ts';
import { DEFAULT_SPEED_PERCENT } from '../../control/held-controls.ts';
import type { Direction } from '../../control/tracks.ts';
import type { Channel, ChannelEvents } from '../../link/channel.ts';
import type { EpochMs } from '../../link/ports.ts';
import type { Ask } from '../../link/rest.ts';
import type { Robot } from '../../link/robots-rest.ts';
import type { DriveIntents, ReleaseIntents } from './drive-intents.ts';
import { DriveSession } from './drive-session.ts';
import type { DriveState } from './drive-state.ts';
import type { ExtensionView } from './extension.ts';
import { Extension } from './extension.ts';
import { KeyRouter } from './key-router.ts';
import type { KeyPlace, KeyStorage, KeysView } from './key-settings.ts';
import type { Wish } from './lease-negotiation.ts';
import type { Visit, Visits } from './resumption.ts';
import type { SessionPorts, Shut } from './session-options.ts';

export interface DriveScreen {
  readonly name: 'drive';
  readonly drive: DriveState;
  readonly keys: KeysView;
  /** What the list of robots says about it, once it has come. */
  readonly robot: Robot | undefined;
  readonly extension: ExtensionView;
  readonly zone: string;
}

export interface DrivePagePorts extends SessionPorts {
  readonly epochMs: EpochMs;
  readonly visits: Visits;
  readonly keyStorage: KeyStorage;
}

export interface DrivePageOptions {
  readonly ports: DrivePagePorts;
  /** Of this load of the page. */
  readonly instance: string;
  /** `resumes`: the instance of the load before a reload, whose drive is taken up again. */
  readonly channel: (resumes: string | undefined, events: ChannelEvents) => Channel;
  readonly ask: Ask;
  readonly robots: {
    of(robotId: string): Robot | undefined;
    nameOf(robotId: string): string;
  };
  readonly zone: () => string;
  readonly onChange: () => void;
  /** The relay has ended the login of this connection. */
  readonly onLoginEnded: () => void;
  /** The relay has closed the robot to this account. False: one may still watch, and stays. */
  readonly onShut: (robotId: string, shut: Shut) => boolean;
}

/** The page on which one robot is driven or watched. Its settings stay from one robot to the next. */
export class DrivePage implements DriveIntents {
  readonly keys: KeyRouter;
  private readonly options: DrivePageOptions;
  private readonly extension: Extension;
  /** What the load before a reload left: good for the first robot that is shown. */
  private visit: Visit | undefined;
  private session: DriveSession | undefined;
  private drive: DriveState | undefined;
  private speedPercent = DEFAULT_SPEED_PERCENT;

  constructor(options: DrivePageOptions) {
    const { ports, onChange } = options;
    this.options = options;
    this.extension = new Extension(options.ask, ports.epochMs, onChange);
    this.keys = new KeyRouter({ ...ports, session: () => this.session, onChange });
  }

  /** Undefined: no robot is shown. */
  get screen(): DriveScreen | undefined {
    const { drive } = this;
    if (drive === undefined) return undefined;
    return {
      name: 'drive',
      drive,
      keys: this.keys.settings.view,
      robot: this.options.robots.of(drive.robotId),
      extension: this.extension.view,
      zone: this.options.zone(),
    };
  }

  /** The page has been loaded. */
  takeUpVisit(): void {
    this.visit = this.options.ports.visits.takeUp();
  }

  open(robotId: string): void {
    const { ports, channel, robots } = this.options;
    this.close();
    const resumes = this.visit?.robotId === robotId ? this.visit.instance : undefined;
    this.visit = undefined;
    const session: DriveSession = new DriveSession({
      ports,
      resumes: resumes !== undefined,
      channel: (events) => channel(resumes, events),
      robotId,
      robotName: robots.nameOf(robotId),
      speedPercent: this.speedPercent,
      onState: (drive) => this.onState(session, drive),
      onShut: (shut) => session !== this.session || this.options.onShut(robotId, shut),
    });
    this.session = session;
    session.open();
  }

  close(): void {
    const { session } = this;
    this.session = undefined;
    this.drive = undefined;
    session?.close();
    this.keys.settings.choose(undefined);
    this.extension.forget();
  }

  stop(what?: 'lock'): void {
    this.session?.stop(what);
  }

  wish(wish: Wish): void {
    this.session?.wish(wish);
  }

  answerRequest(holder: string, grant: boolean): void {
    this.session?.answerRequest(holder, grant);
  }

  get releasing(): ReleaseIntents | undefined {
    return this.session?.releasing;
  }

  extendDrive(): void {
    if (this.session !== undefined) void this.extension.ask(this.session.robotId);
  }

  setSpeed(percent: number): void {
    this.session?.cockpit.setSpeed(percent);
  }

  press(control: string, direction: Direction): void {
    this.session?.cockpit.press(control, direction);
  }

  release(control: string): void {
    this.session?.cockpit.release(control);
  }

  grip(control: string): void {
    this.session?.cockpit.grip(control);
  }

  deflect(control: string, x: number, y: number): void {
    this.session?.cockpit.deflect(control, x, y);
  }

  loseControl(control: string): void {
    this.session?.cockpit.loseControl(control);
  }

  /** While a key is chosen nothing is held by one. */
  chooseKey(place: KeyPlace | undefined): void {
    this.attentionLost();
    this.keys.settings.choose(place);
  }

  resetKeys(): void {
    this.keys.settings.reset();
  }

  gamepadsChanged(): void {
    this.session?.cockpit.gamepadsChanged();
  }

  /** A pointer moved, or the like: somebody is there. */
  personSeen(): void {
    this.session?.cockpit.watch.seen(this.options.ports.clock.nowMs());
  }

  /** This page holds the lease of the robot that it shows. */
  get drives(): boolean {
    return this.session?.holdsLease === true;
  }

  /** Focus lost, tab hidden or frozen, or something that may keep the release of a control from the page. */
  attentionLost(why?: LetGoWhy): void {
    this.session?.cockpit.letGo(why);
  }

  /** The page is being left. */
  pageLeaving(): void {
    const { session } = this;
    const { ports, instance } = this.options;
    if (session?.holdsLease === true) ports.visits.leave({ instance, robotId: session.robotId });
    session?.leaveRobot();
  }

  private onState(session: DriveSession, drive: DriveState): void {
    if (session !== this.session) return;
    this.drive = drive;
    this.speedPercent = drive.speedPercent;
    if (drive.link.name === 'ended' && drive.link.why === 'login') this.options.onLoginEnded();
    else this.options.onChange();
  }
}
