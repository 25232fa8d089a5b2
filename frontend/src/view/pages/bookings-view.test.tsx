// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { ok, refused } from '../../testing/fake-relay-rest.ts';
import { FakePage } from '../../testing/page.ts';
import { GUIDE, ROVER, TANK, bookingOf } from '../../testing/robots.ts';
import { ShownPage } from '../../testing/shown-page.tsx';

const shown = new ShownPage();
const { show, doing, get, find, all, text, pass, violations } = shown;

// It is 13:00 on Saturday in Berlin.
const RUNNING = bookingOf('tank-1~run', '2026-11-21T11:30:00Z', '2026-11-21T12:30:00Z');
const NEXT = bookingOf('tank-1~next', '2026-11-22T09:00:00Z', '2026-11-22T10:00:00Z');
const BUSY = { robot_id: 'tank-1', from: '2026-11-21T14:00:00Z', until: '2026-11-21T15:00:00Z', busy: true };
const FREE = [
  { from: '2026-11-21T12:30:00Z', until: '2026-11-21T14:00:00Z' },
  { from: '2026-11-21T15:00:00Z', until: '2026-11-22T09:00:00Z' },
  { from: '2026-11-22T10:00:00Z', until: '2026-12-31T00:00:00Z' },
];

async function bookings(): Promise<FakePage> {
  const page = new FakePage(null);
  page.relay.rest
    .on('GET /api/robots', ok({ robots: [TANK, ROVER, GUIDE] }))
    .on('GET /api/robots/*/free?*', ok({ free: FREE }))
    .on('GET /api/bookings?*', ok({ bookings: [RUNNING, NEXT] }))
    .on('GET /api/bookings?robot_id=*', ok({ bookings: [RUNNING, BUSY, NEXT] }))
    .on('GET /api/waiting', ok({ waiting: [] }));
  return page.at('#/bookings/tank-1');
}

