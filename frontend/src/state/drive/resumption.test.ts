import { describe, expect, it } from 'vitest';
import type { Code } from '../../wire/json-messages.ts';
import { Resumption } from './resumption.ts';

const refused = (code: Code, request = 'take_lease') =>
  ({ type: 'refused', request, code, message: '' }) as const;

describe('after a reload', () => {
  it('the lease is asked for once when the robot is heard, within ten seconds', () => {
    const resumption = new Resumption(1000);
    expect(resumption.isDueAt(11_000)).toBe(true);
    expect(resumption.isDueAt(11_000)).toBe(false);
    expect(new Resumption(1000).isDueAt(11_001)).toBe(false);
  });

  it.each<Code>(['term_changed', 'unavailable', 'stale'])(
    'it is asked for again when it was refused as %s, five times in all',
    (code) => {
      const resumption = new Resumption(0);
      let asked = 0;
      while (resumption.isDueAt(100) && asked < 10) {
        asked += 1;
        resumption.onRefused(refused(code));
      }
      expect(asked).toBe(5);
    },
  );

  it('it is not asked for again when it was refused for good', () => {
    const resumption = new Resumption(0);
    resumption.isDueAt(0);
    resumption.onRefused(refused('held'));
    expect(resumption.isDueAt(0)).toBe(false);
  });

  it('nor by a refusal of something else, or of what was asked before', () => {
    const resumption = new Resumption(0);
    resumption.onRefused(refused('held'));
    expect(resumption.isDueAt(0)).toBe(true);
    resumption.onRefused(refused('stale', 'select_robot'));
    expect(resumption.isDueAt(0)).toBe(false);
  });

  it('it is not asked for once it is held, or the person has decided', () => {
    const resumption = new Resumption(0);
    resumption.end();
    expect(resumption.isDueAt(0)).toBe(false);
    resumption.onRefused(refused('stale'));
    expect(resumption.isDueAt(0)).toBe(false);
  });
});
