import { describe, expect, it } from 'vitest';
import { FakePagePorts } from '../../testing/page-ports.ts';
import { ok, refused } from '../../testing/fake-relay-rest.ts';
import { ROVER, TANK, bookingOf } from '../../testing/robots.ts';
import { AHEAD_MS } from './bookings-page.ts';
import { RobotsPage } from './robots-page.ts';

const LIST = 'GET /api/robots';
const NEXT = bookingOf('next', '2026-11-22T09:00:00Z', '2026-11-22T10:00:00Z');
const RUNNING = bookingOf('running', '2026-11-21T11:00:00Z', '2026-11-21T12:30:00Z');
const OVER = bookingOf('over', '2026-11-21T11:00:00Z', '2026-11-21T12:00:00Z');
const UNTOLD = { robot_id: ROVER.robot_id, name: ROVER.name, online: true };

async function opened(...robots: object[]): Promise<{ fake: FakePagePorts; list: RobotsPage }> {
  const fake = new FakePagePorts();
  fake.rest
    .on(LIST, ok({ robots }))
    .on('GET /api/bookings?*', ok({ bookings: [NEXT, RUNNING, OVER] }))
    .on('GET /api/robots/rover-2', ok({ ...ROVER, name: 'Old name', online: false }));
  const list = new RobotsPage(fake.ports);
  list.open();
  await fake.settled();
  return { fake, list };
}

const listed = (fake: FakePagePorts): number => fake.takeAsked().filter((asked) => asked === LIST).length;

describe('the robots that one may see', () => {
  it('are unknown before the first answer, and have their names from the list', async () => {
    const { fake, list } = await opened(TANK, ROVER);
    expect(list.view.robots?.map(({ name }) => name)).toEqual(['Tank', 'Rover']);
    expect(list.all).toBe(list.view.robots);
    expect(list.view).toMatchObject({
      me: 'anna',
      zone: 'Europe/Berlin',
      nowMs: fake.nowMs,
      problem: undefined,
    });
    expect(list.of('rover-2')).toMatchObject({ permission: 'watch' });
    expect(list.nameOf('rover-2')).toBe('Rover');
    expect(list.nameOf('other')).toBe('other');
    const unknown = new RobotsPage(fake.ports);
    expect([unknown.all, unknown.of('tank-1'), unknown.nameOf('tank-1')]).toEqual([
      undefined,
      undefined,
      'tank-1',
    ]);
  });

  it('are asked for every five seconds until the list is left, one’s own windows with each sixth', async () => {
    const { fake, list } = await opened(TANK);
    fake.takeAsked();
    await fake.time.pass(25_000);
    expect(fake.takeAsked()).toEqual(Array(5).fill(LIST));
    await fake.time.pass(5000);
    const asked = fake.takeAsked();
    expect(asked).toHaveLength(2);
    const to = encodeURIComponent(new Date(fake.nowMs + AHEAD_MS).toISOString());
    expect(asked[1]).toMatch(/^GET \/api\/bookings\?from=2026-11-21T12%3A00%3A00.000Z&to=/);
    expect(asked[1]).toContain(to);
    list.open();
    await fake.settled();
    fake.takeAsked();
    await fake.time.pass(5000);
    expect(listed(fake)).toBe(1);
    list.close();
    await fake.time.pass(30_000);
    expect(listed(fake)).toBe(0);
  });

  it('have the window that runs or comes next', async () => {
    const { fake, list } = await opened(TANK);
    expect(list.view.windows.get('tank-1')).toMatchObject({ id: 'running' });
    fake.nowMs = Date.UTC(2026, 10, 21, 12, 30);
    expect(list.view.windows.get('tank-1')).toMatchObject({ id: 'next' });
    fake.nowMs = Date.UTC(2026, 10, 22, 10);
    expect(list.view.windows.size).toBe(0);
  });

  it('of a relay without bookings have no windows, which is no problem', async () => {
    const fake = new FakePagePorts();
    fake.rest.on(LIST, ok({ robots: [TANK] }));
    const list = new RobotsPage(fake.ports);
    list.open();
    await fake.settled();
    expect(list.view).toMatchObject({ windows: new Map(), problem: undefined });
  });

  it('stay as they were when the list cannot be had, which is said until it can', async () => {
    const { fake, list } = await opened(TANK);
    fake.rest.on(LIST, refused(503, 'busy'));
    fake.takeChanges();
    await list.load();
    expect(list.view).toMatchObject({ robots: [{ name: 'Tank' }], problem: { code: 'busy' } });
    expect(fake.takeChanges()).toBe(1);
    fake.rest.on(LIST, ok({ robots: [] }));
    await list.load();
    expect(list.view).toMatchObject({ robots: [], problem: undefined });
    expect(fake.signedOut).toBe(0);
  });

  it('of a login that has ended sign out', async () => {
    const { fake, list } = await opened(TANK);
    fake.rest.on(LIST, refused(401, 'unauthenticated'));
    fake.takeChanges();
    await list.load();
    expect(fake.signedOut).toBe(1);
    expect(fake.takeChanges()).toBe(0);
  });

  it('that come after the list was left are ignored', async () => {
    const { fake, list } = await opened(TANK);
    fake.rest.on(LIST, ok({ robots: [] })).on('GET /api/bookings?*', ok({ bookings: [] }));
    list.open();
    list.close();
    await fake.settled();
    expect(list.view.robots).toHaveLength(1);
    expect(list.view.windows.size).toBe(1);
  });

  it('are forgotten when somebody signs out', async () => {
    const { fake, list } = await opened(TANK);
    list.forget();
    expect(list.view).toMatchObject({ robots: undefined, windows: new Map() });
    expect(fake.time.pending).toBe(0);
  });
});

