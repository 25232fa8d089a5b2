import { describe, expect, it } from 'vitest';
import type { Robot } from '../../link/robots-rest.ts';
import { BookingsScene, MINUTE_MS, NOON, OWN, SPAN } from '../../testing/bookings-scene.ts';
import { refused, ok } from '../../testing/fake-relay-rest.ts';
import { BOOKING, TANK } from '../../testing/robots.ts';
import type { BookingsPage } from './bookings-page.ts';
import { AHEAD_MS, spanOf } from './bookings-page.ts';
import { weekSpan } from './week.ts';

describe('the bookings of a robot', () => {
  it('are unknown until the answers come', () => {
    const { page } = new BookingsScene();
    expect(page.view).toMatchObject({
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
    expect(page.view.days[0]?.slots[15]?.state).toBe('unknown');
  });

  it('are asked for of the week that is shown, and one’s own of sixty days', async () => {
    const { fake, page } = new BookingsScene();
    page.open({ robotId: 'tank-1' });
    await fake.settled();
    const { fromMs, toMs } = weekSpan(NOON, 0, 'Europe/Berlin');
    const [from, to] = [fromMs, toMs].map((ms) => encodeURIComponent(new Date(ms).toISOString()));
    const ahead = encodeURIComponent(new Date(NOON + AHEAD_MS).toISOString());
    expect(fake.takeAsked().sort()).toEqual([
      `GET /api/bookings?from=${encodeURIComponent('2026-11-21T12:00:00.000Z')}&to=${ahead}`,
      `GET /api/bookings?robot_id=tank-1&from=${String(from)}&to=${String(to)}`,
      `GET /api/robots/tank-1/free?from=${String(from)}&to=${String(to)}`,
      'GET /api/waiting',
    ]);
    expect(fake.takeChanges()).toBe(1);
  });

  it('tell one’s own from others’, and forget those that are over', async () => {
    const { page } = await new BookingsScene().at();
    expect(page.view.own?.map(({ id }) => id)).toEqual(['tank-1~own']);
    expect(page.view.waits).toMatchObject([{ id: 'w1' }]);
    const states = page.view.days[0]?.slots.slice(13, 18).map((slot) => slot?.state);
    expect(states).toEqual(['partly', 'free', 'mine', 'taken', 'taken']);
    expect(page.view.draft.fromMs).toBe(NOON + 5 * MINUTE_MS);
  });

  it('are asked for again every fifteen seconds until the page is left', async () => {
    const { fake, page } = await new BookingsScene().at();
    await fake.time.pass(15_000);
    expect(fake.takeAsked()).toHaveLength(4);
    page.open({ robotId: 'tank-1' });
    await fake.settled();
    fake.takeAsked();
    await fake.time.pass(15_000);
    expect(fake.takeAsked()).toHaveLength(4);
    page.close();
    await fake.time.pass(60_000);
    expect(fake.takeAsked()).toEqual([]);
    expect(page.view).toMatchObject({ own: undefined, waits: [] });
  });

  it('that cannot be had leave what was known, and say so', async () => {
    const opened = await new BookingsScene().at();
    const before = opened.page.view;
    for (const request of ['GET /api/bookings?*', 'GET /api/waiting', 'GET /api/robots/*'])
      opened.fake.rest.on(request, refused(503, 'busy'));
    await opened.fake.time.pass(15_000);
    const { own, waits, days } = opened.page.view;
    expect({ own, waits }).toEqual({ own: before.own, waits: before.waits });
    expect(days).toEqual(before.days);
    expect(opened.page.view.problem).toMatchObject({ why: 'unavailable', code: 'busy' });
    expect(opened.fake.signedOut).toBe(0);
  });

  it('of the robot are nobody’s while one’s own are unknown', async () => {
    const opened = new BookingsScene();
    opened.fake.rest
      .on('GET /api/bookings?*', refused(503, 'busy'))
      .on('GET /api/bookings?robot_id=*', ok({ bookings: [OWN] }));
    await opened.at();
    expect(opened.page.view.days[0]?.slots[15]?.state).toBe('taken');
  });

  it('of a login that has ended sign out', async () => {
    const opened = new BookingsScene();
    opened.fake.rest.on('GET /api/waiting', refused(401, 'unauthenticated'));
    await opened.at();
    expect(opened.fake.signedOut).toBe(1);
    expect(opened.page.view.own).toBeUndefined();
  });
});

describe('which robot is shown', () => {
  it('is the first of the list when the address names none, once the list has come', async () => {
    const opened = new BookingsScene();
    opened.robots = undefined;
    await opened.at(undefined);
    opened.page.open({});
    await opened.fake.settled();
    expect(opened.page.view.robotId).toBeUndefined();
    expect(opened.fake.takeAsked()).toHaveLength(2);
    opened.page.book();
    opened.page.waitFor(SPAN);
    expect(opened.fake.takeAsked()).toEqual([]);
    opened.robots = [TANK as unknown as Robot];
    opened.page.robotsChanged();
    await opened.fake.settled();
    expect(opened.page.view.robotId).toBe('tank-1');
    expect(opened.fake.takeAsked()).toHaveLength(4);
    opened.page.robotsChanged();
    await opened.fake.settled();
    expect(opened.fake.takeAsked()).toEqual([]);
  });

  it('is the first one at once when the list is there', async () => {
    const opened = new BookingsScene();
    opened.page.open({});
    expect(opened.page.view.robotId).toBe('tank-1');
    await opened.fake.settled();
  });

  it('is none while the list is empty', () => {
    const opened = new BookingsScene();
    opened.robots = [];
    opened.page.open({});
    opened.page.robotsChanged();
    expect(opened.page.view.robotId).toBeUndefined();
  });

  it('does not come with the list once the page was left', () => {
    const opened = new BookingsScene();
    opened.page.robotsChanged();
    expect(opened.page.view.robotId).toBeUndefined();
    expect(opened.fake.takeAsked()).toEqual([]);
  });
});

describe('another week', () => {
  it('is loaded, and what was asked for the one before is ignored', async () => {
    const { page, fake } = await new BookingsScene().at();
    page.showWeek(1);
    expect(page.view).toMatchObject({ offset: 1, busy: false });
    expect(page.view.days[0]?.slots[15]?.state).toBe('unknown');
    await fake.settled();
    const from = encodeURIComponent(new Date(weekSpan(NOON, 1, 'Europe/Berlin').fromMs).toISOString());
    expect(fake.takeAsked().filter((asked) => asked.includes(from))).toHaveLength(2);
    expect(fake.takeChanges()).toBe(2);
  });

  it('is the present one at the earliest', async () => {
    const { page, fake } = await new BookingsScene().at();
    page.showWeek(-1);
    expect(fake.takeChanges()).toBe(0);
    page.showWeek(0);
    expect(fake.takeChanges()).toBe(1);
  });

  it('ends the waiting for an answer to what was sent before', async () => {
    const { page, fake } = await new BookingsScene().at();
    fake.rest.on('POST /api/bookings', refused(403, 'not_permitted'));
    page.book();
    expect(page.view.busy).toBe(true);
    page.showWeek(1);
    await fake.settled();
    expect(page.view).toMatchObject({ busy: false, notice: undefined });
  });
});

describe('a draft', () => {
  it('keeps its length when its beginning is chosen, and the other way round', async () => {
    const { page } = await new BookingsScene().at();
    page.chooseLength(45);
    expect(page.view.draft).toEqual({ fromMs: NOON + 5 * MINUTE_MS, minutes: 45, changes: undefined });
    page.choose(SPAN.fromMs);
    expect(page.view.draft).toEqual({ fromMs: SPAN.fromMs, minutes: 45, changes: undefined });
    page.chooseLength(60);
    expect(page.view.draft).toEqual({ fromMs: SPAN.fromMs, minutes: 60, changes: undefined });
  });

  it('begins at the soonest free minute', async () => {
    const { page, fake } = await new BookingsScene().at();
    page.chooseSoonest();
    expect(page.view.draft.fromMs).toBe(NOON + 2 * MINUTE_MS);
    fake.nowMs = Date.UTC(2026, 10, 21, 14);
    fake.takeChanges();
    page.chooseSoonest();
    expect(fake.takeChanges()).toBe(0);
  });

  it('is nowhere sooner before the free times are known', () => {
    const { page, fake } = new BookingsScene();
    page.chooseSoonest();
    expect(fake.takeChanges()).toBe(0);
  });

  it('of a booking that is changed is as that is, until it is left alone', async () => {
    const { page } = await new BookingsScene().at();
    page.beginChange(BOOKING);
    expect(page.view.draft).toEqual({ fromMs: BOOKING.fromMs, minutes: 60, changes: BOOKING });
    page.chooseLength(15);
    expect(page.view.draft).toEqual({ fromMs: BOOKING.fromMs, minutes: 15, changes: BOOKING });
    page.beginChange(undefined);
    expect(page.view.draft).toEqual({ fromMs: NOON + 5 * MINUTE_MS, minutes: 30, changes: undefined });
  });

  it('is a span', () => {
    expect(spanOf({ fromMs: NOON, minutes: 2 })).toEqual({ fromMs: NOON, toMs: NOON + 2 * MINUTE_MS });
  });

  it.each<[string, (page: BookingsPage) => void]>([
    ['its beginning', (page) => page.choose(NOON)],
    ['its length', (page) => page.chooseLength(15)],
    ['what it changes', (page) => page.beginChange(undefined)],
  ])('chosen anew in %s takes away what was said before', async (_name, choose) => {
    const { page, fake } = await new BookingsScene().at();
    page.stopWaiting('w1');
    await fake.settled();
    expect(page.view.notice).toBeDefined();
    choose(page);
    expect(page.view.notice).toBeUndefined();
  });
});
