import { describe, expect, it } from 'vitest';
import type { Robot } from '../link/robots-rest.ts';
import { FakeDesk } from '../testing/desk.ts';
import { ok, refused } from '../testing/fake-relay-rest.ts';
import { BOOKING, TANK, bookingOf } from '../testing/robots.ts';
import { AHEAD_MS, BookingDesk, spanOf } from './booking-desk.ts';
import { weekSpan } from './week.ts';

const MINUTE_MS = 60_000;
const NOON = Date.UTC(2026, 10, 21, 12);
const OWN = bookingOf('tank-1~own', '2026-11-21T14:00:00Z', '2026-11-21T15:00:00Z');
const OVER = bookingOf('tank-1~over', '2026-11-21T11:00:00Z', '2026-11-21T12:00:00Z');
const BUSY = bookingOf('tank-1~busy', '2026-11-21T16:00:00Z', '2026-11-21T17:00:00Z');
const FREE = { from: '2026-11-21T12:02:00Z', until: '2026-11-21T14:00:00Z' };
const WAIT = { id: 'w1', robot_id: 'tank-1', from: '2026-11-21T16:00:00Z', until: '2026-11-21T17:00:00Z' };
const SPAN = { fromMs: NOON + 60 * MINUTE_MS, toMs: NOON + 90 * MINUTE_MS };
const BODY = { from: '2026-11-21T13:00:00.000Z', until: '2026-11-21T13:30:00.000Z' };

class Opened {
  readonly page = new FakeDesk();
  robots: readonly Robot[] | undefined = [TANK as unknown as Robot];
  readonly desk = new BookingDesk(this.page.ports, () => this.robots);

  constructor() {
    this.page.rest
      .on('GET /api/robots/tank-1/free?*', ok({ free: [FREE] }))
      .on('GET /api/bookings?*', ok({ bookings: [OVER, OWN] }))
      .on('GET /api/bookings?robot_id=*', ok({ bookings: [OWN, BUSY] }))
      .on('GET /api/waiting', ok({ waiting: [WAIT] }));
  }

  async at(robotId: string | undefined = 'tank-1'): Promise<this> {
    this.desk.open(robotId);
    await this.page.settled();
    this.page.takeAsked();
    this.page.takeChanges();
    return this;
  }

  /** Without the loading. */
  takeSent(): string[] {
    return this.page.takeAsked().filter((asked) => !asked.startsWith('GET'));
  }
}

