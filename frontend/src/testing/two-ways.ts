import { FakeTime, settle } from './fake-time.ts';
import { seededRandom } from './random.ts';
import type { JsonMessage } from '../wire/json-messages.ts';
import type { Drive, Stop } from '../wire/messages.ts';
import type { ChannelEvents, Link, Offered } from '../link/channel.ts';
import type { LinkState } from '../link/link-state.ts';
import type { LinkPlan } from '../link/paths.ts';
import { Paths } from '../link/paths.ts';
import type { Relay } from '../link/relays-rest.ts';

export type Message = Parameters<ChannelEvents['onMessage']>[0];

export const FRA: Relay = { name: 'Frankfurt', url: 'https://fra.test' };
export const BUH: Relay = { name: 'Bucharest', url: 'https://buh.test' };
export const TAG = '0123456789abcdef';
export const drive: Drive = {
  type: 'drive',
  term: [7, 3],
  sequence: 5,
  echo: 1000,
  ttlMs: 800,
  inputAgeMs: 0,
  left: 100,
  right: 100,
};
export const stop: Stop = {
  type: 'stop',
  cause: 'person',
  authority: 0,
  stopId: '00000000000000aa',
  origin: '0000000000000000',
  latch: [0, 0],
};

/** One connection, which does what a test says. */
export class FakeLink implements Link {
  state: LinkState = { name: 'connecting' };
  isClosed = false;
  isDriving = false;
  offers: Offered = 'sent';
  readonly drives: Drive[] = [];
  readonly stops: Stop[] = [];
  readonly events: JsonMessage[] = [];
  readonly plan: LinkPlan;

  constructor(plan: LinkPlan) {
    this.plan = plan;
  }

  open(): void {
    this.enters({ name: 'connecting' });
  }

  close(): void {
    this.isClosed = true;
    this.enters({ name: 'ended', why: 'left' });
  }

  setDriving(driving: boolean): void {
    this.isDriving = driving;
  }

  offer(message: Drive): Offered {
    if (this.state.name !== 'ready') return 'closed';
    if (this.offers === 'sent') this.drives.push(message);
    return this.offers;
  }

  sendStop(message: Stop): boolean {
    if (this.state.name === 'ready') this.stops.push(message);
    return this.state.name === 'ready';
  }

  sendEvent(message: JsonMessage): boolean {
    if (this.state.name === 'ready') this.events.push(message);
    return this.state.name === 'ready';
  }

  enters(state: LinkState): void {
    this.state = state;
    this.plan.onState(state);
  }

  ready(holder = TAG): void {
    this.enters({ name: 'ready', holder, node: 'n', mayLock: false });
  }

  dies(): void {
    this.enters({ name: 'waiting', why: 'lost' });
  }

  ends(why: 'login' | 'replaced' | 'not_permitted'): void {
    this.enters({ name: 'ended', why });
  }

  says(message: Message): void {
    this.plan.onMessage(message);
  }
}

export let time: FakeTime;
export let links: FakeLink[];
let listed: readonly Relay[] | undefined;
export let states: LinkState[];
export let messages: Message[];
export let roundTrips: number[];
export let paths: Paths;

/** A page of Frankfurt, whose operator lists Bucharest too. */
export function setUp(): void {
  time = new FakeTime();
  links = [];
  listed = [FRA, BUH];
  states = [];
  messages = [];
  roundTrips = [];
  const random = seededRandom(5);
  paths = new Paths({
    clock: time,
    timers: time,
    random,
    origin: FRA.url,
    relays: () => Promise.resolve(listed),
    link: (plan) => {
      const link = new FakeLink(plan);
      links.push(link);
      return link;
    },
    onState: (state) => states.push(state),
    onMessage: (message) => messages.push(message),
    onRoundTrip: (ms) => roundTrips.push(ms),
  });
}

export function list(relays: readonly Relay[] | undefined): void {
  listed = relays;
}

export const linkAt = (index: number): FakeLink => {
  const link = links.at(index);
  if (link === undefined) throw new Error(`no link ${index}`);
  return link;
};

export const names = (): string[] => states.map(({ name }) => name);

export async function first(): Promise<FakeLink> {
  paths.open();
  await settle();
  linkAt(0).ready();
  paths.sendEvent({ type: 'select_robot', robot_id: 'tank-1' });
  await settle();
  return linkAt(0);
}

/** A primary connection to Frankfurt and a standby to Bucharest. */
export async function both(): Promise<[FakeLink, FakeLink]> {
  const primary = await first();
  await time.pass(5000);
  linkAt(1).ready();
  return [primary, linkAt(1)];
}

export async function dialledAfter(count: number, limitMs: number): Promise<number> {
  const fromMs = time.nowMs();
  while (links.length < count && time.nowMs() - fromMs < limitMs) await time.pass(10);
  return time.nowMs() - fromMs;
}
