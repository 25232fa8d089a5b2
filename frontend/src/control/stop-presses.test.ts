import { describe, expect, it } from 'vitest';
import type { NumberedPair } from '../wire/numbers.ts';
import { StopPresses } from './stop-presses.ts';

const pressed = (presses: StopPresses, stopId: string, name = 'Anna'): void => {
  presses.onPressed({
    type: 'stop_pressed',
    robot_id: 'tank-1',
    stop_id: stopId,
    holder: `tag-${name}`,
    holder_name: name,
  });
};

const stopped = (presses: StopPresses, stopId: string, latch: NumberedPair): void => {
  presses.onStopped({
    type: 'stopped',
    state: 'latched',
    latchKind: 'stop',
    stopId,
    latch,
    stamp: 1,
    elapsedMs: 0,
  });
};

const ANNA = { holder: 'tag-Anna', name: 'Anna' };

describe('who pressed a stop', () => {
  it('is known when node and robot have both told, in either order', () => {
    const presses = new StopPresses();
    pressed(presses, 'a');
    expect(presses.presserOf([7, 1])).toBeUndefined();
    stopped(presses, 'a', [7, 1]);
    expect(presses.presserOf([7, 1])).toEqual(ANNA);
    stopped(presses, 'b', [7, 2]);
    expect(presses.presserOf([7, 2])).toBeUndefined();
    pressed(presses, 'b', 'Bert');
    expect(presses.presserOf([7, 2])).toEqual({ holder: 'tag-Bert', name: 'Bert' });
    expect(presses.presserOf([7, 1])).toEqual(ANNA);
    expect(presses.presserOf([8, 1])).toBeUndefined();
  });

  it('is known when one of several stops that made the same latch is', () => {
    const presses = new StopPresses();
    stopped(presses, 'a', [7, 1]);
    stopped(presses, 'b', [7, 1]);
    pressed(presses, 'b');
    expect(presses.presserOf([7, 1])).toEqual(ANNA);
  });

  it('is nobody when no latch is in force', () => {
    const presses = new StopPresses();
    pressed(presses, 'a');
    stopped(presses, 'a', [0, 0]);
    expect(presses.presserOf([0, 0])).toBeUndefined();
  });

  it('is who was told first', () => {
    const presses = new StopPresses();
    pressed(presses, 'a');
    pressed(presses, 'a', 'Bert');
    stopped(presses, 'a', [7, 1]);
    stopped(presses, 'a', [7, 2]);
    expect(presses.presserOf([7, 1])).toEqual(ANNA);
    expect(presses.presserOf([7, 2])).toBeUndefined();
  });

  it('is remembered for 32 stops, the oldest is forgotten', () => {
    const presses = new StopPresses();
    for (let count = 1; count <= 32; count += 1) {
      pressed(presses, `stop-${count}`);
      stopped(presses, `stop-${count}`, [7, count]);
    }
    expect(presses.presserOf([7, 1])).toEqual(ANNA);
    pressed(presses, 'one-more');
    expect(presses.presserOf([7, 1])).toBeUndefined();
    expect(presses.presserOf([7, 2])).toEqual(ANNA);
    expect(presses.presserOf([7, 32])).toEqual(ANNA);
  });
});