describe('what the list does not tell of a robot', () => {
  it('is asked of the robot, whose name and presence are the list’s', async () => {
    const { fake, list } = await opened(TANK, UNTOLD);
    expect(list.of('rover-2')).toMatchObject({ permission: 'watch', name: 'Rover', online: true });
    fake.takeAsked();
    await list.load();
    expect(fake.takeAsked()).toEqual([LIST]);
    expect(list.of('rover-2')).toMatchObject({ permission: 'watch', name: 'Rover' });
  });

  it('is asked again with each sixth look', async () => {
    const { fake } = await opened(UNTOLD);
    fake.takeAsked();
    await fake.time.pass(25_000);
    expect(fake.takeAsked()).not.toContain('GET /api/robots/rover-2');
    await fake.time.pass(5000);
    expect(fake.takeAsked()).toContain('GET /api/robots/rover-2');
  });

  it.each([
    ['it cannot be had', refused(503, 'busy')],
    ['the robot does not tell either', ok(UNTOLD)],
  ])('is asked again with the next look when %s', async (_name, answer) => {
    const { fake, list } = await opened(UNTOLD);
    await fake.settled();
    list.forget();
    fake.rest.on('GET /api/robots/rover-2', answer);
    await list.load();
    fake.takeAsked();
    await list.load();
    expect(fake.takeAsked()).toEqual([LIST, 'GET /api/robots/rover-2']);
  });

  it('is asked of eight at once', async () => {
    const many = Array.from({ length: 9 }, (_, at) => ({ ...UNTOLD, robot_id: `r${at}` }));
    const { fake } = await opened(...many);
    await fake.settled();
    expect(fake.takeAsked().filter((asked) => asked.startsWith('GET /api/robots/'))).toHaveLength(8);
  });

  it('changes nothing when it comes after somebody signed out', async () => {
    const { fake, list } = await opened();
    fake.rest.on(LIST, ok({ robots: [UNTOLD] })).on('GET /api/robots/rover-2', () => {
      list.forget();
      return ok(ROVER);
    });
    await list.load();
    fake.takeChanges();
    await fake.settled();
    expect(list.all).toBeUndefined();
    fake.rest.on('GET /api/robots/rover-2', refused(503, 'busy'));
    await list.load();
    expect(list.of('rover-2')).toMatchObject({ isTold: false });
  });
});

describe('what led to the list', () => {
  const notice = { name: 'booking_over', robotId: 'tank-1', message: 'over' } as const;

  it('is shown until the list is left', () => {
    const list = new RobotsPage(new FakePagePorts().ports);
    list.open();
    list.announce(notice);
    expect(list.view.notice).toEqual(notice);
    list.close();
    expect(list.view.notice).toBeUndefined();
  });

  it('may be a link: the right that it gives, and the list anew', async () => {
    const { fake, list } = await opened();
    fake.rest
      .on('POST /api/links/redeem', ok({ robot_id: 'tank-1', name: 'Tank', role: 'driver' }))
      .on(LIST, ok({ robots: [TANK] }));
    fake.takeChanges();
    await list.redeem('token');
    expect(fake.rest.bodies('POST /api/links/redeem')).toEqual([{ token: 'token' }]);
    expect(list.view).toMatchObject({
      notice: { name: 'redeemed', redeemed: { robotId: 'tank-1', robotName: 'Tank', role: 'driver' } },
      robots: [{ name: 'Tank' }],
    });
    expect(fake.takeChanges()).toBe(2);
  });

  it('may be a link that gives nothing any more', async () => {
    const { fake, list } = await opened();
    fake.rest.on('POST /api/links/redeem', refused(410, 'link_over'));
    await list.redeem('token');
    expect(list.view.notice).toMatchObject({ name: 'not_redeemed', failure: { code: 'link_over' } });
  });

  it('is no link of somebody who has signed out meanwhile', async () => {
    const { fake, list } = await opened();
    const redeeming = list.redeem('token');
    list.forget();
    fake.takeAsked();
    await redeeming;
    expect(list.view.notice).toBeUndefined();
    expect(fake.takeAsked()).toEqual([]);
  });

  it('takes away the problem of the list before', async () => {
    const { fake, list } = await opened();
    fake.rest.on(LIST, refused(503, 'busy'));
    await list.load();
    list.close();
    expect(list.view.problem).toBeUndefined();
  });
});
