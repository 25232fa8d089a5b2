import { beforeEach, describe, expect, it } from 'vitest';
import { FakeSockets } from '../testing/fake-socket.ts';
import type { FakeSocket } from '../testing/fake-socket.ts';
import { FakeTime, settle } from '../testing/fake-time.ts';
import { ackOf, beaconOf } from '../testing/fake-relay.ts';
import { bytesOf, seededRandom } from '../testing/vectors.ts';
import type { Drive } from '../wire/messages.ts';
import type { FromNode } from './inbox.ts';
import type { LinkState } from './link-state.ts';
import { RelayLink } from './relay-link.ts';
import type { RestResult } from './rest.ts';

const INSTANCE = '00112233445566778899aabbccddeeff';
const HOLDER = '0123456789abcdef';
const drive: Drive = {
  type: 'drive',
  term: [7, 3],
  sequence: 1,
  echo: 1000,
  ttlMs: 800,
  inputAgeMs: 0,
  left: 0,
  right: 0,
};

let time: FakeTime;
let sockets: FakeSockets;
let states: LinkState[];
let messages: FromNode[];
let roundTrips: number[];
let tickets: number;
let nextTicket: () => RestResult<string>;
let link: RelayLink;

beforeEach(() => {
  time = new FakeTime();
  sockets = new FakeSockets();
  states = [];
  messages = [];
  roundTrips = [];
  tickets = 0;
  nextTicket = () => ({ ok: true, value: `t ${tickets}` });
  const random = seededRandom(3);
  link = new RelayLink({
    relay: '',
    isStandby: () => false,
    onLeaving: () => undefined,
    instance: INSTANCE,
    software: 'page/test',
    resumes: undefined,
    clock: time,
    timers: time,
    random,
    openSocket: sockets.open,
    ticket: () => {
      tickets += 1;
      return Promise.resolve(nextTicket());
    },
    onState: (state) => states.push(state),
    onMessage: (message) => messages.push(message),
    onRoundTrip: (ms) => roundTrips.push(ms),
  });
});

async function ready(): Promise<FakeSocket> {
  link.open();
  return greet();
}

async function greet(): Promise<FakeSocket> {
  await settle();
  const socket = sockets.last;
  socket.opens();
  socket.says({ type: 'welcome', version: 1, features: [], node: 'n1', session: 's', holder: HOLDER });
  return socket;
}

async function untilDialled(count: number, limitMs: number): Promise<number> {
  const fromMs = time.nowMs();
  while (sockets.opened.length < count && time.nowMs() - fromMs < limitMs) await time.pass(1);
  return time.nowMs() - fromMs;
}

describe('connecting', () => {
  it('asks for a ticket, dials with it and the subprotocol, and says hello first', async () => {
    const socket = await ready();
    expect(socket.path).toBe(`/ws/client/${INSTANCE}?ticket=t%201`);
    expect(socket.subprotocol).toBe('havatar.1');
    expect(socket.sent).toEqual([
      { type: 'hello', versions: [1], features: ['admin_lock'], instance: INSTANCE, software: 'page/test' },
    ]);
    expect(states.map(({ name }) => name)).toEqual(['connecting', 'ready']);
  });

  it('sends nothing before welcome', async () => {
    link.open();
    await settle();
    sockets.last.opens();
    expect(link.offer(drive)).toBe('closed');
    expect(link.sendEvent({ type: 'take_lease' })).toBe(false);
    expect(sockets.last.sent).toHaveLength(1);
  });

  it('gives up on a connection that is not greeted within 3 s and dials again', async () => {
    link.open();
    await settle();
    sockets.last.opens();
    await time.pass(3300);
    expect(sockets.opened[0]?.closed).toBe(true);
    expect(sockets.opened).toHaveLength(2);
  });

  it('goes back to the login when the ticket is denied', async () => {
    nextTicket = () => ({ ok: false, why: 'denied', code: '', message: '' });
    link.open();
    await settle();
    expect(states.at(-1)).toEqual({ name: 'ended', why: 'login' });
    expect(time.pending).toBe(0);
  });

  it.each([
    [4403, 'not_permitted'],
    [4409, 'replaced'],
  ])('close code %i ends it for good', async (code, why) => {
    const socket = await ready();
    socket.closes(code);
    await time.pass(60_000);
    expect(states.at(-1)).toEqual({ name: 'ended', why });
    expect(sockets.opened).toHaveLength(1);
  });

  it('ends when the relay speaks another version', async () => {
    link.open();
    await settle();
    sockets.last.opens();
    sockets.last.says({ type: 'welcome', version: 2, features: [], node: 'n', session: 's', holder: HOLDER });
    expect(states.at(-1)).toEqual({ name: 'ended', why: 'version' });
  });
});

