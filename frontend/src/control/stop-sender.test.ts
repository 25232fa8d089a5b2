import { describe, expect, it } from 'vitest';
import { FakeTime } from '../testing/fake-time.ts';
import type { Stop, Stopped, StoppedState } from '../wire/messages.ts';
import { NO_HOLDER } from '../wire/messages.ts';
import { StopSender, UNCONFIRMED_AFTER_MS } from './stop-sender.ts';

const ORDINARY = 0;
const ADMINISTRATOR = 1;

/** A person's stop over two ways, of which the second one takes nothing. */
class Sending {
  readonly time = new FakeTime();
  readonly sent: { readonly afterMs: number; readonly way: string; readonly stop: Stop }[] = [];
  told = 0;
  private ids = 0;
  private readonly startMs = this.time.nowMs();
  readonly sender = new StopSender({
    clock: this.time,
    timers: this.time,
    randomBytes: (count) => new Uint8Array(count).fill((this.ids += 1)),
    paths: [this.way('a', true), this.way('b', false)],
    onProgress: () => {
      this.told += 1;
    },
  });

  /** When the first way got a stop, in milliseconds since the beginning; and forgets. */
  takeTimes(): number[] {
    const sent = this.sent.splice(0);
    expect(sent.filter(({ way }) => way === 'b').length).toBe(sent.length / 2);
    return sent.filter(({ way }) => way === 'a').map(({ afterMs }) => afterMs);
  }

  get newest(): Stop {
    const last = this.sent.at(-1);
    if (last === undefined) throw new Error('nothing was sent');
    return last.stop;
  }

  answers(state: StoppedState, stopId = this.newest.stopId): void {
    const stopped: Stopped = {
      type: 'stopped',
      state,
      latchKind: 'stop',
      stopId,
      latch: [7, 3],
      stamp: 1500,
      elapsedMs: 0,
    };
    this.sender.onStopped(stopped);
  }

  private way(way: string, takes: boolean): (stop: Stop) => boolean {
    return (stop) => {
      this.sent.push({ afterMs: this.time.nowMs() - this.startMs, way, stop });
      return takes;
    };
  }
}

describe('a stop', () => {
  it('is of a person, who has no latch and no origin to tell', () => {
    const sending = new Sending();
    sending.sender.press();
    expect(sending.newest).toEqual({
      type: 'stop',
      cause: 'person',
      authority: ORDINARY,
      stopId: '0101010101010101',
      origin: NO_HOLDER,
      latch: [0, 0],
    });
  });

  it('goes every way at once, twice more soon, and then each tenth of a second', async () => {
    const sending = new Sending();
    sending.sender.press();
    await sending.time.pass(350);
    expect(sending.takeTimes()).toEqual([0, 20, 40, 140, 240, 340]);
    expect(sending.told).toBe(6);
  });

  it('keeps its name in each repetition', async () => {
    const sending = new Sending();
    sending.sender.press();
    await sending.time.pass(350);
    expect(new Set(sending.sent.map(({ stop }) => stop.stopId)).size).toBe(1);
  });

  it('pressed again is another one, which begins anew and alone', async () => {
    const sending = new Sending();
    sending.sender.press();
    await sending.time.pass(150);
    sending.takeTimes();
    sending.sender.press();
    expect(sending.newest.stopId).toBe('0202020202020202');
    await sending.time.pass(150);
    expect(sending.takeTimes()).toEqual([150, 170, 190, 290]);
  });

  it('goes on although a way fails', async () => {
    const time = new FakeTime();
    let tried = 0;
    const sender = new StopSender({
      clock: time,
      timers: time,
      randomBytes: (count) => new Uint8Array(count),
      paths: [
        () => {
          tried += 1;
          throw new Error('closed');
        },
      ],
      onProgress: () => undefined,
    });
    expect(() => sender.press()).toThrow('closed');
    expect(sender.isRepeating).toBe(true);
    await expect(time.pass(20)).rejects.toThrow('closed');
    expect(tried).toBe(2);
  });
});

describe('a lock', () => {
  it('has the authority of an administrator, and keeps it in a press that comes while it is under way', () => {
    const sending = new Sending();
    sending.sender.lock();
    expect(sending.newest.authority).toBe(ADMINISTRATOR);
    sending.sender.press();
    expect(sending.newest.authority).toBe(ADMINISTRATOR);
  });

  it('once it is confirmed makes no lock of the next press', () => {
    const sending = new Sending();
    sending.sender.lock();
    sending.answers('zero');
    sending.sender.press();
    expect(sending.newest.authority).toBe(ORDINARY);
  });

  it('makes one of a stop that is under way', () => {
    const sending = new Sending();
    sending.sender.press();
    sending.sender.lock();
    expect(sending.newest.authority).toBe(ADMINISTRATOR);
  });
});

