import type { Robot } from '../link/robots-rest.ts';
import { BookingsPage } from '../state/pages/bookings-page.ts';
import { FakePagePorts } from './page-ports.ts';
import { ok } from './fake-relay-rest.ts';
import { TANK, bookingOf } from './robots.ts';

export const MINUTE_MS = 60_000;
export const NOON = Date.UTC(2026, 10, 21, 12);
export const OWN = bookingOf('tank-1~own', '2026-11-21T14:00:00Z', '2026-11-21T15:00:00Z');
const OVER = bookingOf('tank-1~over', '2026-11-21T11:00:00Z', '2026-11-21T12:00:00Z');
const BUSY = bookingOf('tank-1~busy', '2026-11-21T16:00:00Z', '2026-11-21T17:00:00Z');
export const FREE = { from: '2026-11-21T12:02:00Z', until: '2026-11-21T14:00:00Z' };
const WAIT = { id: 'w1', robot_id: 'tank-1', from: '2026-11-21T16:00:00Z', until: '2026-11-21T17:00:00Z' };
export const SPAN = { fromMs: NOON + 60 * MINUTE_MS, toMs: NOON + 90 * MINUTE_MS };

/** The bookings page of a robot: free until 14:00, then this person's from 14:00 to 15:00, somebody's from 16:00 to 17:00. */
export class BookingsScene {
  readonly fake = new FakePagePorts();
  robots: readonly Robot[] | undefined = [TANK as unknown as Robot];
  readonly page = new BookingsPage(this.fake.ports, () => this.robots);

  constructor() {
    this.fake.rest
      .on('GET /api/robots/tank-1/free?*', ok({ free: [FREE] }))
      .on('GET /api/bookings?*', ok({ bookings: [OVER, OWN] }))
      .on('GET /api/bookings?robot_id=*', ok({ bookings: [OWN, BUSY] }))
      .on('GET /api/waiting', ok({ waiting: [WAIT] }));
  }

  async at(robotId: string | undefined = 'tank-1'): Promise<this> {
    this.page.open({ robotId });
    await this.fake.settled();
    this.fake.takeAsked();
    this.fake.takeChanges();
    return this;
  }

  /** Without the loading. */
  takeSent(): string[] {
    return this.fake.takeAsked().filter((asked) => !asked.startsWith('GET'));
  }
}
