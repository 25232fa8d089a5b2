// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readBrowserGamepads } from './gamepads.ts';
import { localKeys, reloadVisits } from './page.ts';

const VISIT = { instance: '0123456789abcdef0123456789abcdef', robotId: 'tank-1' };

function loadedBy(type: 'navigate' | 'reload' | 'back_forward'): void {
  vi.spyOn(performance, 'getEntriesByType').mockReturnValue([{ type } as unknown as PerformanceEntry]);
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  sessionStorage.clear();
  localStorage.clear();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('the drive that a reload takes up', () => {
  it('is found once, by a reload', () => {
    loadedBy('reload');
    reloadVisits.leave(VISIT);
    expect(reloadVisits.takeUp()).toEqual(VISIT);
    expect(reloadVisits.takeUp()).toBeUndefined();
  });

  it.each(['navigate', 'back_forward'] as const)('is not found by a tab that was loaded by %s', (type) => {
    loadedBy(type);
    reloadVisits.leave(VISIT);
    expect(reloadVisits.takeUp()).toBeUndefined();
    loadedBy('reload');
    expect(reloadVisits.takeUp()).toBeUndefined();
  });

  it('is not found by who comes back later', () => {
    loadedBy('reload');
    reloadVisits.leave(VISIT);
    vi.setSystemTime(1_031_000);
    expect(reloadVisits.takeUp()).toBeUndefined();
  });

  it.each(['', 'null', '7', '{"instance":"x","robotId":"tank-1","atMs":1000000}', '{"robotId":"tank-1"}'])(
    'is not found in what makes no sense: %s',
    (text) => {
      loadedBy('reload');
      sessionStorage.setItem('havatar.visit', text);
      expect(reloadVisits.takeUp()).toBeUndefined();
    },
  );
});

describe('gamepads of the browser', () => {
  const pad = {
    index: 1,
    id: 'Pad',
    timestamp: 5,
    mapping: 'standard',
    axes: [0, 1],
    buttons: [{ pressed: true }],
    connected: true,
  };

  it('are read without the empty places and the disconnected ones', () => {
    Object.assign(navigator, { getGamepads: () => [null, pad, { ...pad, index: 2, connected: false }] });
    expect(readBrowserGamepads()).toEqual([
      { index: 1, name: 'Pad', timestamp: 5, mapping: 'standard', axes: [0, 1], pressed: [true] },
    ]);
  });

  it('are none where the browser forbids them', () => {
    Object.assign(navigator, {
      getGamepads: () => {
        throw new Error('SecurityError');
      },
    });
    expect(readBrowserGamepads()).toEqual([]);
  });
});

describe('the keys of this browser', () => {
  it('are kept, and taken away by a reset', () => {
    localKeys.write('{"version":1}');
    expect(localKeys.read()).toBe('{"version":1}');
    localKeys.write(undefined);
    expect(localKeys.read()).toBeUndefined();
  });

  it('are good for this visit where nothing may be stored', () => {
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new Error('SecurityError');
    });
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new Error('SecurityError');
    });
    expect(localKeys.read()).toBeUndefined();
    expect(() => localKeys.write('x')).not.toThrow();
  });
});
