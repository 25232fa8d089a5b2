import { newInstance } from '../../link/identity.ts';
import type { Token } from '../../link/login-rest.ts';
import type { OpenSocket, Passkeys, Random } from '../../link/ports.ts';
import { Paths } from '../../link/paths.ts';
import { RelayLink } from '../../link/relay-link.ts';
import type { Relay } from '../../link/relays-rest.ts';
import { askRelays } from '../../link/relays-rest.ts';
import { askTicket } from '../../link/robots-rest.ts';
import type { DrivePagePorts } from '../drive/drive-page.ts';
import { DrivePage } from '../drive/drive-page.ts';
import type { LoginPorts } from './login.ts';
import { Login } from './login.ts';
import type { PageName, PageScreen, Pages, PageTable, PlaceOf } from './pages.ts';
import { pagesOf } from './pages.ts';
import type { Address, Place } from './place.ts';
import { ProofPrompt } from '../pages/proof-prompt.ts';
import type { Intents, Screen } from './screen.ts';
import type { Shut } from '../drive/session-options.ts';
import type { LoginProblem } from '../pages/sign-in.ts';
import { SignIn } from '../pages/sign-in.ts';
import { Store } from './store.ts';

const SOFTWARE = 'page/0.1.0';
const RESUME_AGAIN_MS = 3000;

export interface AppPorts extends DrivePagePorts, LoginPorts {
  readonly random: Random;
  readonly openSocket: OpenSocket;
  /** Undefined where the browser has none. */
  readonly passkeys: Passkeys | undefined;
  readonly browserZone: string;
  /** Of this page. */
  readonly origin: string;
  readonly address: Address;
}

/** The page as a whole: who is signed in, and what is shown. */
export class App implements Intents {
  readonly store = new Store<Screen>({ name: 'starting', isUnreachable: false });
  readonly signIn: SignIn;
  readonly proof: ProofPrompt;
  readonly pages: Pages;
  readonly drive: DrivePage;
  private readonly ports: AppPorts;
  private readonly login: Login;

  constructor(ports: AppPorts) {
    const onChange = (): void => this.refresh();
    this.ports = ports;
    this.login = new Login(ports, () => this.showLogin({ why: 'expired' }));
    const { login } = this;
    this.signIn = new SignIn(ports.sendHttp, ports.passkeys, onChange, (token) => this.enter(token));
    this.proof = new ProofPrompt({
      passkeys: ports.passkeys,
      login,
      account: () => this.pages.account.view.account,
      onChange,
    });
    this.pages = pagesOf({
      ...ports,
      ask: this.proof.ask,
      onChange,
      onSignedOut: () => this.showLogin({ why: 'expired' }),
    });
    const instance = newInstance(ports.randomBytes);
    const { robots, account } = this.pages;
    const baseOf = ({ url }: Relay): string => (url === ports.origin ? '' : url);
    this.drive = new DrivePage({
      ports,
      instance,
      channel: (resumes, events) =>
        new Paths({
          ...ports,
          ...events,
          relays: () => askRelays(ports.sendHttp),
          link: (plan) =>
            new RelayLink({
              ...ports,
              ...plan,
              relay: baseOf(plan.relay),
              instance,
              resumes,
              software: SOFTWARE,
              ticket: () => askTicket(login.ask, baseOf(plan.ticketFrom())),
            }),
        }),
      ask: login.ask,
      robots,
      zone: () => account.zone ?? ports.browserZone,
      onChange: () => this.showDrive(),
      onLoginEnded: () => this.showLogin({ why: 'ended' }),
      onShut: (robotId, shut) => this.onShut(robotId, shut),
    });
  }

  /** A link's token leaves the address bar before anything is asked of the relay. */
  start(): void {
    this.ports.address.takeLink();
    this.drive.takeUpVisit();
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
    if (place.name === 'robot') this.openDrive(place.robotId);
    else this.openPage(place.name, place);
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
    void this.pages.account.load();
    this.placeChanged();
  }

  private showLogin(problem: LoginProblem | undefined): void {
    this.closeScreen();
    this.login.forget();
    for (const page of Object.values(this.pages)) page.forget();
    this.store.set({ name: 'login', signIn: this.signIn.view });
    this.signIn.open(problem);
  }

  /** Closes what was shown and shows what the page has begun to load. */
  private openPage<Name extends PageName>(name: Name, place: PlaceOf<Name>): void {
    const { robots } = this.pages;
    const table: PageTable = this.pages;
    this.closeScreen();
    this.proof.open();
    table[name].open(place);
    if (name !== 'robots' && robots.all === undefined) void robots.load();
    this.store.set(this.pageScreen(name));
  }

  private openDrive(robotId: string): void {
    this.closeScreen();
    this.drive.open(robotId);
    void this.pages.robots.load();
  }

  private showDrive(): void {
    const { screen } = this.drive;
    if (screen !== undefined) this.store.set(screen);
  }

  /** The relay lets this account drive in its own window only. A robot that is not for bookers alone may still be watched. */
  private onShut(robotId: string, { why, message }: Shut): boolean {
    const { robots } = this.pages;
    if (why === 'booking_over' && robots.of(robotId)?.bookingRequired === false) return false;
    this.ports.address.go({ name: 'robots' });
    this.openPage('robots', { name: 'robots' });
    robots.announce({ name: why, robotId, message });
    return true;
  }

  /** Once: a link that can't be redeemed now won't be later. */
  private redeem(): void {
    const { address } = this.ports;
    const token = address.takeLink();
    if (token === undefined) return;
    address.forgetLink();
    void this.pages.robots.redeem(token);
  }

  /** Something that is shown may have changed. */
  private refresh(): void {
    const { name } = this.store.value;
    if (name === 'login') this.store.set({ name, signIn: this.signIn.view });
    else if (name === 'drive') this.showDrive();
    else if (name !== 'starting') this.store.set(this.pageScreen(name));
  }

  private pageScreen(name: PageName): PageScreen {
    // Both are of the same row, which the compiler doesn't see of a union.
    return { name, view: this.pages[name].view, proof: this.proof.view } as PageScreen;
  }

  private closeScreen(): void {
    this.drive.close();
    this.proof.close();
    for (const page of Object.values(this.pages)) page.close();
    this.signIn.forget();
  }
}
