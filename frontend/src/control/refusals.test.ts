import { describe, expect, it } from 'vitest';
import { Refusals } from './refusals.ts';

describe('refusals', () => {
  it('are none at first, and acceptance makes none', () => {
    const refusals = new Refusals();
    refusals.onAccepted();
    expect(refusals.last).toBeUndefined();
  });

  it('are told with what was refused, why and when, until setpoints are accepted again', () => {
    const refusals = new Refusals();
    refusals.onRefused('stale', '', 5);
    expect(refusals.last).toEqual({ code: 'stale', message: '', request: '', atMs: 5, isOver: false });
    refusals.onRefused('forbidden', 'Ask an administrator.', 6, 'take');
    const last = { code: 'forbidden', message: 'Ask an administrator.', request: 'take', atMs: 6 };
    expect(refusals.last).toEqual({ ...last, isOver: false });
    refusals.onAccepted();
    expect(refusals.last).toEqual({ ...last, isOver: true });
    const over = refusals.last;
    refusals.onAccepted();
    expect(refusals.last).toBe(over);
  });

  it.each(['sequence_old', 'superseded'] as const)('%s is counted, not told', (code) => {
    const refusals = new Refusals();
    refusals.onRefused(code, '', 5);
    refusals.onRefused(code, '', 6);
    expect(refusals.last).toBeUndefined();
    expect([...refusals.counters.all()]).toEqual([[code, 2]]);
  });
});
