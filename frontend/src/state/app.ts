import type { Direction } from '../control/tracks.ts';
import { DEFAULT_SPEED_PERCENT } from '../control/held-controls.ts';
import type { KeyPress } from '../control/keyboard.ts';
import { Keyboard } from '../control/keyboard.ts';
import { newInstance } from '../link/identity.ts';
import type { Cancel, SendHttp } from '../link/ports.ts';
import type { Credentials, RestFailure } from '../link/rest.ts';
import { Rest } from '../link/rest.ts';
import type { RobotEntry } from '../wire/json-messages.ts';
import type { SessionPorts } from './drive-session.ts';
import { DriveSession } from './drive-session.ts';
import type { DriveState } from './drive-state.ts';
import type { KeyPlace, KeyStorage, KeysView } from './key-settings.ts';
import { KeySettings } from './key-settings.ts';
import type { Wish } from './lease-desk.ts';
import type { Visit } from './resumption.ts';
import { Store } from './store.ts';

const ROBOTS_EVERY_MS = 5000;
const SOFTWARE = 'page/0.1.0';

/** Why the login page is shown, beyond a first visit. */
export type LoginProblem = RestFailure | { readonly why: 'expired' };

export type Screen =
  | { readonly name: 'login'; readonly busy: boolean; readonly problem: LoginProblem | undefined }
  | {
      readonly name: 'robots';
      /** Undefined until the first answer. */
      readonly robots: readonly RobotEntry[] | undefined;
      readonly problem: RestFailure | undefined;
    }
  | { readonly name: 'drive'; readonly drive: DriveState; readonly keys: KeysView };

/** Keeps the token over a reload of the page, no longer than the tab lives. */
export interface TokenStorage {
  read(): string | undefined;
  write(token: string | undefined): void;
}

/** The robot that the page's address names, so that a reload or the back button leads to the right page. */
export interface Place {
  robotId(): string | undefined;
  go(robotId: string | undefined): void;
}

/** Carries the drive of a page over its reload. */
export interface Visits {
  /** The page goes away while it drives. */
  leave(visit: Visit): void;
  /** What the page load before this one left, when this one is its reload. Only once. */
  takeUp(): Visit | undefined;
}

export interface AppPorts extends SessionPorts {
  readonly sendHttp: SendHttp;
  readonly tokens: TokenStorage;
  readonly place: Place;
  readonly visits: Visits;
  readonly keyStorage: KeyStorage;
}

/** What a person may want. The view calls these and nothing else. */
export interface Intents {
  login(credentials: Credentials): void;
  logout(): void;
  openRobot(robotId: string): void;
  leaveRobot(): void;
  stop(): void;
  wish(wish: Wish): void;
  answerRequest(holder: string, grant: boolean): void;
  releaseStop(): void;
  setSpeed(percent: number): void;
  press(control: string, direction: Direction): void;
  release(control: string): void;
  /** A finger is put on a stick. */
  grip(control: string): void;
  /** `x` to the right and `y` forward, in shares of the stick's reach. */
  deflect(control: string, x: number, y: number): void;
  /** A control ended, and perhaps not by the person's will. */
  loseControl(control: string): void;
  chooseKey(place: KeyPlace | undefined): void;
  resetKeys(): void;
}

/** The page as a whole: login, the list of robots, one robot's drive page. */
export class App implements Intents {
  readonly store: Store<Screen>;
  private readonly ports: AppPorts;
  private readonly rest: Rest;
  private readonly instance: string;
  private readonly keyboard: Keyboard;
  private readonly keys: KeySettings;
  private visit: Visit | undefined;
  private token: string | undefined;
  private session: DriveSession | undefined;
  private cancelRobots: Cancel | undefined;
  private robots: readonly RobotEntry[] | undefined;
  private speedPercent = DEFAULT_SPEED_PERCENT;

  constructor(ports: AppPorts) {
    this.ports = ports;
    this.rest = new Rest(ports.sendHttp);
    this.instance = newInstance(ports.randomBytes);
    this.store = new Store<Screen>({ name: 'login', busy: false, problem: undefined });
    this.keyboard = new Keyboard({
      press: (control, direction) => this.press(control, direction),
      release: (control) => this.release(control),
      letGo: () => this.attentionLost(),
      stop: () => this.stop(),
    });
    this.keys = new KeySettings({
      storage: ports.keyStorage,
      onKeys: (keys) => this.keyboard.setKeys(keys),
      onChange: () => this.keysChanged(),
    });
  }

  start(): void {
    this.token = this.ports.tokens.read();
    this.visit = this.ports.visits.takeUp();
    this.placeChanged();
  }