describe('reconnecting', () => {
  it('takes a fresh ticket and the same instance each time', async () => {
    const socket = await ready();
    socket.closes(1006);
    await untilDialled(2, 1000);
    expect(sockets.last.path).toBe(`/ws/client/${INSTANCE}?ticket=t%202`);
  });

  it('waits longer after each failure and starts anew after a connection that lasted', async () => {
    nextTicket = () => ({ ok: false, why: 'unreachable', code: '', message: '' });
    link.open();
    await time.pass(20_000);
    expect(tickets).toBeGreaterThan(6);
    expect(tickets).toBeLessThan(16);
    nextTicket = () => ({ ok: true, value: 't' });
    await untilDialled(1, 8000);
    const socket = await greet();
    await time.pass(1000);
    socket.closes(1006);
    expect(await untilDialled(2, 8000)).toBeLessThanOrEqual(151);
  });

  it('a connection that is greeted and dropped at once does not count as one that lasted', async () => {
    link.open();
    for (let i = 1; i <= 5; i += 1) {
      const socket = await greet();
      socket.closes(1006);
      await untilDialled(i + 1, 8000);
    }
    (await greet()).closes(1006);
    expect(await untilDialled(7, 8000)).toBeGreaterThan(1000);
  });

  it('going_away: not before its delay, not after twice of it', async () => {
    const socket = await ready();
    socket.says({ type: 'going_away', retry_ms: 2000 });
    await time.pass(100);
    expect(socket.closed).toBe(false);
    socket.closes(1001);
    expect(states.at(-1)).toEqual({ name: 'waiting', why: 'going_away' });
    const waitedMs = 100 + (await untilDialled(2, 10_000));
    expect(waitedMs).toBeGreaterThanOrEqual(2000);
    expect(waitedMs).toBeLessThanOrEqual(4000);
  });

  it('what an earlier connection says later is ignored', async () => {
    const old = await ready();
    old.closes(1006);
    await untilDialled(2, 1000);
    await greet();
    old.saysBinary(beaconOf());
    old.closes(4409);
    expect(messages).toEqual([]);
    expect(link.state.name).toBe('ready');
  });

  it('closing closes the socket and leaves no timer behind', async () => {
    const socket = await ready();
    link.close();
    expect(socket.closed).toBe(true);
    expect(time.pending).toBe(0);
    await time.pass(60_000);
    expect(sockets.opened).toHaveLength(1);
  });

  it('closing while a ticket is on its way opens nothing', async () => {
    link.open();
    link.close();
    await time.pass(10_000);
    expect(sockets.opened).toHaveLength(0);
  });
});

