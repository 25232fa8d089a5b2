import type { PadReading } from '../control/gamepad.ts';
import type { KeyPress } from '../control/keyboard.ts';
import type { PasskeyAnswer } from '../link/ports.ts';
import type { AppPorts } from '../state/app/app.ts';
import { App } from '../state/app/app.ts';
import type { Screen } from '../state/app/screen.ts';
import type { DriveState } from '../state/drive/drive-state.ts';
import type { Visit } from '../state/drive/resumption.ts';
import type { Beacon, Drive } from '../wire/messages.ts';
import { FakeRelay, ROBOT, TAG, beaconOf } from './fake-relay.ts';
import { hashOf, linkOf, placeOf } from '../state/app/place.ts';
import { FakeTime, settle } from './fake-time.ts';
import { keyOf } from './key-press.ts';
import { seededRandom } from './random.ts';

/** The whole page without a browser: real app, session, driver and link; fake time, relay and attention. */
export class FakePage {
  readonly time = new FakeTime();
  readonly relay = new FakeRelay();
  readonly app: App;
  attended = true;
  lastLogin: 'in' | 'out' | undefined = 'in';
  hash: string;
  link: string | undefined;
  /** 2026-11-21T12:00:00Z at the beginning, and then as time passes. */
  readonly startMs = Date.UTC(2026, 10, 21, 12);
  visit: Visit | undefined;
  /** What a page that went away while driving left behind. */
  left: Visit | undefined;
  gamepads: PadReading[] = [];
  keyText: string | undefined;

  /** What the browser's authenticator answers; by default with the options that it was shown. */
  authenticator: (options: unknown) => Promise<PasskeyAnswer> = (options) =>
    Promise.resolve({ ok: true, credential: { signed: options } });

  /** `place`: the robot that the address names, null for none. */
  constructor(
    place: string | null = ROBOT,
    before: { readonly visit?: Visit; readonly keyText?: string } = {},
  ) {
    this.hash = place === null ? '#/' : hashOf({ name: 'robot', robotId: place });
    this.visit = before.visit;
    this.keyText = before.keyText;
    const random = seededRandom(1);
    const ports: AppPorts = {
      clock: this.time,
      timers: this.time,
      random,
      randomBytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256)),
      openSocket: this.relay.sockets.open,
      sendHttp: this.relay.sendHttp,
      isAttended: () => this.attended,
      passkeys: {
        make: (options) => this.authenticator(options),
        show: (options) => this.authenticator(options),
      },
      oneAtATime: (_name, run) => run(),
      epochMs: () => this.nowMs,
      browserZone: 'Europe/Berlin',
      origin: 'https://relay.test',
      address: {
        read: () => placeOf(this.hash),
        go: (to) => {
          this.hash = hashOf(to);
        },
        takeLink: () => {
          this.link ??= linkOf(this.hash);
          if (this.hash.startsWith('#link=')) this.hash = '#/';
          return this.link;
        },
        forgetLink: () => {
          this.link = undefined;
        },
      },
      logins: {
        last: () => this.lastLogin,
        remember: (last) => {
          this.lastLogin = last;
        },
      },
      readGamepads: () => this.gamepads,
      visits: {
        leave: (visit) => {
          this.left = visit;
        },
        takeUp: () => this.visit,
      },
      keyStorage: {
        read: () => this.keyText,
        write: (text) => {
          this.keyText = text;
        },
      },
    };
    this.app = new App(ports);
  }

  /** By the wall clock. */
  get nowMs(): number {
    return this.startMs + this.time.nowMs() - 1000;
  }

  /** Nobody has signed in on this browser yet; the login page is shown. */
  async signedOut(): Promise<this> {
    this.lastLogin = undefined;
    this.relay.refreshStatus = 401;
    this.app.start();
    await this.settle();
    return this;
  }

  /** Signed in, at the view that `hash` names. */
  async at(hash: string): Promise<this> {
    this.hash = hash;
    this.app.start();
    await this.settle();
    return this;
  }

  /** Starts on the drive page, connected; the robot has been heard, nobody drives. */
  async connected(first: Partial<Beacon> = {}): Promise<this> {
    this.app.start();
    await this.relay.accept();
    this.relay.socket.saysBinary(beaconOf(first));
    return this;
  }

  /** … and this page holds the lease in term [7, 3]. */
  async driving(): Promise<this> {
    await this.connected();
    this.relay.socket.saysBinary(beaconOf({ holder: TAG, leaseRemainingMs: 600_000 }));
    return this;
  }

  get screen(): Screen {
    return this.app.store.value;
  }

  get drive(): DriveState {
    if (this.screen.name !== 'drive') throw new Error(`the page shows ${this.screen.name}`);
    return this.screen.drive;
  }

  /** The setpoints that the newest socket got. */
  get setpoints(): Drive[] {
    return this.relay.socket.all('drive');
  }

  get setpoint(): Drive {
    const last = this.setpoints.at(-1);
    if (last === undefined) throw new Error('no setpoint was sent');
    return last;
  }

  keyDown(code: string, changes: Partial<KeyPress> = {}): void {
    this.app.drive.keys.down(keyOf(code, changes));
  }

  keyUp(code: string, changes: Partial<KeyPress> = {}): void {
    this.app.drive.keys.up(keyOf(code, changes));
  }

  async pass(ms: number): Promise<void> {
    await this.time.pass(ms);
  }

  async settle(): Promise<void> {
    await settle();
  }
}
