import { describe, expect, it } from 'vitest';
import { BookingsPage, FREE, MINUTE_MS, NOON, OWN, SPAN } from '../testing/bookings-page.ts';
import { ok, refused } from '../testing/fake-relay-rest.ts';
import { BOOKING } from '../testing/robots.ts';
import type { BookingDesk } from './booking-desk.ts';

const BODY = { from: '2026-11-21T13:00:00.000Z', until: '2026-11-21T13:30:00.000Z' };

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
      const { desk, page } = await new BookingsPage().at();
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
    const { desk, page } = await new BookingsPage().at();
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
    const { desk, page } = await new BookingsPage().at();
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
    const { desk, page } = await new BookingsPage().at();
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
    const { desk, page } = await new BookingsPage().at();
    desk.waitFor(SPAN);
    expect(page.rest.asked[0]?.body).toEqual({ robot_id: 'tank-1', ...BODY });
  });

  it('ends the change of a booking that is cancelled, and only then', async () => {
    const { desk, page } = await new BookingsPage().at();
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
    const opened = await new BookingsPage().at();
    opened.desk.stopWaiting('w1');
    opened.desk.stopWaiting('w2');
    await opened.page.settled();
    expect(opened.takeSent()).toEqual(['DELETE /api/waiting/w1']);
  });

  it('and answered after the page was left says nothing', async () => {
    const opened = await new BookingsPage().at();
    opened.desk.stopWaiting('w1');
    opened.desk.close();
    opened.page.takeAsked();
    await opened.page.settled();
    expect(opened.desk.view).toMatchObject({ busy: false, notice: undefined });
    expect(opened.page.takeAsked()).toEqual([]);
  });
});
