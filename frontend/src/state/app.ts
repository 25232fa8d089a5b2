import type { LetGoWhy } from '../control/hand-watch.ts';
import type { Direction } from '../control/tracks.ts';
import { DEFAULT_SPEED_PERCENT } from '../control/held-controls.ts';
import { newInstance } from '../link/identity.ts';
import type { Token } from '../link/login-rest.ts';
import { askTicket } from '../link/robots-rest.ts';
import { AccountDesk } from './account-desk.ts';
import { BookingDesk } from './booking-desk.ts';
import type { DeskPorts } from './desk.ts';
import { DriveSession } from './drive-session.ts';
import type { DriveState } from './drive-state.ts';
import { Extension } from './extension.ts';
import { KeyDesk } from './key-desk.ts';
import type { KeyPlace } from './key-settings.ts';
import type { Wish } from './lease-desk.ts';
import { Login } from './login.ts';
import type { Place } from './place.ts';
import { ProofDesk } from './proof-desk.ts';
import type { Visit } from './resumption.ts';
import type { RobotsNotice } from './robot-list.ts';
import { RobotList } from './robot-list.ts';
import type { AppPorts, Intents, ReleaseIntents, Screen } from './screen.ts';
import type { Shut } from './session-options.ts';
import { SharingDesk } from './sharing-desk.ts';
import type { LoginProblem } from './sign-in.ts';
import { SignIn } from './sign-in.ts';
import { Store } from './store.ts';

const SOFTWARE = 'page/0.1.0';
const RESUME_AGAIN_MS = 3000;

/** The page as a whole: who is signed in, and which view is shown. */
export class App implements Intents {
  readonly store = new Store<Screen>({ name: 'starting', isUnreachable: false });
  readonly signIn: SignIn;
  readonly account: AccountDesk;
  readonly bookings: BookingDesk;
  readonly sharing: SharingDesk;
  readonly proof: ProofDesk;
  private readonly ports: AppPorts;
  private readonly login: Login;
  private readonly robots: RobotList;
  private readonly extension: Extension;
  private readonly instance: string;
  readonly keys: KeyDesk;
  private visit: Visit | undefined;
  private session: DriveSession | undefined;
  private speedPercent = DEFAULT_SPEED_PERCENT;

  constructor(ports: AppPorts) {
    this.ports = ports;
    this.instance = newInstance(ports.randomBytes);
    this.login = new Login(ports, () => this.showLogin({ why: 'expired' }));
    const onToken = (token: Token): void => this.enter(token);
    this.signIn = new SignIn(ports.sendHttp, ports.passkeys, () => this.refresh(), onToken);
    this.proof = new ProofDesk({
      passkeys: ports.passkeys,
      login: this.login,
      account: () => this.account.view.account,
      onChange: () => this.refresh(),
    });
    this.account = new AccountDesk(this.deskPorts());
    this.robots = new RobotList(this.deskPorts(() => this.bookings.robotsChanged()));
    this.bookings = new BookingDesk(this.deskPorts(), () => this.robots.known);
    this.sharing = new SharingDesk(this.deskPorts());
    this.extension = new Extension(this.login.ask, ports.epochMs, () => this.refresh());
    this.keys = new KeyDesk({
      ...ports,
      session: () => this.session,
      onChange: () => this.refresh(),
    });
  }

  /** A link's token leaves the address bar before anything is asked of the relay. */
  start(): void {
    this.ports.address.takeLink();
    this.visit = this.ports.visits.takeUp();
    this.resume();
  }

  go(place: Place): void {
    this.ports.address.go(place);
    this.placeChanged();
  }

  logout(): void {
    this.closeScreen();
    this.login.leave();
    this.showLogin(undefined);
  }

  /** The page's address was changed, by this page or by the back button. */
  placeChanged(): void {
    this.ports.address.takeLink();
    if (!this.login.isSignedIn) return;
    this.redeem();
    const place = this.ports.address.read();
    switch (place.name) {
      case 'robots':
        this.showRobots(undefined);
        return;
      case 'robot':
        this.showDrive(place.robotId);
        return;
      case 'bookings':
        this.open(() => this.bookings.open(place.robotId), 'bookings');
        return;
      case 'sharing':
        this.open(() => this.sharing.open(place.robotId), 'sharing');
        return;
      case 'account':
        this.open(() => this.account.open(), 'account');
        return;
      default:
        place satisfies never;
    }
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
    this.session?.cockpit.watch.seen(this.ports.clock.nowMs());
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
    const { session, instance } = this;
    if (session?.holdsLease === true) this.ports.visits.leave({ instance, robotId: session.robotId });
    session?.leaveRobot();
  }

