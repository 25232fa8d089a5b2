import { describe, expect, it } from 'vitest';
import { OTHER_TAG, TAG } from '../../testing/fake-relay.ts';
import type { Code, JsonMessage } from '../../wire/json-messages.ts';
import { HAND_OVER_AFTER_MS, LeaseNegotiation } from './lease-negotiation.ts';

const ANSWER_LIMIT_MS = 3000;
const GRACE_MS = 1000;

class Talk {
  nowMs = 1000;
  takes = true;
  readonly sent: JsonMessage[] = [];
  readonly negotiation = new LeaseNegotiation(
    (message) => {
      this.sent.push(message);
      return this.takes;
    },
    () => this.nowMs,
  );

  constructor() {
    this.negotiation.onLink(TAG);
  }

  asks(holder: string, remainingMs: number, name = 'Ben'): this {
    this.negotiation.onRequested({
      type: 'lease_requested',
      robot_id: 'tank-1',
      holder,
      holder_name: name,
      remaining_ms: remainingMs,
    });
    return this;
  }

  refuses(request: string, code: Code = 'held'): boolean {
    return this.negotiation.onRefused({ type: 'refused', request, code, message: 'no' });
  }

  view(driver = TAG): ReturnType<LeaseNegotiation['view']> {
    return this.negotiation.view(driver);
  }
}

it('nothing is known in the beginning', () => {
  const talk = new Talk();
  expect(talk.view()).toEqual({
    asking: undefined,
    waitsMs: undefined,
    askers: [],
    present: [],
    refusal: undefined,
    isLost: false,
  });
});

describe('a wish', () => {
  it.each([
    ['take', 'take_lease'],
    ['release', 'release_lease'],
    ['request', 'request_lease'],
    ['takeOver', 'take_over'],
  ] as const)('%s is sent, and under way until it is answered', (wish, type) => {
    const talk = new Talk();
    talk.negotiation.wish(wish);
    expect(talk.sent).toEqual([{ type }]);
    expect(talk.view().asking).toBe(wish);
    expect(talk.refuses(type)).toBe(true);
    expect(talk.view()).toMatchObject({
      asking: undefined,
      refusal: { request: type, code: 'held', message: 'no' },
    });
    talk.negotiation.wish(wish);
    expect(talk.view().refusal).toBeUndefined();
  });

  it('that could not be sent is not under way', () => {
    const talk = new Talk();
    talk.takes = false;
    talk.negotiation.wish('take');
    expect(talk.view().asking).toBeUndefined();
  });

  it('is given up after three seconds without an answer', () => {
    const talk = new Talk();
    talk.negotiation.wish('take');
    talk.nowMs += ANSWER_LIMIT_MS;
    expect(talk.view().asking).toBe('take');
    talk.nowMs += 1;
    expect(talk.view().asking).toBeUndefined();
  });

  it('to drive is fulfilled when this page drives, one to release when it does not', () => {
    const talk = new Talk();
    talk.negotiation.wish('take');
    talk.negotiation.onLease([7, 3], false);
    expect(talk.view().asking).toBe('take');
    talk.negotiation.onLease([7, 4], true);
    expect(talk.view().asking).toBeUndefined();
    talk.negotiation.wish('release');
    talk.negotiation.onLease([7, 4], true);
    expect(talk.view().asking).toBe('release');
    talk.negotiation.onLease([7, 5], false);
    expect(talk.view().asking).toBeUndefined();
  });

  it('to be handed the lease is under way until the driver is asked', () => {
    const talk = new Talk();
    talk.negotiation.wish('request');
    talk.asks(OTHER_TAG, 10_000);
    expect(talk.view().asking).toBe('request');
    talk.asks(TAG, 10_000);
    expect(talk.view().asking).toBeUndefined();
    talk.negotiation.wish('takeOver');
    talk.asks(TAG, 10_000);
    expect(talk.view().asking).toBe('takeOver');
  });
});

describe('a refusal', () => {
  it('of an answer is shown, though it is none of a wish', () => {
    const talk = new Talk();
    talk.negotiation.wish('take');
    expect(talk.refuses('answer_request')).toBe(false);
    expect(talk.view()).toMatchObject({ asking: 'take', refusal: { request: 'answer_request' } });
  });

  it('of something else is not about the lease', () => {
    const talk = new Talk();
    talk.negotiation.wish('take');
    expect(talk.refuses('select_robot')).toBe(false);
    expect(talk.view()).toMatchObject({ asking: 'take', refusal: undefined });
  });

  it('of this page’s request ends its waiting, of another wish it does not', () => {
    const talk = new Talk().asks(TAG, 10_000);
    talk.refuses('take_over');
    expect(talk.view(OTHER_TAG).waitsMs).toBe(10_000);
    talk.refuses('request_lease', 'declined');
    expect(talk.view(OTHER_TAG).waitsMs).toBeUndefined();
  });

  it('is over with the next term, not before', () => {
    const talk = new Talk();
    talk.negotiation.onLease([7, 3], false);
    talk.refuses('take_lease');
    talk.negotiation.onLease([7, 3], false);
    expect(talk.view().refusal).toBeDefined();
    talk.negotiation.onLease([7, 4], false);
    expect(talk.view().refusal).toBeUndefined();
  });
});

