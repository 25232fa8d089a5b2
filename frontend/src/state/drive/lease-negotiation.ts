import type {
  Code,
  JsonMessage,
  LeaseRequested,
  Refused,
  Watcher,
  Watchers,
} from '../../wire/json-messages.ts';
import type { NumberedPair } from '../../wire/numbers.ts';
import { NO_PAIR, comparePairs } from '../../wire/numbers.ts';

/** What the person wants of the lease, by the message that says so. */
const WISHES = {
  take: 'take_lease',
  release: 'release_lease',
  request: 'request_lease',
  takeOver: 'take_over',
} as const;
export type Wish = keyof typeof WISHES;

/** A request that has no answer for longer is given up. */
const ANSWER_LIMIT_MS = 3000;
/** A finger that was on its way to something else must not hand over. */
export const HAND_OVER_AFTER_MS = 700;
/** A request is over this long after its time, also when nobody said so. */
const GRACE_MS = 1000;

export interface Asker {
  readonly holder: string;
  readonly name: string;
  readonly remainingMs: number;
  /** It has stood there long enough to be meant by who presses its button. */
  readonly mayHandOver: boolean;
}

export interface Present {
  readonly holder: string;
  readonly name: string;
  readonly isMe: boolean;
  readonly drives: boolean;
}

export interface LeaseRefusal {
  readonly request: string;
  readonly code: Code;
  readonly message: string;
}

export interface LeaseNegotiationView {
  /** A wish that has no answer yet. */
  readonly asking: Wish | undefined;
  /** How long the driver may still take to answer this page's request. */
  readonly waitsMs: number | undefined;
  /** Who asks this page's driver to hand over, the oldest first. */
  readonly askers: readonly Asker[];
  readonly present: readonly Present[];
  /** Why the last wish was not fulfilled, until the next one. */
  readonly refusal: LeaseRefusal | undefined;
  /** This page drove in the term before the current one. */
  readonly isLost: boolean;
}

interface Open {
  readonly name: string;
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** What people ask of each other about one robot's lease, as far as this page hears of it. */
export class LeaseNegotiation {
  private readonly send: (message: JsonMessage) => boolean;
  private readonly now: () => number;
  private me: string | undefined;
  private asking: { readonly wish: Wish; readonly atMs: number } | undefined;
  private readonly open = new Map<string, Open>();
  private watchers: readonly Watcher[] = [];
  private refusal: LeaseRefusal | undefined;
  /** The term in which this page holds the lease. */
  private drivenTerm: NumberedPair = NO_PAIR;
  private lostFor: NumberedPair = NO_PAIR;
  private term: NumberedPair = NO_PAIR;

  constructor(send: (message: JsonMessage) => boolean, now: () => number) {
    this.send = send;
    this.now = now;
  }

  /** `me`: this page's tag while it is connected. What was under way before says nothing any more. */
  onLink(me: string | undefined): void {
    this.me = me;
    this.asking = undefined;
    this.refusal = undefined;
    this.open.clear();
    if (me === undefined) this.watchers = [];
  }

  /** The connection goes on over another relay, which knows nothing of what was asked over the former. */
  onWayChanged(): void {
    this.asking = undefined;
  }

  wish(wish: Wish): void {
    this.refusal = undefined;
    if (this.send({ type: WISHES[wish] })) this.asking = { wish, atMs: this.now() };
  }

  /** The driver's answer. False when that person does not ask any more. */
  answer(holder: string, grant: boolean): boolean {
    if (!this.open.delete(holder)) return false;
    this.send({ type: 'answer_request', holder, grant });
    return true;
  }

  onRequested({ holder, holder_name: name, remaining_ms: remainingMs }: LeaseRequested): void {
    if (holder === this.me && this.asking?.wish === 'request') this.asking = undefined;
    if (remainingMs === 0) {
      this.open.delete(holder);
      return;
    }
    const nowMs = this.now();
    const sinceMs = this.open.get(holder)?.sinceMs ?? nowMs;
    this.open.set(holder, { name, sinceMs, untilMs: nowMs + remainingMs });
  }

  onWatchers({ watchers }: Watchers): void {
    this.watchers = watchers;
  }

  /** True when it was about the lease. */
  onRefused({ request, code, message }: Refused): boolean {
    const isWish = Object.values(WISHES).some((type) => type === request);
    if (isWish) {
      this.asking = undefined;
      if (request === WISHES.request && this.me !== undefined) this.open.delete(this.me);
    }
    if (isWish || request === 'answer_request') this.refusal = { request, code, message };
    return isWish;
  }

  /** The robot's word. `isMine`: this page holds the lease in that term. True when this page's own drive begins or ends. */
  onLease(term: NumberedPair, isMine: boolean): boolean {
    if (this.asking !== undefined && isMine === (this.asking.wish !== 'release')) this.asking = undefined;
    if (comparePairs(term, this.term) !== 0) {
      this.refusal = undefined;
      this.lostFor = !isMine && comparePairs(this.drivenTerm, NO_PAIR) !== 0 ? term : NO_PAIR;
      this.term = term;
    }
    const driven = isMine ? term : NO_PAIR;
    if (comparePairs(driven, this.drivenTerm) === 0) return false;
    this.drivenTerm = driven;
    return true;
  }

  view(driver: string): LeaseNegotiationView {
    this.tidy();
    const { me } = this;
    const mine = me === undefined ? undefined : this.open.get(me);
    const remaining = ({ untilMs }: Open): number => Math.max(0, untilMs - this.now());
    return {
      asking: this.asking?.wish,
      waitsMs: mine === undefined ? undefined : remaining(mine),
      askers:
        driver === me
          ? [...this.open]
              .filter(([holder]) => holder !== me)
              .map(([holder, asker]) => ({
                holder,
                name: asker.name,
                remainingMs: remaining(asker),
                mayHandOver: this.now() - asker.sinceMs >= HAND_OVER_AFTER_MS,
              }))
          : [],
      present: this.watchers.map(({ holder, holder_name: name }) => ({
        holder,
        name,
        isMe: holder === me,
        drives: holder === driver,
      })),
      refusal: this.refusal,
      isLost: comparePairs(this.lostFor, NO_PAIR) !== 0,
    };
  }

  private tidy(): void {
    const nowMs = this.now();
    if (this.asking !== undefined && nowMs - this.asking.atMs > ANSWER_LIMIT_MS) this.asking = undefined;
    for (const [holder, { untilMs }] of this.open) if (nowMs - untilMs > GRACE_MS) this.open.delete(holder);
  }
}