function choose(testId: string, value: string): void {
  doing(() => {
    const field = get(testId) as HTMLInputElement;
    field.value = value;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

async function send(): Promise<void> {
  doing(() => get('booking-form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
  await pass(0);
}

describe('the bookings page', () => {
  it('names the zone, shows the week and one’s own times, and is clean for axe', async () => {
    await show(bookings);
    expect(text('bookings-zone')).toBe('All times: Europe/Berlin (GMT+1).');
    const states = [12, 13, 14, 15, 16].map((hour) => get(`slot-0-${hour}`).dataset['state']);
    expect(states).toEqual(['past', 'mine', 'free', 'taken', 'free']);
    expect(get('slot-0-14').getAttribute('aria-label')).toBe('Sat 21 Nov, 14:00: Free');
    expect(all('[data-testid="own-booking"]').map(({ dataset }) => dataset['state'])).toEqual([
      'now',
      'next',
    ]);
    expect(text('own-bookings')).toContain('Sat 21 Nov, 12:30–13:30');
    expect(await violations()).toEqual([]);
  });

  it('an hour that is chosen fills the form, and the booking is sent in UTC with the zone', async () => {
    await show(bookings);
    doing(() => get('slot-1-8').click());
    expect((get('booking-date') as HTMLInputElement).value).toBe('2026-11-22');
    expect((get('booking-time') as HTMLInputElement).value).toBe('08:00');
    expect(document.activeElement).toBe(get('booking-length'));
    choose('booking-length', '45');
    shown.page.relay.rest.on('POST /api/bookings', {
      status: 201,
      body: bookingOf('tank-1~new', '2026-11-22T07:00:00Z', '2026-11-22T07:45:00Z'),
    });
    await send();
    expect(shown.page.relay.rest.bodies('POST /api/bookings')).toEqual([
      {
        robot_id: 'tank-1',
        from: '2026-11-22T07:00:00.000Z',
        until: '2026-11-22T07:45:00.000Z',
        zone: 'Europe/Berlin',
      },
    ]);
    expect(text('booking-done')).toBe('Booked: Sun 22 Nov, 08:00–08:45.');
  });

  it('arrow keys go from hour to hour, one of them is in the order of focus, taken ones can’t be chosen', async () => {
    await show(bookings);
    const focused = (): string | undefined => (document.activeElement as HTMLElement).dataset['cell'];
    const press = (key: string): void =>
      doing(() =>
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })),
      );
    expect(all('.slot[tabindex="0"]').map(({ dataset }) => dataset['cell'])).toEqual(['0-13']);
    doing(() => get('slot-0-13').focus());
    press('ArrowDown');
    press('ArrowDown');
    expect(focused()).toBe('0-15');
    const before = (get('booking-time') as HTMLInputElement).value;
    doing(() => get('slot-0-15').click());
    expect((get('booking-time') as HTMLInputElement).value).toBe(before);
    press('ArrowRight');
    press('ArrowUp');
    expect(focused()).toBe('1-14');
    press('End');
    expect(focused()).toBe('6-14');
    expect(all('.slot[tabindex="0"]')).toHaveLength(1);
  });

  it('offers the nearest free times when it is taken, and a place on the waiting list', async () => {
    await show(bookings);
    shown.page.relay.rest
      .on('POST /api/bookings', refused(409, 'taken', { nearest: FREE.slice(0, 2) }))
      .on('POST /api/waiting', { status: 201, body: {} });
    choose('booking-time', '15:00');
    await send();
    expect(text('booking-taken')).toContain('nearest');
    const offers = all('[data-testid="booking-instead"]').map(({ textContent }) => textContent);
    expect(offers).toEqual(['Sat 21 Nov, 14:30–15:00', 'Sat 21 Nov, 16:00–16:30']);
    expect(await violations()).toEqual([]);
    doing(() => get('booking-wait').click());
    await pass(0);
    expect(shown.page.relay.rest.bodies('POST /api/waiting')).toEqual([
      { robot_id: 'tank-1', from: '2026-11-21T14:00:00.000Z', until: '2026-11-21T14:30:00.000Z' },
    ]);
    expect(text('booking-done')).toContain('waiting list');
  });

  it('says what the relay says when it is too much', async () => {
    await show(bookings);
    shown.page.relay.rest.on('POST /api/bookings', refused(409, 'too_many', { detail: 'You have five.' }));
    await send();
    expect(text('booking-failed')).toContain('You have five.');
  });

  it('changes a booking by its id, from its own times', async () => {
    await show(bookings);
    doing(() => get('change-booking').click());
    expect((get('booking-time') as HTMLInputElement).value).toBe('10:00');
    expect((get('booking-length') as HTMLSelectElement).value).toBe('60');
    choose('booking-time', '11:00');
    shown.page.relay.rest.on(
      'PATCH /api/bookings/*',
      ok(bookingOf('tank-1~next', '2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z')),
    );
    await send();
    expect(shown.page.relay.rest.bodies('PATCH /api/bookings/tank-1~next')).toEqual([
      { from: '2026-11-22T10:00:00.000Z', until: '2026-11-22T11:00:00.000Z' },
    ]);
    expect(text('booking-done')).toBe('Changed: now Sun 22 Nov, 11:00–12:00.');
  });

  it('asks before it cancels, and makes a running one longer', async () => {
    await show(bookings);
    shown.page.relay.rest
      .on('DELETE /api/bookings/*', ok({}))
      .on(
        'POST /api/bookings/*/extend',
        ok(bookingOf('tank-1~run', '2026-11-21T11:30:00Z', '2026-11-21T12:45:00Z')),
      );
    doing(() => get('extend-booking').click());
    await pass(0);
    expect(shown.page.relay.rest.bodies('POST /api/bookings/tank-1~run/extend')).toEqual([{ minutes: 15 }]);
    expect(text('booking-done')).toContain('12:30–13:45');
    doing(() => all('[data-testid="cancel-booking"]')[1]?.click());
    expect(document.activeElement).toBe(get('cancel-booking-keep'));
    expect(shown.page.relay.rest.bodies('DELETE /api/bookings/tank-1~next')).toHaveLength(0);
    doing(() => get('cancel-booking-sure').click());
    await pass(0);
    expect(shown.page.relay.rest.bodies('DELETE /api/bookings/tank-1~next')).toHaveLength(1);
    expect(text('booking-done')).toContain('Cancelled');
  });

  it('the next week is asked for anew, and a robot that may only be watched is not offered', async () => {
    await show(bookings);
    doing(() => get('week-later').click());
    await pass(0);
    const asked = shown.page.relay.rest.asked.map(({ path }) => decodeURIComponent(path));
    expect(asked).toContain(
      '/api/robots/tank-1/free?from=2026-11-27T23:00:00.000Z&to=2026-12-04T23:00:00.000Z',
    );
    expect(all('[data-testid="bookings-robot"] option').map(({ textContent }) => textContent)).toEqual([
      'Tank',
      'Guide',
    ]);
    expect(find('slot-0-0')?.dataset['state']).toBe('free');
  });
});