  private resume(): void {
    void this.login.resume().then((resumed) => {
      if (resumed === 'done') this.enter();
      else if (resumed === 'ended') this.showLogin({ why: 'expired' });
      else if (resumed === 'nobody') this.showLogin(undefined);
      else {
        this.store.set({ name: 'starting', isUnreachable: true });
        this.ports.timers.after(RESUME_AGAIN_MS, () => this.resume());
      }
    });
  }

  private enter(token?: Token): void {
    if (token !== undefined) this.login.enter(token);
    void this.account.load();
    this.placeChanged();
  }

  private showLogin(problem: LoginProblem | undefined): void {
    this.closeScreen();
    this.login.forget();
    this.account.forget();
    this.robots.forget();
    this.store.set({ name: 'login', signIn: this.signIn.view });
    this.signIn.open(problem);
  }

  private showRobots(notice: RobotsNotice | undefined): void {
    this.open(() => this.robots.open(notice), 'robots');
  }

  /** Closes what was shown and shows what `opens` has begun to load. */
  private open(opens: () => void, name: Screen['name']): void {
    this.closeScreen();
    this.proof.open();
    opens();
    if (name !== 'robots' && this.robots.known === undefined) void this.robots.load();
    this.store.set(this.screenOf(name));
  }

  private showDrive(robotId: string): void {
    this.closeScreen();
    const { visit } = this;
    this.visit = undefined;
    const session: DriveSession = new DriveSession({
      ports: this.ports,
      instance: this.instance,
      resumes: visit?.robotId === robotId ? visit.instance : undefined,
      software: SOFTWARE,
      robotId,
      robotName: this.robots.nameOf(robotId),
      speedPercent: this.speedPercent,
      ticket: () => askTicket(this.login.ask),
      onState: (drive) => this.onDrive(session, drive),
      onShut: (shut) => this.onShut(session, shut),
    });
    this.session = session;
    session.open();
    void this.robots.load();
  }

  private onDrive(session: DriveSession, drive: DriveState): void {
    if (session !== this.session) return;
    this.speedPercent = drive.speedPercent;
    if (drive.link.name === 'ended' && drive.link.why === 'login') this.showLogin({ why: 'ended' });
    else this.store.set(this.driveScreen(drive));
  }

  /** The relay lets this account drive in its own window only. A robot that is not for bookers alone may still be watched. */
  private onShut(session: DriveSession, { why, message }: Shut): boolean {
    if (session !== this.session) return true;
    const { robotId } = session;
    if (why === 'booking_over' && this.robots.of(robotId)?.bookingRequired === false) return false;
    this.ports.address.go({ name: 'robots' });
    this.showRobots({ name: why, robotId, message });
    return true;
  }

  /** Once: a link that can't be redeemed now won't be later. */
  private redeem(): void {
    const { address } = this.ports;
    const token = address.takeLink();
    if (token === undefined) return;
    address.forgetLink();
    void this.robots.redeem(token);
  }

  /** Something that is shown may have changed. */
  private refresh(): void {
    const screen = this.store.value;
    this.store.set(screen.name === 'drive' ? this.driveScreen(screen.drive) : this.screenOf(screen.name));
  }

  private screenOf(name: Screen['name']): Screen {
    const { robots, sharing } = this;
    const { view: proof } = this.proof;
    switch (name) {
      case 'login':
        return { name, signIn: this.signIn.view };
      case 'robots':
        return { name, list: robots.view, proof };
      case 'bookings':
        return { name, bookings: this.bookings.view, proof };
      case 'sharing':
        return { name, sharing: sharing.view, robotName: robots.nameOf(sharing.view.robotId), proof };
      case 'account':
        return { name, account: this.account.view, proof };
      case 'starting':
      case 'drive':
        return this.store.value;
      default:
        return name satisfies never;
    }
  }

  private driveScreen(drive: DriveState): Screen {
    return {
      name: 'drive',
      drive,
      keys: this.keys.settings.view,
      robot: this.robots.of(drive.robotId),
      extension: this.extension.view,
      zone: this.zone(),
    };
  }

  private closeScreen(): void {
    const { session } = this;
    this.session = undefined;
    session?.close();
    this.keys.settings.choose(undefined);
    this.extension.forget();
    for (const desk of [this.proof, this.robots, this.account, this.bookings, this.sharing]) desk.close();
    this.signIn.forget();
  }

  private deskPorts(alsoOnChange: () => void = () => undefined): DeskPorts {
    return {
      ...this.ports,
      ask: this.proof.ask,
      zone: () => this.zone(),
      me: () => this.account.name,
      onChange: () => {
        alsoOnChange();
        this.refresh();
      },
      onSignedOut: () => this.showLogin({ why: 'expired' }),
    };
  }

  private zone(): string {
    return this.account.zone ?? this.ports.browserZone;
  }
}