describe('heartbeat', () => {
  it('pings every second, and every 100 ms while driving', async () => {
    const socket = await ready();
    await time.pass(10_000);
    expect(socket.all('ping')).toHaveLength(10);
    link.setDriving(true);
    await time.pass(1000);
    expect(socket.all('ping').length).toBeGreaterThanOrEqual(20 - 1);
  });

  it('measures the round trip by the answer to its own ping', async () => {
    const socket = await ready();
    socket.answersPings = false;
    await time.pass(100);
    const ping = socket.last('ping');
    await time.pass(37);
    if (ping !== undefined) socket.saysBinary({ ...ping, type: 'pong', stampValid: false, stamp: 0 });
    socket.saysBinary({ type: 'pong', id: 999, senderMs: 1, stampValid: false, stamp: 0 });
    expect(roundTrips).toEqual([37]);
  });

  it('notices a dead peer in under a second while driving, although bytes still come', async () => {
    const socket = await ready();
    link.setDriving(true);
    await time.pass(2000);
    socket.answersPings = false;
    for (let ms = 0; ms < 900; ms += 20) {
      await time.pass(20);
      if (!socket.closed) socket.saysBinary(beaconOf({ stamp: 1000 + ms }));
    }
    expect(socket.closed).toBe(true);
    expect(states.some((state) => state.name === 'waiting' && state.why === 'dead')).toBe(true);
  });

  it('the shorter limit counts from when driving began', async () => {
    const socket = await ready();
    socket.answersPings = false;
    await time.pass(2000);
    link.setDriving(true);
    await time.pass(500);
    expect(socket.closed).toBe(false);
    await time.pass(400);
    expect(socket.closed).toBe(true);
  });

  it('a page that stood still does not take its peer for dead before it has read what waits', async () => {
    const socket = await ready();
    link.setDriving(true);
    socket.answersPings = false;
    await time.pass(150);
    time.stall(5000);
    await time.pass(0);
    expect(socket.closed).toBe(false);
    await time.pass(1000);
    expect(socket.closed).toBe(true);
  });

  it('answers the relay’s pings', async () => {
    const socket = await ready();
    socket.saysBinary({ type: 'ping', id: 5, senderMs: 77 });
    expect(socket.last('pong')).toEqual({ type: 'pong', id: 5, senderMs: 77, stampValid: false, stamp: 0 });
  });
});

describe('sending', () => {
  it('drops setpoints above 2 KiB of waiting bytes and counts them', async () => {
    const socket = await ready();
    socket.bufferedBytes = 2048;
    expect(link.offer(drive)).toBe('sent');
    socket.bufferedBytes = 2049;
    expect(link.offer(drive)).toBe('link_full');
    expect(link.counters.of('link_full')).toBe(1);
    expect(socket.all('drive')).toHaveLength(1);
  });
});

describe('receiving', () => {
  it('hands on what the robot says', async () => {
    const socket = await ready();
    const beacon = beaconOf();
    const ack = ackOf(drive);
    socket.saysBinary(beacon);
    socket.saysBinary(ack);
    expect(messages).toEqual([beacon, ack]);
  });

  it('counts what it can’t use under its reason and stays connected', async () => {
    const socket = await ready();
    socket.saysBytes(bytesOf('0105'));
    socket.saysBytes(bytesOf('0104030000000000000000aa000000070000000200000005000c0000'.slice(0, 56)));
    socket.saysText('no json');
    socket.saysText('{"type":"warp"}');
    socket.saysText('{"type":"lease"}');
    socket.saysBinary(drive);
    socket.says({ type: 'take_lease' });
    expect(Object.fromEntries(link.counters.all())).toEqual({
      malformed: 1,
      out_of_range: 1,
      bad_json: 1,
      unknown_message: 1,
      missing_field: 1,
      wrong_direction: 2,
    });
    expect(messages).toEqual([]);
    expect(link.state.name).toBe('ready');
  });

  it('answers unknown types at most once a second, with their count', async () => {
    const socket = await ready();
    for (let i = 0; i < 3; i += 1) socket.saysBytes(bytesOf('0142'));
    expect(socket.all('error').map(({ count }) => count)).toEqual([1]);
    await time.pass(1000);
    socket.saysBytes(bytesOf('0142'));
    expect(socket.all('error').map(({ count }) => count)).toEqual([1, 3]);
  });
});
