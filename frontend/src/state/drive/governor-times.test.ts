import { describe, expect, it } from 'vitest';
import { beaconOf } from '../../testing/fake-relay.ts';
import { Governor, HOLD_MS, SPEAK_EVERY_MS } from './governor.ts';

const START_MS = 1000;

function governed(governor: Governor, capPercent: number, nowMs: number): void {
  governor.onBeacon(beaconOf({ governed: true, cap: capPercent * 10 }), 90, nowMs);
}

/** Acts at 40 % since the start. */
function acting(): Governor {
  const governor = new Governor();
  governed(governor, 40, START_MS);
  return governor;
}

const of = (capPercent: number): object => ({ capPercent, loopAgeMs: 90 });

describe('the figures of a governor', () => {
  it('are none before it acts, and none of a beacon that says that it rests', () => {
    const governor = new Governor();
    governor.onBeacon(beaconOf({ cap: 400 }), 90, START_MS);
    expect(governor.view(START_MS)).toEqual({ shown: undefined, spoken: undefined });
  });

  it('stand for a second', () => {
    const governor = acting();
    governed(governor, 50, START_MS + HOLD_MS - 1);
    expect(governor.view(START_MS + HOLD_MS - 1).shown).toEqual(of(40));
    governed(governor, 50, START_MS + HOLD_MS);
    expect(governor.view(START_MS + HOLD_MS).shown).toEqual(of(50));
  });

  it('are shown for a second after it acted last', () => {
    const governor = acting();
    expect(governor.view(START_MS + HOLD_MS).shown).toEqual(of(40));
    expect(governor.view(START_MS + HOLD_MS + 1).shown).toBeUndefined();
    governed(governor, 50, START_MS + HOLD_MS + 1);
    expect(governor.view(START_MS + HOLD_MS + 1).shown).toEqual(of(50));
  });

  it('are spoken each five seconds at most', () => {
    const governor = acting();
    governed(governor, 50, START_MS + HOLD_MS);
    expect(governor.view(START_MS + HOLD_MS).spoken).toEqual(of(40));
    governed(governor, 60, START_MS + SPEAK_EVERY_MS - 1);
    expect(governor.view(START_MS + SPEAK_EVERY_MS - 1).spoken).toEqual(of(40));
    governed(governor, 70, START_MS + SPEAK_EVERY_MS - 1 + HOLD_MS);
    expect(governor.view(START_MS + SPEAK_EVERY_MS - 1 + HOLD_MS).spoken).toEqual(of(70));
  });

  it('are spoken anew at five seconds', () => {
    const governor = acting();
    governed(governor, 50, START_MS + SPEAK_EVERY_MS);
    expect(governor.view(START_MS + SPEAK_EVERY_MS).spoken).toEqual(of(50));
  });

  it('stay spoken for five seconds though they are not shown any more', () => {
    const governor = acting();
    expect(governor.view(START_MS + SPEAK_EVERY_MS - 1)).toEqual({ shown: undefined, spoken: of(40) });
    expect(governor.view(START_MS + SPEAK_EVERY_MS).spoken).toBeUndefined();
  });

  it('stay spoken as long as they are shown', () => {
    const governor = acting();
    for (let ms = 100; ms < SPEAK_EVERY_MS; ms += 900) governed(governor, 40, START_MS + ms);
    expect(governor.view(START_MS + SPEAK_EVERY_MS).spoken).toEqual(of(40));
  });
});