describe('the answer of the robot', () => {
  it('that it is latched does not end the repetition', async () => {
    const sending = new Sending();
    sending.sender.press();
    sending.answers('latched');
    expect(sending.told).toBe(2);
    expect(sending.sender.progress).toEqual({ name: 'sending', latched: true });
    await sending.time.pass(20);
    expect(sending.takeTimes()).toEqual([0, 20]);
  });

  it('that its output is zero ends it, with the time since the press', async () => {
    const sending = new Sending();
    sending.sender.press();
    await sending.time.pass(70);
    const told = sending.told;
    sending.answers('zero');
    expect(sending.told).toBe(told + 1);
    expect(sending.sender.progress).toEqual({ name: 'confirmed', afterMs: 70 });
    expect(sending.sender.isRepeating).toBe(false);
    expect(sending.time.pending).toBe(0);
  });

  it('to another stop says nothing', () => {
    const sending = new Sending();
    sending.sender.press();
    const before = sending.newest.stopId;
    sending.sender.press();
    sending.answers('zero', before);
    expect(sending.sender.progress).toEqual({ name: 'sending', latched: false });
    expect(sending.told).toBe(2);
  });

  it('that comes again after the end says nothing', async () => {
    const sending = new Sending();
    sending.sender.press();
    sending.answers('zero');
    await sending.time.pass(100);
    const told = sending.told;
    sending.answers('zero');
    expect(sending.sender.progress).toEqual({ name: 'confirmed', afterMs: 0 });
    expect(sending.told).toBe(told);
  });
});

describe('how far it is', () => {
  it('is nothing before the first press', () => {
    const { sender } = new Sending();
    expect(sender.isRepeating).toBe(false);
    expect(sender.progress).toEqual({ name: 'idle' });
  });

  it('is not confirmed after half a second, counted from the first press', async () => {
    const { sender, time } = new Sending();
    sender.press();
    await time.pass(UNCONFIRMED_AFTER_MS - 1);
    sender.press();
    expect(sender.progress).toEqual({ name: 'sending', latched: false });
    await time.pass(1);
    expect(sender.progress).toEqual({ name: 'unconfirmed', latched: false, forMs: UNCONFIRMED_AFTER_MS });
  });

  it('begins anew with a press after the end', async () => {
    const sending = new Sending();
    sending.sender.press();
    sending.answers('zero');
    await sending.time.pass(1000);
    sending.sender.press();
    expect(sending.sender.progress).toEqual({ name: 'sending', latched: false });
  });

  it('of a press after a latch is that no latch is known for it', () => {
    const sending = new Sending();
    sending.sender.press();
    sending.answers('latched');
    sending.sender.press();
    expect(sending.sender.progress).toEqual({ name: 'sending', latched: false });
  });

  it('forgets a confirmation when the latch is released', () => {
    const sending = new Sending();
    sending.sender.press();
    sending.answers('zero');
    sending.sender.forgetConfirmation();
    expect(sending.sender.progress).toEqual({ name: 'idle' });
  });
});

describe('a new connection', () => {
  it('gets the stop at once, as a first sending', async () => {
    const sending = new Sending();
    sending.sender.press();
    await sending.time.pass(150);
    sending.takeTimes();
    sending.sender.repeatNow();
    await sending.time.pass(150);
    expect(sending.takeTimes()).toEqual([150, 170, 190, 290]);
  });

  it('gets none when there is none, or it has come to its end', () => {
    const sending = new Sending();
    sending.sender.repeatNow();
    expect(sending.takeTimes()).toEqual([]);
    sending.sender.press();
    sending.answers('zero');
    sending.takeTimes();
    sending.sender.repeatNow();
    expect(sending.takeTimes()).toEqual([]);
    expect(sending.sender.isRepeating).toBe(false);
  });
});

it('nothing is sent once the page leaves', async () => {
  const sending = new Sending();
  sending.sender.dispose();
  sending.sender.press();
  sending.takeTimes();
  sending.sender.dispose();
  await sending.time.pass(500);
  expect(sending.takeTimes()).toEqual([]);
  expect(sending.sender.isRepeating).toBe(false);
});
