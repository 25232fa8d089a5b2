import { beforeEach, describe, expect, it } from 'vitest';
import { beaconOf } from '../testing/fake-relay.ts';
import {
  BUH,
  FRA,
  both,
  dialledAfter,
  drive,
  first,
  linkAt,
  links,
  messages,
  names,
  paths,
  setUp,
  states,
  time,
} from '../testing/two-ways.ts';

beforeEach(setUp);

describe('going over', () => {
  it('when the first connection dies the standby is the primary one at once; the state was ready all the time', async () => {
    const [primary, standby] = await both();
    standby.says({ type: 'robot_selected', robot_id: 'tank-1', name: 'Tank', online: true });
    primary.dies();
    expect(names()).toEqual(['connecting', 'ready', 'ready']);
    expect(messages.map(({ type }) => type)).toEqual(['robot_selected']);
    expect(primary.isClosed).toBe(true);
    expect(paths.status).toEqual({
      relay: 'Bucharest',
      isStandbyReady: false,
      wentOverAtMs: time.nowMs(),
    });
    paths.sendEvent({ type: 'take_lease' });
    expect(standby.events.at(-1)).toEqual({ type: 'take_lease' });
    const afterMs = await dialledAfter(3, 70_000);
    expect(afterMs).toBeGreaterThanOrEqual(5000);
    expect([linkAt(2).plan.relay, linkAt(2).plan.ticketFrom()]).toEqual([FRA, BUH]);
  });

  it('a goodbye is enough, and the connection that says it is used until it ends', async () => {
    const [primary, standby] = await both();
    primary.plan.onLeaving();
    paths.sendEvent({ type: 'take_lease' });
    paths.offer(drive);
    expect([standby.events.at(-1)?.type, primary.drives.length, standby.drives.length]).toEqual([
      'take_lease',
      1,
      1,
    ]);
    expect(paths.status.isStandbyReady).toBe(false);
    primary.dies();
    expect(primary.isClosed).toBe(true);
    expect(await dialledAfter(3, 70_000)).toBeGreaterThanOrEqual(5000);
  });

  it('a goodbye without a standby has another connection dialled at once, which takes over when it is ready', async () => {
    const primary = await first();
    primary.plan.onLeaving();
    linkAt(1).ready();
    expect([paths.status.relay, linkAt(1).events.length]).toEqual(['Bucharest', 1]);
    expect(names()).toEqual(['connecting', 'ready', 'ready']);
  });

  it('both die: it is told as ever, both are dialled at once, and the first that is ready counts', async () => {
    const [primary, standby] = await both();
    primary.dies();
    standby.dies();
    expect(states.at(-1)).toEqual({ name: 'waiting', why: 'lost' });
    expect([links.length, linkAt(2).plan.relay]).toEqual([3, FRA]);
    expect([linkAt(2).plan.isStandby(), linkAt(2).plan.ticketFrom()]).toEqual([false, FRA]);
    linkAt(2).ready();
    expect([states.at(-1)?.name, paths.status.relay]).toEqual(['ready', 'Frankfurt']);
    expect(standby.isClosed).toBe(true);
  });

  it('while nothing is up the other relay is tried with back-off', async () => {
    const primary = await first();
    primary.dies();
    expect(links).toHaveLength(2);
    for (let count = 2; count < 9; count += 1) {
      linkAt(-1).dies();
      expect(links).toHaveLength(count);
      expect(await dialledAfter(count + 1, 8000)).toBeLessThanOrEqual(7510);
    }
  });

  it('a login that is over ends it all', async () => {
    const [primary, standby] = await both();
    primary.ends('login');
    expect(states.at(-1)).toEqual({ name: 'ended', why: 'login' });
    expect([standby.isClosed, time.pending]).toEqual([true, 0]);
  });

  it('after it was closed nothing is dialled or told', async () => {
    const [primary, standby] = await both();
    paths.close();
    expect([primary.isClosed, standby.isClosed, time.pending]).toEqual([true, true, 0]);
    expect(states.at(-1)).toEqual({ name: 'ended', why: 'left' });
    standby.says(beaconOf());
    expect(messages).toEqual([]);
  });
});

describe('a node of before, which lets the standby replace the first connection', () => {
  it.each([['ready first'], ['dismissed first']])('does it once: %s', async (order) => {
    const primary = await first();
    await dialledAfter(2, 10_000);
    const standby = linkAt(1);
    if (order === 'ready first') standby.ready();
    primary.ends('replaced');
    if (order === 'dismissed first') standby.ready();
    expect(states.at(-1)?.name).toBe('ready');
    expect(paths.offer(drive)).toBe('sent');
    expect(await dialledAfter(3, 590_000)).toBeGreaterThanOrEqual(590_000);
    expect(await dialledAfter(3, 80_000)).toBeLessThan(80_000);
  });

  it('without a standby it is a second page load of this one, and ends', async () => {
    const primary = await first();
    primary.ends('replaced');
    expect(states.at(-1)).toEqual({ name: 'ended', why: 'replaced' });
    await time.pass(120_000);
    expect(links).toHaveLength(1);
  });
});