describe('the bookings of a robot', () => {
  it('are unknown until the answers come', () => {
    const { desk } = new Opened();
    expect(desk.view).toMatchObject({
      robotId: undefined,
      zone: 'Europe/Berlin',
      nowMs: NOON,
      offset: 0,
      own: undefined,
      waits: [],
      draft: { fromMs: NOON, minutes: 30, changes: undefined },
      busy: false,
      notice: undefined,
      problem: undefined,
    });
    expect(desk.view.days[0]?.slots[15]?.state).toBe('unknown');
  });

  it('are asked for of the week that is shown, and one’s own of sixty days', async () => {
    const { page, desk } = new Opened();
    desk.open('tank-1');
    await page.settled();
    const { fromMs, toMs } = weekSpan(NOON, 0, 'Europe/Berlin');
    const [from, to] = [fromMs, toMs].map((ms) => encodeURIComponent(new Date(ms).toISOString()));
    const ahead = encodeURIComponent(new Date(NOON + AHEAD_MS).toISOString());
    expect(page.takeAsked().sort()).toEqual([
      `GET /api/bookings?from=${encodeURIComponent('2026-11-21T12:00:00.000Z')}&to=${ahead}`,
      `GET /api/bookings?robot_id=tank-1&from=${String(from)}&to=${String(to)}`,
      `GET /api/robots/tank-1/free?from=${String(from)}&to=${String(to)}`,
      'GET /api/waiting',
    ]);
    expect(page.takeChanges()).toBe(1);
  });

  it('tell one’s own from others’, and forget those that are over', async () => {
    const { desk } = await new Opened().at();
    expect(desk.view.own?.map(({ id }) => id)).toEqual(['tank-1~own']);
    expect(desk.view.waits).toMatchObject([{ id: 'w1' }]);
    const states = desk.view.days[0]?.slots.slice(13, 18).map((slot) => slot?.state);
    expect(states).toEqual(['partly', 'free', 'mine', 'taken', 'taken']);
    expect(desk.view.draft.fromMs).toBe(NOON + 5 * MINUTE_MS);
  });

  it('are asked for again every fifteen seconds until the page is left', async () => {
    const { page, desk } = await new Opened().at();
    await page.time.pass(15_000);
    expect(page.takeAsked()).toHaveLength(4);
    desk.open('tank-1');
    await page.settled();
    page.takeAsked();
    await page.time.pass(15_000);
    expect(page.takeAsked()).toHaveLength(4);
    desk.close();
    await page.time.pass(60_000);
    expect(page.takeAsked()).toEqual([]);
    expect(desk.view).toMatchObject({ own: undefined, waits: [] });
  });

  it('that cannot be had leave what was known, and say so', async () => {
    const opened = await new Opened().at();
    const before = opened.desk.view;
    for (const request of ['GET /api/bookings?*', 'GET /api/waiting', 'GET /api/robots/*'])
      opened.page.rest.on(request, refused(503, 'busy'));
    await opened.page.time.pass(15_000);
    const { own, waits, days } = opened.desk.view;
    expect({ own, waits }).toEqual({ own: before.own, waits: before.waits });
    expect(days).toEqual(before.days);
    expect(opened.desk.view.problem).toMatchObject({ why: 'unavailable', code: 'busy' });
    expect(opened.page.signedOut).toBe(0);
  });

  it('of the robot are nobody’s while one’s own are unknown', async () => {
    const opened = new Opened();
    opened.page.rest
      .on('GET /api/bookings?*', refused(503, 'busy'))
      .on('GET /api/bookings?robot_id=*', ok({ bookings: [OWN] }));
    await opened.at();
    expect(opened.desk.view.days[0]?.slots[15]?.state).toBe('taken');
  });

  it('of a login that has ended sign out', async () => {
    const opened = new Opened();
    opened.page.rest.on('GET /api/waiting', refused(401, 'unauthenticated'));
    await opened.at();
    expect(opened.page.signedOut).toBe(1);
    expect(opened.desk.view.own).toBeUndefined();
  });
});

describe('which robot is shown', () => {
  it('is the first of the list when the address names none, once the list has come', async () => {
    const opened = new Opened();
    opened.robots = undefined;
    await opened.at(undefined);
    opened.desk.open(undefined);
    await opened.page.settled();
    expect(opened.desk.view.robotId).toBeUndefined();
    expect(opened.page.takeAsked()).toHaveLength(2);
    opened.desk.book();
    opened.desk.waitFor(SPAN);
    expect(opened.page.takeAsked()).toEqual([]);
    opened.robots = [TANK as unknown as Robot];
    opened.desk.robotsChanged();
    await opened.page.settled();
    expect(opened.desk.view.robotId).toBe('tank-1');
    expect(opened.page.takeAsked()).toHaveLength(4);
    opened.desk.robotsChanged();
    await opened.page.settled();
    expect(opened.page.takeAsked()).toEqual([]);
  });

  it('is the first one at once when the list is there', async () => {
    const opened = new Opened();
    opened.desk.open(undefined);
    expect(opened.desk.view.robotId).toBe('tank-1');
    await opened.page.settled();
  });

  it('is none while the list is empty', () => {
    const opened = new Opened();
    opened.robots = [];
    opened.desk.open(undefined);
    opened.desk.robotsChanged();
    expect(opened.desk.view.robotId).toBeUndefined();
  });

  it('does not come with the list once the page was left', () => {
    const opened = new Opened();
    opened.desk.robotsChanged();
    expect(opened.desk.view.robotId).toBeUndefined();
    expect(opened.page.takeAsked()).toEqual([]);
  });
});

