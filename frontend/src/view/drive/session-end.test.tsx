// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { ROBOT, TAG } from '../../testing/fake-relay.ts';
import { ok, refused } from '../../testing/fake-relay-rest.ts';
import { FakePage } from '../../testing/page.ts';
import { GUIDE, TANK, bookingOf } from '../../testing/robots.ts';
import { ShownPage } from '../../testing/shown-page.tsx';

const shown = new ShownPage();
const { show, doing, get, find, text, pass, says, violations } = shown;
const MINUTE = 60_000;

function ends(inMs: number | null, cause?: 'unconfirmed'): void {
  const endsAt = inMs === null ? null : new Date(shown.page.nowMs + inMs).toISOString();
  doing(() =>
    shown.page.relay.socket.says({
      type: 'session_ends',
      robot_id: ROBOT,
      ends_in_ms: inMs,
      ends_at: endsAt,
      ...(cause === undefined ? {} : { cause }),
    }),
  );
}

describe('the end of one’s time', () => {
  it('is a line at first and big in the last five minutes, and is said at five and at one only', async () => {
    await show(() => new FakePage().driving());
    expect(find('session-until')).toBeNull();
    ends(6 * MINUTE);
    expect(text('session-until')).toBe('Your time: until 13:06');
    expect(find('countdown')).toBeNull();
    expect(text('session-end-spoken')).toBe('');
    await pass(MINUTE);
    expect(text('countdown')).toBe('5:00');
    const spoken = text('session-end-spoken');
    expect(spoken).toBe('5 minutes of your time are left.');
    expect(await violations()).toEqual([]);
    await pass(3.5 * MINUTE);
    expect(text('countdown')).toBe('1:30');
    expect(text('session-end-spoken')).toBe(spoken);
    await pass(MINUTE / 2);
    expect(text('session-end-spoken')).toBe('One minute of your time is left.');
    await pass(2 * MINUTE);
    expect(text('countdown')).toBe('0:00');
  });

  it('goes away when it is far again', async () => {
    await show(() => new FakePage().driving());
    ends(2 * MINUTE);
    expect(find('countdown')).not.toBeNull();
    ends(null);
    expect(find('session-until')).toBeNull();
  });

  it('says why when nobody can look up the right, and offers no more time', async () => {
    await show(() => new FakePage().driving());
    ends(25_000, 'unconfirmed');
    expect(text('session-until')).toBe(
      'The relay can’t look up your rights now. You drive on until 13:00 at the latest, then the robot stops gently.',
    );
    expect(text('countdown')).toBe('0:25');
    expect(find('extend-drive')).toBeNull();
    expect(await violations()).toEqual([]);
    ends(null);
    expect(find('session-until')).toBeNull();
  });

  it('is made longer without leaving the drive; what the relay refuses is said', async () => {
    await show(() => new FakePage().driving());
    ends(2 * MINUTE);
    const { rest } = shown.page.relay;
    const booking = bookingOf('tank-1~b', '2026-11-21T11:00:00Z', '2026-11-21T12:02:00Z');
    rest
      .on(
        'GET /api/bookings?*',
        ok({ bookings: [bookingOf('x', '2026-11-21T11:00:00Z', '2026-11-21T13:00:00Z', 'other'), booking] }),
      )
      .on('POST /api/bookings/*/extend', refused(409, 'taken', { nearest: [] }));
    doing(() => get('extend-drive').click());
    await pass(0);
    expect(text('extension')).toBe('Somebody else has the time after yours.');
    rest.on(
      'POST /api/bookings/*/extend',
      ok(bookingOf('tank-1~b', '2026-11-21T11:00:00Z', '2026-11-21T12:17:00Z')),
    );
    doing(() => get('extend-drive').click());
    await pass(0);
    expect(rest.bodies('POST /api/bookings/tank-1~b/extend')).toEqual([{ minutes: 15 }, { minutes: 15 }]);
    expect(text('extension')).toBe('You have until 13:17 now.');
  });
});

describe('a robot for those who have booked', () => {
  const guide = { ...GUIDE, robot_id: ROBOT, name: 'Guide' };

  it('is left when the time is over: no further connection, and a way to book again', async () => {
    await show(async () => {
      const page = new FakePage();
      page.relay.rest.on('GET /api/robots', ok({ robots: [guide] }));
      return page.driving();
    });
    await pass(0);
    const { sockets } = shown.page.relay;
    doing(() =>
      shown.page.relay.socket.says({ type: 'error', code: 'booking_over', message: 'Your time is over.' }),
    );
    await pass(10_000);
    expect(shown.page.hash).toBe('#/');
    expect(text('notice-booking_over')).toBe('Your time with Guide is over. The robot has been stopped.');
    expect(sockets.opened).toHaveLength(1);
    expect(sockets.last.closed).toBe(true);
    expect(await violations()).toEqual([]);
    doing(() => get('book-again').click());
    expect(shown.page.hash).toBe(`#/bookings/${ROBOT}`);
  });

  it('can’t be opened before: it says when, in the person’s zone', async () => {
    await show(() => new FakePage().connected());
    doing(() =>
      shown.page.relay.socket.says({
        type: 'refused',
        request: 'select_robot',
        code: 'booking_needed',
        message: 'Your booking begins at 2026-11-21T14:00:00Z. It opens by itself then.',
      }),
    );
    await pass(10_000);
    expect(text('notice-booking_needed')).toContain('Your booking begins at Sat 21 Nov, 15:00.');
    expect(shown.page.relay.sockets.opened).toHaveLength(1);
  });

  it('one that may be watched by all stays in view, with STOP, when the time is over', async () => {
    await show(async () => {
      const page = new FakePage();
      page.relay.rest.on('GET /api/robots', ok({ robots: [{ ...TANK, booking_required: false }] }));
      return page.driving();
    });
    await pass(0);
    ends(0);
    doing(() =>
      shown.page.relay.socket.says({ type: 'error', code: 'booking_over', message: 'Your time is over.' }),
    );
    expect(shown.page.screen.name).toBe('drive');
    expect(find('countdown')).toBeNull();
    expect(find('stop')).not.toBeNull();
  });
});

describe('who may only watch', () => {
  it('sees no controls and keeps STOP', async () => {
    await show(async () => {
      const page = new FakePage();
      page.relay.rest.on('GET /api/robots', ok({ robots: [{ ...TANK, may: 'watch' }] }));
      return page.connected();
    });
    await pass(100);
    expect([find('take-lease'), find('release-stop'), find('pad-forward')]).toEqual([null, null, null]);
    expect(text('may-watch')).toContain('watch this robot and stop it');
    doing(() => get('stop').click());
    expect(shown.page.relay.socket.last('stop')).toBeDefined();
    expect(await violations()).toEqual([]);
  });
});

describe('a robot without its motor board', () => {
  it('is not called ready', async () => {
    await show(() => new FakePage().driving());
    const mine = { holder: TAG, leaseRemainingMs: 600_000 };
    says({ ...mine, stamp: 1001, boardConnected: true });
    await pass(100);
    expect(text('latch-state')).toBe('Ready to drive');
    says({ ...mine, stamp: 1100, boardConnected: false });
    await pass(100);
    expect(text('latch-state')).toContain('motor board is gone');
    expect(get('latch-state').parentElement?.className).toContain('tone-neutral');
  });

  it('nor is one that is not heard', async () => {
    await show(() => new FakePage().driving());
    await pass(100);
    expect(text('latch-state')).toBe('Ready to drive');
    await pass(2000);
    expect(text('latch-state')).toContain('not heard');
  });
});
