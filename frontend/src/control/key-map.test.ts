import { describe, expect, it } from 'vitest';
import { DEFAULT_KEYS, assign, directionOf, isPlain, keysFrom, likelyCode, storedForm } from './key-map.ts';

describe('the key map', () => {
  it('puts a key in a place, or adds it', () => {
    const changed = assign(DEFAULT_KEYS, 'forward', 0, 'KeyI');
    expect(changed).toMatchObject({ ok: true, keys: { forward: ['KeyI', 'ArrowUp'] } });
    expect(assign(DEFAULT_KEYS, 'stop', 1, 'KeyP')).toMatchObject({ ok: true, keys: { stop: ['KeyP'] } });
    expect(assign(DEFAULT_KEYS, 'left', 0, 'KeyA')).toMatchObject({ ok: true, keys: DEFAULT_KEYS });
    const last = assign(DEFAULT_KEYS, 'forward', 2, 'KeyI');
    expect(last).toMatchObject({ ok: true, keys: { forward: ['KeyW', 'KeyI'] } });
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
    'DigitX',
    'NumpadX',
    'BrowserHome',
    'KeyWithout',
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
    ['a list for a key', JSON.stringify({ version: 1, keys: { ...DEFAULT_KEYS, stop: [['KeyX']] } })],
    ['null', 'null'],
    ['a number', '7'],
    ['null for the keys', '{"version":1,"keys":null}'],
    ['no text', JSON.stringify({ version: 1, keys: { ...DEFAULT_KEYS, stop: [7] } })],
  ])('uses nothing of %s', (_name, text) => {
    expect(keysFrom(text)).toBeUndefined();
  });

  it('the stop is no direction', () => {
    expect(directionOf({ ...DEFAULT_KEYS, stop: ['KeyP'] }, 'KeyP')).toBeUndefined();
    expect(directionOf(DEFAULT_KEYS, 'ArrowLeft')).toBe('left');
  });
});

const SIGNS: readonly (readonly [key: string, code: string])[] = [
  ['[', 'BracketLeft'],
  [']', 'BracketRight'],
  ['-', 'Minus'],
  ['=', 'Equal'],
  [',', 'Comma'],
  ['.', 'Period'],
  ['/', 'Slash'],
  [';', 'Semicolon'],
  ["'", 'Quote'],
  ['\\', 'Backslash'],
  ['`', 'Backquote'],
];

describe('the place of a key that names none', () => {
  it.each<readonly [string, string]>([['p', 'KeyP'], ['P', 'KeyP'], ['7', 'Digit7'], ...SIGNS])(
    '%s is most likely %s',
    (key, code) => {
      expect(likelyCode(key)).toBe(code);
      expect(assign(DEFAULT_KEYS, 'stop', 0, code)).toMatchObject({ ok: true, keys: { stop: [code] } });
    },
  );

  it.each(['Home', 'F1', '1st', 'ä', 'constructor', ''])('"%s" is what it says', (key) => {
    expect(likelyCode(key)).toBe(key);
  });
});

describe('a key that opens nothing', () => {
  it.each(['KeyX', 'Numpad5', 'NumpadAdd', 'PageDown', 'ShiftLeft', 'Enter', 'Tab', 'Space', 'Delete'])(
    'is %s',
    (code) => {
      expect(isPlain(code)).toBe(true);
    },
  );

  it.each(['ContextMenu', 'AltLeft', 'MetaLeft', 'F10', 'PrintScreen', 'SoftEnter', 'Tabulator', ''])(
    'is not "%s"',
    (code) => {
      expect(isPlain(code)).toBe(false);
    },
  );
});