  login(credentials: Credentials): void {
    this.store.set({ name: 'login', busy: true, problem: undefined });
    void this.rest.login(credentials).then((result) => {
      if (!result.ok) {
        this.store.set({ name: 'login', busy: false, problem: result });
        return;
      }
      this.setToken(result.value.token);
      this.placeChanged();
    });
  }

  logout(): void {
    this.showLogin(undefined);
  }

  openRobot(robotId: string): void {
    this.ports.place.go(robotId);
    this.placeChanged();
  }

  leaveRobot(): void {
    this.ports.place.go(undefined);
    this.placeChanged();
  }

  /** The page's address was changed, by this page or by the back button. */
  placeChanged(): void {
    const robotId = this.ports.place.robotId();
    if (this.token === undefined) this.showLogin(undefined);
    else if (robotId === undefined) this.showRobots();
    else this.showDrive(robotId);
  }

  stop(): void {
    this.session?.stop();
  }

  wish(wish: Wish): void {
    this.session?.wish(wish);
  }

  answerRequest(holder: string, grant: boolean): void {
    this.session?.answerRequest(holder, grant);
  }

  releaseStop(): void {
    this.session?.releaseStop();
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
    this.keys.choose(place);
  }

  resetKeys(): void {
    this.keys.reset();
  }

  gamepadsChanged(): void {
    this.session?.cockpit.gamepadsChanged();
  }

  keyDown(key: KeyPress): void {
    if (this.session !== undefined && !this.keys.down(key)) this.keyboard.down(key);
  }

  keyUp(key: KeyPress): void {
    if (this.session !== undefined) this.keyboard.up(key);
  }

  /** Focus lost, tab hidden or frozen. */
  attentionLost(): void {
    this.session?.cockpit.letGo();
  }

  /** The page is being left. */
  pageLeaving(): void {
    const robotId = this.ports.place.robotId();
    if (this.session?.holdsLease === true && robotId !== undefined) {
      this.ports.visits.leave({ instance: this.instance, robotId });
    }
    this.session?.leaveRobot();
  }

  private showLogin(problem: LoginProblem | undefined): void {
    this.closeScreen();
    this.setToken(undefined);
    this.store.set({ name: 'login', busy: false, problem });
  }

  private showRobots(): void {
    this.closeScreen();
    this.store.set({ name: 'robots', robots: this.robots, problem: undefined });
    this.cancelRobots = this.ports.timers.every(ROBOTS_EVERY_MS, () => this.loadRobots());
    this.loadRobots();
  }

  private loadRobots(): void {
    const { token } = this;
    if (token === undefined) return;
    void this.rest.robots(token).then((result) => {
      if (this.store.value.name !== 'robots' || token !== this.token) return;
      if (result.ok) {
        this.robots = result.value;
        this.store.set({ name: 'robots', robots: result.value, problem: undefined });
      } else if (result.why === 'denied') {
        this.showLogin({ why: 'expired' });
      } else {
        this.store.set({ name: 'robots', robots: this.robots, problem: result });
      }
    });
  }

  private showDrive(robotId: string): void {
    this.closeScreen();
    const { visit } = this;
    this.visit = undefined;
    const known = this.robots?.find(({ robot_id }) => robot_id === robotId);
    const session = new DriveSession({
      ports: this.ports,
      instance: this.instance,
      resumes: visit?.robotId === robotId ? visit.instance : undefined,
      software: SOFTWARE,
      robotId,
      robotName: known?.name ?? robotId,
      speedPercent: this.speedPercent,
      ticket: () => this.ticket(),
      onState: (drive) => this.onDrive(session, drive),
    });
    this.session = session;
    session.open();
  }

  private ticket(): ReturnType<Rest['ticket']> {
    return this.rest.ticket(this.token ?? '');
  }

  private onDrive(session: DriveSession, drive: DriveState): void {
    if (session !== this.session) return;
    this.speedPercent = drive.speedPercent;
    if (drive.link.name === 'ended' && drive.link.why === 'login') this.showLogin({ why: 'expired' });
    else this.store.set({ name: 'drive', drive, keys: this.keys.view });
  }

  private keysChanged(): void {
    const screen = this.store.value;
    if (screen.name === 'drive') this.store.set({ ...screen, keys: this.keys.view });
  }

  private closeScreen(): void {
    const { session } = this;
    this.session = undefined;
    session?.close();
    this.keys.choose(undefined);
    this.cancelRobots?.();
    this.cancelRobots = undefined;
  }

  private setToken(token: string | undefined): void {
    this.token = token;
    this.ports.tokens.write(token);
    if (token === undefined) this.robots = undefined;
  }
}
