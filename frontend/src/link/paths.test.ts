import { beforeEach, describe, expect, it } from 'vitest';
import { ackOf, beaconOf } from '../testing/fake-relay.ts';
import type { Message } from '../testing/two-ways.ts';
import {
  BUH,
  TAG,
  FRA,
  both,
  dialledAfter,
  drive,
  first,
  linkAt,
  links,
  list,
  messages,
  names,
  paths,
  roundTrips,
  setUp,
  stop,
  time,
} from '../testing/two-ways.ts';
import type { Ack, Beacon } from '../wire/messages.ts';

beforeEach(setUp);

describe('one relay', () => {
  it.each([[[]], [undefined], [[FRA]]])('is one connection and no timer: %j', async (relays) => {
    list(relays);
    const link = await first();
    await time.pass(120_000);
    expect([links.length, time.pending, paths.status.relay]).toEqual([1, 0, undefined]);
    expect(link.plan.isStandby()).toBe(false);
    link.dies();
    expect(links).toHaveLength(1);
  });

  it('a page that was called by another name than the list’s finds a standby all the same', async () => {
    list([BUH]);
    await first();
    await time.pass(5000);
    expect(linkAt(1).plan.relay).toEqual(BUH);
  });
});

describe('the standby', () => {
  it('is dialled 1 to 5 s after the first connection, to another relay, says so and selects the same robot', async () => {
    await first();
    const afterMs = await dialledAfter(2, 10_000);
    expect(afterMs).toBeGreaterThanOrEqual(1000);
    expect(afterMs).toBeLessThanOrEqual(5010);
    const standby = linkAt(1);
    expect([standby.plan.relay, standby.plan.isStandby()]).toEqual([BUH, true]);
    expect(standby.plan.ticketFrom()).toEqual(FRA);
    expect(paths.status.isStandbyReady).toBe(false);
    standby.ready();
    expect(standby.events).toEqual([{ type: 'select_robot', robot_id: 'tank-1' }]);
    expect(paths.status).toEqual({ relay: 'Frankfurt', isStandbyReady: true, wentOverAtMs: undefined });
    expect(names()).toEqual(['connecting', 'ready']);
  });

  it('turned away with 4409, not reachable or denied, it is tried again after 5 to 60 s, and nobody notices', async () => {
    const primary = await first();
    await dialledAfter(2, 10_000);
    for (let count = 2; count < 6; count += 1) {
      if (count === 3) linkAt(-1).dies();
      else linkAt(-1).ends(count === 4 ? 'login' : 'replaced');
      expect(linkAt(-1).isClosed).toBe(true);
      const afterMs = await dialledAfter(count + 1, 70_000);
      expect(afterMs).toBeGreaterThanOrEqual(5000);
      expect(afterMs).toBeLessThanOrEqual(60_010);
      expect(paths.offer({ ...drive, sequence: count })).toBe('sent');
    }
    expect(primary.drives).toHaveLength(4);
    expect(names()).toEqual(['connecting', 'ready']);
  });

  it('of three relays tries the next after each failure', async () => {
    const third = { name: 'Third', url: 'https://third.test' };
    list([FRA, BUH, third]);
    await first();
    await dialledAfter(2, 10_000);
    linkAt(1).dies();
    await dialledAfter(3, 70_000);
    expect([linkAt(1).plan.relay, linkAt(2).plan.relay]).toEqual([BUH, third]);
  });

  it('that calls this instance another driver is dropped', async () => {
    await first();
    await dialledAfter(2, 10_000);
    linkAt(1).ready('ffffffffffffffff');
    expect([linkAt(1).isClosed, linkAt(1).events]).toEqual([true, []]);
  });
});

describe('sending', () => {
  it('setpoints and stops go over both, everything else over the primary one', async () => {
    const [primary, standby] = await both();
    paths.setDriving(true);
    expect(paths.offer(drive)).toBe('sent');
    expect(paths.sendStop(stop)).toBe(true);
    paths.sendEvent({ type: 'take_lease' });
    paths.sendEvent({ type: 'release_stop', term: [7, 3], latch: [7, 2], echo: 1, ttl_ms: 800 });
    expect(primary.drives[0]).toBe(standby.drives[0]);
    expect([primary.stops, standby.stops]).toEqual([[stop], [stop]]);
    expect(primary.events.map(({ type }) => type)).toEqual(['select_robot', 'take_lease', 'release_stop']);
    expect(standby.events.map(({ type }) => type)).toEqual(['select_robot']);
    expect([primary.isDriving, standby.isDriving]).toEqual([true, true]);
  });

  it('a full connection keeps nothing from the other', async () => {
    const [primary, standby] = await both();
    primary.offers = 'link_full';
    expect(paths.offer(drive)).toBe('sent');
    standby.offers = 'link_full';
    expect(paths.offer(drive)).toBe('link_full');
    expect(standby.drives).toHaveLength(1);
  });
});

