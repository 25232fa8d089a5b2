import { describe, expect, it } from 'vitest';
import { DEFAULT_KEYS, assign, directionOf, keysFrom, storedForm } from './key-map.ts';

describe('the key map', () => {
  it('puts a key in a place, or adds it', () => {
    const changed = assign(DEFAULT_KEYS, 'forward', 0, 'KeyI');
    expect(changed).toMatchObject({ ok: true, keys: { forward: ['KeyI', 'ArrowUp'] } });
    expect(assign(DEFAULT_KEYS, 'stop', 1, 'KeyP')).toMatchObject({ ok: true, keys: { stop: ['KeyP'] } });
    expect(assign(DEFAULT_KEYS, 'left', 0, 'KeyA')).toMatchObject({ ok: true, keys: DEFAULT_KEYS });
  });

  it('names the action that has the key already', () => {
    expect(assign(DEFAULT_KEYS, 'forward', 0, 'KeyS')).toEqual({
      ok: false,
      why: 'used',
      action: 'backward',
    });
    expect(assign(DEFAULT_KEYS, 'forward', 0, 'ArrowUp')).toEqual({
      ok: false,
      why: 'used',
      action: 'forward',
    });
  });

  it.each([
    'Space',
    'Escape',
    'Tab',
    'Enter',
    'ShiftLeft',
    'ControlLeft',
    'F5',
    'MediaPlayPause',
    'Unidentified',
    '',
  ])('never takes %s', (code) => {
    expect(assign(DEFAULT_KEYS, 'stop', 0, code)).toEqual({ ok: false, why: 'unusable' });
  });

  it('survives being stored', () => {
    expect(keysFrom(storedForm(DEFAULT_KEYS))).toEqual(DEFAULT_KEYS);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['no object', '[]'],
    ['another version', JSON.stringify({ version: 2, keys: DEFAULT_KEYS })],
    ['no keys', '{"version":1}'],
    ['a direction without a key', JSON.stringify({ version: 1, keys: { ...DEFAULT_KEYS, left: [] } })],
    [
      'a direction that is missing',
      JSON.stringify({ version: 1, keys: { ...DEFAULT_KEYS, left: undefined } }),
    ],
    ['the space bar for driving', JSON.stringify({ version: 1, keys: { ...DEFAULT_KEYS, left: ['Space'] } })],
    ['one key for two actions', JSON.stringify({ version: 1, keys: { ...DEFAULT_KEYS, left: ['KeyW'] } })],
    ['three keys', JSON.stringify({ version: 1, keys: { ...DEFAULT_KEYS, stop: ['KeyX', 'KeyY', 'KeyZ'] } })],
    ['no text', JSON.stringify({ version: 1, keys: { ...DEFAULT_KEYS, stop: [7] } })],
  ])('uses nothing of %s', (_name, text) => {
    expect(keysFrom(text)).toBeUndefined();
  });

  it('the stop is no direction', () => {
    expect(directionOf({ ...DEFAULT_KEYS, stop: ['KeyP'] }, 'KeyP')).toBeUndefined();
    expect(directionOf(DEFAULT_KEYS, 'ArrowLeft')).toBe('left');
  });
});
