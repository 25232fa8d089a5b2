import { describe, expect, it } from 'vitest';
import { BookingsScene, FREE, MINUTE_MS, NOON, OWN, SPAN } from '../../testing/bookings-scene.ts';
import { ok, refused } from '../../testing/fake-relay-rest.ts';
import { BOOKING } from '../../testing/robots.ts';
import type { BookingsPage } from './bookings-page.ts';

const BODY = { from: '2026-11-21T13:00:00.000Z', until: '2026-11-21T13:30:00.000Z' };

describe('what is sent', () => {
  const CHANGE = 'PATCH /api/bookings/tank-1~b1';
  const EXTEND = 'POST /api/bookings/tank-1~b1/extend';

  it.each<[string, string, object, (page: BookingsPage) => void]>([
    [
      'booked',
      'POST /api/bookings',
      { robot_id: 'tank-1', ...BODY, zone: 'Europe/Berlin' },
      (page) => {
        page.choose(SPAN.fromMs);
        page.book();
      },
    ],
    [
      'changed',
      CHANGE,
      BODY,
      (page) => {
        page.beginChange(BOOKING);
        page.chooseLength(30);
        page.book();
      },
    ],
    ['extended', EXTEND, { minutes: 15 }, (page) => page.extend(BOOKING, 15)],
  ])(
    'to be %s is said with the booking that it became, and the draft is done',
    async (name, request, body, send) => {
      const { page, fake } = await new BookingsScene().at();
      fake.rest.on(request, ok(OWN));
      send(page);
      expect(page.view).toMatchObject({ busy: true, notice: undefined });
      expect(fake.rest.asked[0]?.body).toEqual(body);
      await fake.settled();
      expect(fake.takeAsked()).toHaveLength(5);
      expect(page.view).toMatchObject({
        busy: false,
        notice: { name, booking: { id: 'tank-1~own' } },
        draft: { fromMs: NOON + 5 * MINUTE_MS, minutes: 30, changes: undefined },
      });
    },
  );

  it('in place of what was taken is one of the free windows', async () => {
    const { page, fake } = await new BookingsScene().at();
    fake.rest.on(EXTEND, refused(409, 'taken', { nearest: [FREE] }));
    page.extend(BOOKING, 15);
    await fake.settled();
    expect(page.view.notice).toMatchObject({
      name: 'taken',
      failure: { code: 'taken' },
      wanted: { fromMs: BOOKING.fromMs, toMs: BOOKING.toMs + 15 * MINUTE_MS },
      free: [{ fromMs: NOON + 2 * MINUTE_MS }],
    });
    fake.takeAsked();
    page.bookInstead(SPAN);
    expect(fake.rest.asked[0]?.body).toMatchObject(BODY);
  });

  it('and refused for another reason says so, and the draft stays', async () => {
    const { page, fake } = await new BookingsScene().at();
    fake.rest.on('POST /api/bookings', refused(403, 'quota'));
    page.chooseLength(45);
    page.book();
    await fake.settled();
    expect(page.view).toMatchObject({
      notice: { name: 'failed', failure: { code: 'quota' } },
      draft: { minutes: 45 },
    });
  });

  it.each<[string, string, (page: BookingsPage) => void]>([
    ['cancelled', 'DELETE /api/bookings/tank-1~b1', (page) => page.cancelBooking(BOOKING)],
    ['waiting', 'POST /api/waiting', (page) => page.waitFor(SPAN)],
    ['not_waiting', 'DELETE /api/waiting/w1', (page) => page.stopWaiting('w1')],
  ])('to be %s is said, or why not', async (name, request, send) => {
    const { page, fake } = await new BookingsScene().at();
    fake.rest.on(request, refused(404, 'not_found'));
    send(page);
    await fake.settled();
    expect(page.view).toMatchObject({
      busy: false,
      notice: { name: 'failed', failure: { code: 'not_found' } },
    });
    fake.rest.on(request, ok());
    fake.takeAsked();
    send(page);
    await fake.settled();
    expect(page.view).toMatchObject({ busy: false, notice: { name } });
    expect(fake.takeAsked()[0]).toBe(request);
  });

  it('waits for the span that was wanted', async () => {
    const { page, fake } = await new BookingsScene().at();
    page.waitFor(SPAN);
    expect(fake.rest.asked[0]?.body).toEqual({ robot_id: 'tank-1', ...BODY });
  });

  it('ends the change of a booking that is cancelled, and only then', async () => {
    const { page, fake } = await new BookingsScene().at();
    fake.rest.on('DELETE /api/waiting/w1', ok()).on('DELETE /api/bookings/*', refused(404, 'not_found'));
    page.beginChange(BOOKING);
    page.cancelBooking(BOOKING);
    await fake.settled();
    page.stopWaiting('w1');
    await fake.settled();
    expect(page.view.draft.changes).toEqual(BOOKING);
    fake.rest.on('DELETE /api/bookings/*', ok());
    page.cancelBooking(BOOKING);
    await fake.settled();
    expect(page.view.draft.changes).toBeUndefined();
  });

  it('is one at a time', async () => {
    const opened = await new BookingsScene().at();
    opened.page.stopWaiting('w1');
    opened.page.stopWaiting('w2');
    await opened.fake.settled();
    expect(opened.takeSent()).toEqual(['DELETE /api/waiting/w1']);
  });

  it('and answered after the page was left says nothing', async () => {
    const opened = await new BookingsScene().at();
    opened.page.stopWaiting('w1');
    opened.page.close();
    opened.fake.takeAsked();
    await opened.fake.settled();
    expect(opened.page.view).toMatchObject({ busy: false, notice: undefined });
    expect(opened.fake.takeAsked()).toEqual([]);
  });
});