describe('what comes over both', () => {
  const stale: Partial<Ack> = { reason: 'stale' };
  const copy: Partial<Ack> = { reason: 'sequence_old' };
  const nodes: Partial<Ack> = { reason: 'no_robot', stamp: 0 };

  it.each([
    ['the first word counts', [{}, copy], [0]],
    ['also when the copy’s comes first', [copy, {}], [1]],
    ['a node that can’t pass it on says nothing while the other can', [nodes, {}], [1]],
    ['nor afterwards', [{}, nodes], [0]],
    ['the robot’s refusal counts once', [stale, { ...stale, stamp: 1111 }], [0]],
    ['what no node could pass on is refused, once', [nodes, nodes], [1]],
  ])('acknowledgements: %s', async (_name, answers, news) => {
    const [primary, standby] = await both();
    paths.offer(drive);
    const acks = answers.map((changes) => ackOf(drive, changes));
    acks.forEach((ack, index) => [standby, primary][index]?.says(ack));
    primary.says(ackOf(drive, copy));
    expect(messages).toEqual(news.map((index) => acks[index]));
  });

  it('what went over one connection only is refused as ever', async () => {
    const [primary, standby] = await both();
    standby.offers = 'link_full';
    paths.offer(drive);
    primary.says(ackOf(drive, nodes));
    expect(messages).toHaveLength(1);
  });

  it('beacons: the newest stamp, once; of one connection also what changed within a millisecond', async () => {
    const [primary, standby] = await both();
    const seen = (): number[] => messages.map((message) => (message as Beacon).latchCounter);
    primary.says(beaconOf({ stamp: 1000, latchCounter: 1 }));
    primary.says(beaconOf({ stamp: 1000, latchCounter: 2 }));
    standby.says(beaconOf({ stamp: 1000, latchCounter: 1 }));
    standby.says(beaconOf({ stamp: 980, latchCounter: 1 }));
    standby.says(beaconOf({ stamp: 1020, latchCounter: 3 }));
    primary.says(beaconOf({ stamp: 1020, latchCounter: 3 }));
    primary.says(beaconOf({ stamp: 5, boot: 8, latchCounter: 4 }));
    standby.says(beaconOf({ stamp: 1040, latchCounter: 3 }));
    expect(seen()).toEqual([1, 2, 3, 4]);
  });

  it('who watches and when the time ends is told once; requests, refusals and lists by the primary one', async () => {
    const [primary, standby] = await both();
    const told: Message[] = [
      { type: 'watchers', robot_id: 'tank-1', watchers: [{ holder: TAG, holder_name: 'Ann' }] },
      { type: 'session_ends', robot_id: 'tank-1', ends_in_ms: 5000, ends_at: '2026-11-21T14:00:00Z' },
    ];
    const asked: Message[] = [
      { type: 'lease_requested', robot_id: 'tank-1', holder: 'aa', holder_name: 'Ben', remaining_ms: 5 },
      { type: 'refused', request: 'select_robot', code: 'no_robot', message: '' },
      { type: 'error', code: 'internal', message: '' },
      { type: 'robots', robots: [] },
    ];
    [...told, ...asked].forEach((message) => standby.says(message));
    expect(messages).toEqual(told);
    [...told, ...asked].forEach((message) => primary.says(message));
    expect(messages).toEqual([...told, ...asked]);
  });

  it('leases, answers to a stop and who pressed it are taken from either', async () => {
    const [, standby] = await both();
    const lease: Message = {
      type: 'lease',
      robot_id: 'tank-1',
      term: [7, 4],
      holder: null,
      holder_name: null,
      remaining_ms: 0,
      cause: 'revoked',
    };
    standby.says(lease);
    expect(messages).toEqual([lease]);
  });

  it('the better round trip is shown', async () => {
    const [primary, standby] = await both();
    primary.plan.onRoundTrip(80);
    standby.plan.onRoundTrip(30);
    primary.plan.onRoundTrip(70);
    standby.dies();
    primary.plan.onRoundTrip(75);
    expect(roundTrips).toEqual([80, 30, 30, 75]);
  });
});
