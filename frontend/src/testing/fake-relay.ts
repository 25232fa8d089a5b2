import type { SendHttp } from '../link/ports.ts';
import type { LeaseCause } from '../wire/json-messages.ts';
import type { Ack, Beacon, Drive } from '../wire/messages.ts';
import { NO_HOLDER } from '../wire/messages.ts';
import type { NumberedPair } from '../wire/numbers.ts';
import type { FakeSocket } from './fake-socket.ts';
import { FakeSockets } from './fake-socket.ts';
import { FakeRest, ok, refused } from './fake-relay-rest.ts';
import { settle } from './fake-time.ts';

export const ROBOT = 'tank-1';
export const TAG = '0123456789abcdef';
export const OTHER_TAG = 'fedcba9876543210';

export const ACCOUNT = {
  name: 'anna',
  display_name: 'Anna',
  role: 'user',
  zone: 'Europe/Berlin',
  second_factors: { totp: false, recovery_codes_left: 0 },
};

export function beaconOf(changes: Partial<Beacon> = {}): Beacon {
  return {
    type: 'beacon',
    boardConnected: true,
    primary: true,
    moving: false,
    unprotected: false,
    stopPressed: false,
    governed: false,
    latchKind: 'none',
    boot: 7,
    termCounter: 3,
    latchCounter: 2,
    routeCounter: 1,
    stamp: 1000,
    holder: NO_HOLDER,
    leaseRemainingMs: 0,
    batteryMv: 7400,
    batteryPercent: 81,
    faults: 0,
    left: 0,
    right: 0,
    cap: 1000,
    loopAgeMs: 65_535,
    lastSequence: 0,
    ...changes,
  };
}

export function ackOf(drive: Pick<Drive, 'term' | 'sequence'>, changes: Partial<Ack> = {}): Ack {
  return {
    type: 'ack',
    reason: 'accepted',
    term: drive.term,
    sequence: drive.sequence,
    stamp: 1100,
    ageMs: 40,
    cap: 1000,
    left: 0,
    right: 0,
    ...changes,
  };
}

/** A relay as one page sees it: answers HTTP, greets sockets, and says what a test wants. */
export class FakeRelay {
  readonly sockets = new FakeSockets();
  readonly rest = new FakeRest();
  ticketStatus = 200;
  loginStatus = 200;
  /** 401: this browser has no login. */
  refreshStatus = 200;
  /** What the node has in common with the page. */
  features: readonly string[] = [];
  private tickets = 0;

  constructor() {
    this.rest
      .on('POST /api/login', () =>
        this.loginStatus === 200
          ? ok({ success: true, token: 'token-1', expires_in: 900 })
          : { status: this.loginStatus, body: { success: false, code: 'login_failed', message: '' } },
      )
      .on('POST /api/login/refresh', () =>
        this.refreshStatus === 200
          ? ok({ token: 'token-1', expires_in: 900 })
          : refused(this.refreshStatus, 'unauthenticated'),
      )
      .on('POST /api/logout', ok())
      .on('POST /api/tickets', () => {
        this.tickets += 1;
        const ticket = { ticket: `ticket-${this.tickets}`, expires_in: 30 };
        return { status: this.ticketStatus, body: ticket };
      })
      .on('GET /api/robots', ok({ robots: [{ robot_id: ROBOT, name: 'Tank', online: true }] }))
      .on('GET /api/account', ok(ACCOUNT));
  }

  readonly sendHttp: SendHttp = (request) => Promise.resolve(this.rest.answer(request));

  get socket(): FakeSocket {
    return this.sockets.last;
  }

  /** Opens the newest socket, greets it and confirms the robot. */
  async accept(changes: { readonly holder?: string; readonly online?: boolean } = {}): Promise<FakeSocket> {
    await settle();
    const { socket } = this;
    socket.opens();
    const { holder = TAG, online = true } = changes;
    socket.says({ type: 'welcome', version: 1, features: this.features, node: 'n1', session: 's1', holder });
    socket.says({ type: 'robot_selected', robot_id: ROBOT, name: 'Tank', online });
    return socket;
  }

  /** The robot says who drives, in which term. */
  lease(term: NumberedPair, holder: string | null, cause: LeaseCause = 'taken'): void {
    this.socket.says({
      type: 'lease',
      robot_id: ROBOT,
      term,
      holder,
      holder_name: holder === null ? null : 'Anna',
      remaining_ms: holder === null ? 0 : 600_000,
      cause,
    });
  }
}