describe('another week', () => {
  it('is loaded, and what was asked for the one before is ignored', async () => {
    const { desk, page } = await new Opened().at();
    desk.showWeek(1);
    expect(desk.view).toMatchObject({ offset: 1, busy: false });
    expect(desk.view.days[0]?.slots[15]?.state).toBe('unknown');
    await page.settled();
    const from = encodeURIComponent(new Date(weekSpan(NOON, 1, 'Europe/Berlin').fromMs).toISOString());
    expect(page.takeAsked().filter((asked) => asked.includes(from))).toHaveLength(2);
    expect(page.takeChanges()).toBe(2);
  });

  it('is the present one at the earliest', async () => {
    const { desk, page } = await new Opened().at();
    desk.showWeek(-1);
    expect(page.takeChanges()).toBe(0);
    desk.showWeek(0);
    expect(page.takeChanges()).toBe(1);
  });

  it('ends the waiting for an answer to what was sent before', async () => {
    const { desk, page } = await new Opened().at();
    page.rest.on('POST /api/bookings', refused(403, 'not_permitted'));
    desk.book();
    expect(desk.view.busy).toBe(true);
    desk.showWeek(1);
    await page.settled();
    expect(desk.view).toMatchObject({ busy: false, notice: undefined });
  });
});

describe('a draft', () => {
  it('keeps its length when its beginning is chosen, and the other way round', async () => {
    const { desk } = await new Opened().at();
    desk.chooseLength(45);
    expect(desk.view.draft).toEqual({ fromMs: NOON + 5 * MINUTE_MS, minutes: 45, changes: undefined });
    desk.choose(SPAN.fromMs);
    expect(desk.view.draft).toEqual({ fromMs: SPAN.fromMs, minutes: 45, changes: undefined });
    desk.chooseLength(60);
    expect(desk.view.draft).toEqual({ fromMs: SPAN.fromMs, minutes: 60, changes: undefined });
  });

  it('begins at the soonest free minute', async () => {
    const { desk, page } = await new Opened().at();
    desk.chooseSoonest();
    expect(desk.view.draft.fromMs).toBe(NOON + 2 * MINUTE_MS);
    page.nowMs = Date.UTC(2026, 10, 21, 14);
    page.takeChanges();
    desk.chooseSoonest();
    expect(page.takeChanges()).toBe(0);
  });

  it('is nowhere sooner before the free times are known', () => {
    const { desk, page } = new Opened();
    desk.chooseSoonest();
    expect(page.takeChanges()).toBe(0);
  });

  it('of a booking that is changed is as that is, until it is left alone', async () => {
    const { desk } = await new Opened().at();
    desk.beginChange(BOOKING);
    expect(desk.view.draft).toEqual({ fromMs: BOOKING.fromMs, minutes: 60, changes: BOOKING });
    desk.chooseLength(15);
    expect(desk.view.draft).toEqual({ fromMs: BOOKING.fromMs, minutes: 15, changes: BOOKING });
    desk.beginChange(undefined);
    expect(desk.view.draft).toEqual({ fromMs: NOON + 5 * MINUTE_MS, minutes: 30, changes: undefined });
  });

  it('is a span', () => {
    expect(spanOf({ fromMs: NOON, minutes: 2 })).toEqual({ fromMs: NOON, toMs: NOON + 2 * MINUTE_MS });
  });

  it.each<[string, (desk: BookingDesk) => void]>([
    ['its beginning', (desk) => desk.choose(NOON)],
    ['its length', (desk) => desk.chooseLength(15)],
    ['what it changes', (desk) => desk.beginChange(undefined)],
  ])('chosen anew in %s takes away what was said before', async (_name, choose) => {
    const { desk, page } = await new Opened().at();
    desk.stopWaiting('w1');
    await page.settled();
    expect(desk.view.notice).toBeDefined();
    choose(desk);
    expect(desk.view.notice).toBeUndefined();
  });
});

