import { describe, expect, it } from 'vitest';
import { beaconOf } from '../testing/fake-relay.ts';
import type { LatchKind } from '../wire/messages.ts';
import { LATCH_KINDS, MAX_TTL_MS } from '../wire/messages.ts';
import { RobotKnowledge } from './robot-knowledge.ts';
import { RELEASE_AFTER_SHOWN_MS, ShownStop, hasStopLatch, releaseOf } from './stop-release.ts';

describe('a stop on the screen', () => {
  it('was read once it was there for long enough', () => {
    const shown = new ShownStop();
    shown.onShown([7, 2], 1000);
    expect(shown.wasRead([7, 2], 1000 + RELEASE_AFTER_SHOWN_MS - 1)).toBe(false);
    expect(shown.wasRead([7, 2], 1000 + RELEASE_AFTER_SHOWN_MS)).toBe(true);
  });

  it('is the same one when it is rendered again', () => {
    const shown = new ShownStop();
    shown.onShown([7, 2], 1000);
    shown.onShown([7, 2], 1500);
    expect(shown.wasRead([7, 2], 1000 + RELEASE_AFTER_SHOWN_MS)).toBe(true);
  });

  it('is no other stop, and another one has to be read anew', () => {
    const shown = new ShownStop();
    shown.onShown([7, 2], 1000);
    expect(shown.wasRead([7, 3], 5000)).toBe(false);
    shown.onShown([7, 3], 5000);
    expect(shown.wasRead([7, 2], 9000)).toBe(false);
    expect(shown.wasRead([7, 3], 5000 + RELEASE_AFTER_SHOWN_MS - 1)).toBe(false);
    expect(shown.wasRead([7, 3], 5000 + RELEASE_AFTER_SHOWN_MS)).toBe(true);
  });

  it('that nobody saw for a while has to be read anew', () => {
    const shown = new ShownStop();
    shown.onShown([7, 2], 1000);
    shown.onUnseen();
    expect(shown.wasRead([7, 2], 5000)).toBe(false);
    shown.onShown([7, 2], 5000);
    expect(shown.wasRead([7, 2], 5000 + RELEASE_AFTER_SHOWN_MS - 1)).toBe(false);
  });
});

describe('a release', () => {
  function stopped(latchKind: LatchKind): RobotKnowledge {
    const knowledge = new RobotKnowledge();
    knowledge.onBeacon(beaconOf({ latchKind, latchCounter: 5 }), 0);
    return knowledge;
  }

  it('names the stop, the term and the newest stamp', () => {
    expect(releaseOf(stopped('stop'), [7, 5])).toEqual({
      type: 'release_stop',
      term: [7, 3],
      latch: [7, 5],
      echo: 1000,
      ttl_ms: MAX_TTL_MS,
    });
  });

  it.each(LATCH_KINDS)('of the latch "%s" is there for stops only', (latchKind) => {
    const isStop = latchKind === 'stop' || latchKind === 'administrator';
    expect(hasStopLatch({ latchKind })).toBe(isStop);
    expect(releaseOf(stopped(latchKind), [7, 5]) !== undefined).toBe(isStop);
  });

  it('is none of another stop than the one in force, nor before the robot was heard', () => {
    expect(releaseOf(stopped('stop'), [7, 4])).toBeUndefined();
    expect(releaseOf(stopped('stop'), [7, 6])).toBeUndefined();
    const unheard = Object.assign(stopped('stop'), { stamp: undefined });
    expect(releaseOf(unheard, [7, 5])).toBeUndefined();
  });
});
