import { describe, expect, it } from 'vitest';
import type { Robot } from '../link/robots-rest.ts';
import { BookingsPage, MINUTE_MS, NOON, OWN, SPAN } from '../testing/bookings-page.ts';
import { refused, ok } from '../testing/fake-relay-rest.ts';
import { BOOKING, TANK } from '../testing/robots.ts';
import type { BookingDesk } from './booking-desk.ts';
import { AHEAD_MS, spanOf } from './booking-desk.ts';
import { weekSpan } from './week.ts';

describe('the bookings of a robot', () => {
  it('are unknown until the answers come', () => {
    const { desk } = new BookingsPage();
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
    const { page, desk } = new BookingsPage();
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
    const { desk } = await new BookingsPage().at();
    expect(desk.view.own?.map(({ id }) => id)).toEqual(['tank-1~own']);
    expect(desk.view.waits).toMatchObject([{ id: 'w1' }]);
    const states = desk.view.days[0]?.slots.slice(13, 18).map((slot) => slot?.state);
    expect(states).toEqual(['partly', 'free', 'mine', 'taken', 'taken']);
    expect(desk.view.draft.fromMs).toBe(NOON + 5 * MINUTE_MS);
  });

  it('are asked for again every fifteen seconds until the page is left', async () => {
    const { page, desk } = await new BookingsPage().at();
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
    const opened = await new BookingsPage().at();
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
    const opened = new BookingsPage();
    opened.page.rest
      .on('GET /api/bookings?*', refused(503, 'busy'))
      .on('GET /api/bookings?robot_id=*', ok({ bookings: [OWN] }));
    await opened.at();
    expect(opened.desk.view.days[0]?.slots[15]?.state).toBe('taken');
  });

  it('of a login that has ended sign out', async () => {
    const opened = new BookingsPage();
    opened.page.rest.on('GET /api/waiting', refused(401, 'unauthenticated'));
    await opened.at();
    expect(opened.page.signedOut).toBe(1);
    expect(opened.desk.view.own).toBeUndefined();
  });
});

describe('which robot is shown', () => {
  it('is the first of the list when the address names none, once the list has come', async () => {
    const opened = new BookingsPage();
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
    const opened = new BookingsPage();
    opened.desk.open(undefined);
    expect(opened.desk.view.robotId).toBe('tank-1');
    await opened.page.settled();
  });

  it('is none while the list is empty', () => {
    const opened = new BookingsPage();
    opened.robots = [];
    opened.desk.open(undefined);
    opened.desk.robotsChanged();
    expect(opened.desk.view.robotId).toBeUndefined();
  });

  it('does not come with the list once the page was left', () => {
    const opened = new BookingsPage();
    opened.desk.robotsChanged();
    expect(opened.desk.view.robotId).toBeUndefined();
    expect(opened.page.takeAsked()).toEqual([]);
  });
});

describe('another week', () => {
  it('is loaded, and what was asked for the one before is ignored', async () => {
    const { desk, page } = await new BookingsPage().at();
    desk.showWeek(1);
    expect(desk.view).toMatchObject({ offset: 1, busy: false });
    expect(desk.view.days[0]?.slots[15]?.state).toBe('unknown');
    await page.settled();
    const from = encodeURIComponent(new Date(weekSpan(NOON, 1, 'Europe/Berlin').fromMs).toISOString());
    expect(page.takeAsked().filter((asked) => asked.includes(from))).toHaveLength(2);
    expect(page.takeChanges()).toBe(2);
  });

  it('is the present one at the earliest', async () => {
    const { desk, page } = await new BookingsPage().at();
    desk.showWeek(-1);
    expect(page.takeChanges()).toBe(0);
    desk.showWeek(0);
    expect(page.takeChanges()).toBe(1);
  });

  it('ends the waiting for an answer to what was sent before', async () => {
    const { desk, page } = await new BookingsPage().at();
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
    const { desk } = await new BookingsPage().at();
    desk.chooseLength(45);
    expect(desk.view.draft).toEqual({ fromMs: NOON + 5 * MINUTE_MS, minutes: 45, changes: undefined });
    desk.choose(SPAN.fromMs);
    expect(desk.view.draft).toEqual({ fromMs: SPAN.fromMs, minutes: 45, changes: undefined });
    desk.chooseLength(60);
    expect(desk.view.draft).toEqual({ fromMs: SPAN.fromMs, minutes: 60, changes: undefined });
  });

  it('begins at the soonest free minute', async () => {
    const { desk, page } = await new BookingsPage().at();
    desk.chooseSoonest();
    expect(desk.view.draft.fromMs).toBe(NOON + 2 * MINUTE_MS);
    page.nowMs = Date.UTC(2026, 10, 21, 14);
    page.takeChanges();
    desk.chooseSoonest();
    expect(page.takeChanges()).toBe(0);
  });

  it('is nowhere sooner before the free times are known', () => {
    const { desk, page } = new BookingsPage();
    desk.chooseSoonest();
    expect(page.takeChanges()).toBe(0);
  });

  it('of a booking that is changed is as that is, until it is left alone', async () => {
    const { desk } = await new BookingsPage().at();
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
    const { desk, page } = await new BookingsPage().at();
    desk.stopWaiting('w1');
    await page.settled();
    expect(desk.view.notice).toBeDefined();
    choose(desk);
    expect(desk.view.notice).toBeUndefined();
  });
});