describe('what is sent', () => {
  const CHANGE = 'PATCH /api/bookings/tank-1~b1';
  const EXTEND = 'POST /api/bookings/tank-1~b1/extend';

  it.each<[string, string, object, (desk: BookingDesk) => void]>([
    [
      'booked',
      'POST /api/bookings',
      { robot_id: 'tank-1', ...BODY, zone: 'Europe/Berlin' },
      (desk) => {
        desk.choose(SPAN.fromMs);
        desk.book();
      },
    ],
    [
      'changed',
      CHANGE,
      BODY,
      (desk) => {
        desk.beginChange(BOOKING);
        desk.chooseLength(30);
        desk.book();
      },
    ],
    ['extended', EXTEND, { minutes: 15 }, (desk) => desk.extend(BOOKING, 15)],
  ])(
    'to be %s is said with the booking that it became, and the draft is done',
    async (name, request, body, send) => {
      const { desk, page } = await new Opened().at();
      page.rest.on(request, ok(OWN));
      send(desk);
      expect(desk.view).toMatchObject({ busy: true, notice: undefined });
      expect(page.rest.asked[0]?.body).toEqual(body);
      await page.settled();
      expect(page.takeAsked()).toHaveLength(5);
      expect(desk.view).toMatchObject({
        busy: false,
        notice: { name, booking: { id: 'tank-1~own' } },
        draft: { fromMs: NOON + 5 * MINUTE_MS, minutes: 30, changes: undefined },
      });
    },
  );

  it('in place of what was taken is one of the free windows', async () => {
    const { desk, page } = await new Opened().at();
    page.rest.on(EXTEND, refused(409, 'taken', { nearest: [FREE] }));
    desk.extend(BOOKING, 15);
    await page.settled();
    expect(desk.view.notice).toMatchObject({
      name: 'taken',
      failure: { code: 'taken' },
      wanted: { fromMs: BOOKING.fromMs, toMs: BOOKING.toMs + 15 * MINUTE_MS },
      free: [{ fromMs: NOON + 2 * MINUTE_MS }],
    });
    page.takeAsked();
    desk.bookInstead(SPAN);
    expect(page.rest.asked[0]?.body).toMatchObject(BODY);
  });

  it('and refused for another reason says so, and the draft stays', async () => {
    const { desk, page } = await new Opened().at();
    page.rest.on('POST /api/bookings', refused(403, 'quota'));
    desk.chooseLength(45);
    desk.book();
    await page.settled();
    expect(desk.view).toMatchObject({
      notice: { name: 'failed', failure: { code: 'quota' } },
      draft: { minutes: 45 },
    });
  });

  it.each<[string, string, (desk: BookingDesk) => void]>([
    ['cancelled', 'DELETE /api/bookings/tank-1~b1', (desk) => desk.cancelBooking(BOOKING)],
    ['waiting', 'POST /api/waiting', (desk) => desk.waitFor(SPAN)],
    ['not_waiting', 'DELETE /api/waiting/w1', (desk) => desk.stopWaiting('w1')],
  ])('to be %s is said, or why not', async (name, request, send) => {
    const { desk, page } = await new Opened().at();
    page.rest.on(request, refused(404, 'not_found'));
    send(desk);
    await page.settled();
    expect(desk.view).toMatchObject({
      busy: false,
      notice: { name: 'failed', failure: { code: 'not_found' } },
    });
    page.rest.on(request, ok());
    page.takeAsked();
    send(desk);
    await page.settled();
    expect(desk.view).toMatchObject({ busy: false, notice: { name } });
    expect(page.takeAsked()[0]).toBe(request);
  });

  it('waits for the span that was wanted', async () => {
    const { desk, page } = await new Opened().at();
    desk.waitFor(SPAN);
    expect(page.rest.asked[0]?.body).toEqual({ robot_id: 'tank-1', ...BODY });
  });

  it('ends the change of a booking that is cancelled, and only then', async () => {
    const { desk, page } = await new Opened().at();
    page.rest.on('DELETE /api/waiting/w1', ok()).on('DELETE /api/bookings/*', refused(404, 'not_found'));
    desk.beginChange(BOOKING);
    desk.cancelBooking(BOOKING);
    await page.settled();
    desk.stopWaiting('w1');
    await page.settled();
    expect(desk.view.draft.changes).toEqual(BOOKING);
    page.rest.on('DELETE /api/bookings/*', ok());
    desk.cancelBooking(BOOKING);
    await page.settled();
    expect(desk.view.draft.changes).toBeUndefined();
  });

  it('is one at a time', async () => {
    const opened = await new Opened().at();
    opened.desk.stopWaiting('w1');
    opened.desk.stopWaiting('w2');
    await opened.page.settled();
    expect(opened.takeSent()).toEqual(['DELETE /api/waiting/w1']);
  });

  it('and answered after the page was left says nothing', async () => {
    const opened = await new Opened().at();
    opened.desk.stopWaiting('w1');
    opened.desk.close();
    opened.page.takeAsked();
    await opened.page.settled();
    expect(opened.desk.view).toMatchObject({ busy: false, notice: undefined });
    expect(opened.page.takeAsked()).toEqual([]);
  });
});