describe('who asks', () => {
  it('is told to the driver only, the oldest first, and not the driver itself', () => {
    const talk = new Talk().asks(OTHER_TAG, 10_000).asks('c', 8000, 'Carl').asks(TAG, 5000, 'Anna');
    talk.nowMs += 2000;
    expect(talk.view().askers).toEqual([
      { holder: OTHER_TAG, name: 'Ben', remainingMs: 8000, mayHandOver: true },
      { holder: 'c', name: 'Carl', remainingMs: 6000, mayHandOver: true },
    ]);
    expect(talk.view(OTHER_TAG)).toMatchObject({ askers: [], waitsMs: 3000 });
  });

  it('stands there for a moment before a press may mean it, asked again or not', () => {
    const talk = new Talk().asks(OTHER_TAG, 10_000);
    talk.nowMs += HAND_OVER_AFTER_MS - 1;
    talk.asks(OTHER_TAG, 9000);
    expect(talk.view().askers).toMatchObject([{ mayHandOver: false, remainingMs: 9000 }]);
    talk.nowMs += 1;
    expect(talk.view().askers).toMatchObject([{ mayHandOver: true }]);
  });

  it('is gone when nothing is left of the time that was told', () => {
    const talk = new Talk().asks(OTHER_TAG, 10_000).asks(OTHER_TAG, 0);
    expect(talk.view().askers).toEqual([]);
  });

  it('is gone a second after the time, also when nobody says so', () => {
    const talk = new Talk().asks(OTHER_TAG, 5000).asks(TAG, 5000);
    talk.nowMs += 5000 + GRACE_MS;
    expect(talk.view()).toMatchObject({ askers: [{ remainingMs: 0 }], waitsMs: 0 });
    talk.nowMs += 1;
    expect(talk.view()).toMatchObject({ askers: [], waitsMs: undefined });
  });

  it('is answered once', () => {
    const talk = new Talk().asks(OTHER_TAG, 5000);
    expect(talk.negotiation.answer(OTHER_TAG, true)).toBe(true);
    expect(talk.negotiation.answer(OTHER_TAG, false)).toBe(false);
    expect(talk.sent).toEqual([{ type: 'answer_request', holder: OTHER_TAG, grant: true }]);
    expect(talk.view().askers).toEqual([]);
  });
});

describe('who is present', () => {
  const watchers = [
    { holder: TAG, holder_name: 'Anna' },
    { holder: OTHER_TAG, holder_name: 'Ben' },
  ];

  it('is told with who drives and who this page is', () => {
    const talk = new Talk();
    talk.negotiation.onWatchers({ type: 'watchers', robot_id: 'tank-1', watchers });
    expect(talk.view(OTHER_TAG).present).toEqual([
      { holder: TAG, name: 'Anna', isMe: true, drives: false },
      { holder: OTHER_TAG, name: 'Ben', isMe: false, drives: true },
    ]);
  });

  it('is unknown without a connection', () => {
    const talk = new Talk();
    talk.negotiation.onWatchers({ type: 'watchers', robot_id: 'tank-1', watchers });
    talk.negotiation.onLink(TAG);
    expect(talk.view().present).toHaveLength(2);
    talk.negotiation.onLink(undefined);
    expect(talk.view().present).toEqual([]);
  });
});

it('another connection ends what was under way before', () => {
  const talk = new Talk().asks(OTHER_TAG, 5000).asks(TAG, 5000);
  talk.refuses('take_lease');
  talk.negotiation.wish('take');
  talk.refuses('answer_request');
  talk.negotiation.onLink(TAG);
  expect(talk.view()).toMatchObject({
    asking: undefined,
    waitsMs: undefined,
    askers: [],
    refusal: undefined,
  });
});

it('without a name this page neither waits nor is refused its request', () => {
  const talk = new Talk();
  talk.negotiation.onLink(undefined);
  talk.asks(OTHER_TAG, 5000);
  expect(talk.refuses('request_lease')).toBe(true);
  expect(talk.view(OTHER_TAG)).toMatchObject({ waitsMs: undefined, askers: [] });
});

describe('this page’s own drive', () => {
  it('begins and ends with a term, each told once', () => {
    const { negotiation } = new Talk();
    expect(negotiation.onLease([7, 3], false)).toBe(false);
    expect(negotiation.onLease([7, 4], true)).toBe(true);
    expect(negotiation.onLease([7, 4], true)).toBe(false);
    expect(negotiation.onLease([7, 5], true)).toBe(true);
    expect(negotiation.onLease([7, 5], false)).toBe(true);
    expect(negotiation.onLease([7, 5], false)).toBe(false);
  });

  it('is lost in the term after it, until the next one', () => {
    const talk = new Talk();
    talk.negotiation.onLease([7, 3], false);
    expect(talk.view().isLost).toBe(false);
    talk.negotiation.onLease([7, 4], true);
    expect(talk.view().isLost).toBe(false);
    talk.negotiation.onLease([7, 5], false);
    talk.negotiation.onLease([7, 5], false);
    expect(talk.view().isLost).toBe(true);
    talk.negotiation.onLease([7, 6], false);
    expect(talk.view().isLost).toBe(false);
  });

  it('is not lost by another one of this page', () => {
    const talk = new Talk();
    talk.negotiation.onLease([7, 4], true);
    talk.negotiation.onLease([7, 5], true);
    expect(talk.view().isLost).toBe(false);
  });
});
