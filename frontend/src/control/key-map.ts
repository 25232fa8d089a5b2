import type { Direction } from './tracks.ts';
import { DIRECTIONS } from './tracks.ts';

export const KEY_ACTIONS = [...DIRECTIONS, 'stop'] as const;
export type KeyAction = (typeof KEY_ACTIONS)[number];

/** KeyboardEvent.code values: places on the keyboard, whatever the layout. Escape stops besides, always, and Space while this page drives. */
export type KeyMap = Readonly<Record<KeyAction, readonly string[]>>;

export const MOST_KEYS = 2;
export const DEFAULT_KEYS: KeyMap = {
  forward: ['KeyW', 'ArrowUp'],
  backward: ['KeyS', 'ArrowDown'],
  left: ['KeyA', 'ArrowLeft'],
  right: ['KeyD', 'ArrowRight'],
  stop: [],
};

const VERSION = 1;
/** Letters, digits, signs, arrows and the number pad. The rest has a meaning for the browser, or none on other keyboards. */
const ASSIGNABLE =
  /^(Key[A-Z]|Digit\d|Arrow(Up|Down|Left|Right)|Numpad(\d|Add|Subtract|Multiply|Divide|Decimal)|Home|End|PageUp|PageDown|Insert|Bracket(Left|Right)|Minus|Equal|Comma|Period|Slash|Semicolon|Quote|Backslash|Backquote|IntlBackslash)$/;

/** Besides what can be assigned: keys that keep no other key's release to themselves. */
const PLAIN = /^(Shift(Left|Right)|Enter|NumpadEnter|Tab|Space|Backspace|Delete)$/;

/** True for a key that opens nothing, switches nothing and composes nothing, here or in the system. */
export function isPlain(code: string): boolean {
  return ASSIGNABLE.test(code) || PLAIN.test(code);
}

const SIGN_CODES: ReadonlyMap<string, string> = new Map([
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
]);

/**
 * Where a key most likely is that names no place, as soft keyboards and remote desktops send it: KeyboardEvent.key by the plainest layout.
 * Good enough for a stop, not for driving.
 */
export function likelyCode(key: string): string {
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  if (/^\d$/.test(key)) return `Digit${key}`;
  return SIGN_CODES.get(key) ?? key;
}

export type Assigned =
  | { readonly ok: true; readonly keys: KeyMap }
  /** `used`: it belongs to `action` already. */
  | { readonly ok: false; readonly why: 'used'; readonly action: KeyAction }
  | { readonly ok: false; readonly why: 'unusable' };

/** Puts a key in that place of an action; a place beyond the last one adds it. */
export function assign(keys: KeyMap, action: KeyAction, place: number, code: string): Assigned {
  if (!ASSIGNABLE.test(code)) return { ok: false, why: 'unusable' };
  const owner = actionOf(keys, code);
  if (owner !== undefined && keys[action].indexOf(code) !== place) {
    return { ok: false, why: 'used', action: owner };
  }
  const codes = [...keys[action]];
  codes[Math.min(place, codes.length, MOST_KEYS - 1)] = code;
  return { ok: true, keys: { ...keys, [action]: codes } };
}

function actionOf(keys: KeyMap, code: string): KeyAction | undefined {
  return KEY_ACTIONS.find((action) => keys[action].includes(code));
}

export function directionOf(keys: KeyMap, code: string): Direction | undefined {
  const action = actionOf(keys, code);
  return action === 'stop' ? undefined : action;
}

export function storedForm(keys: KeyMap): string {
  return JSON.stringify({ version: VERSION, keys });
}

/** Undefined when the text is of another version, incomplete or contradicts itself: then nothing of it is used. */
export function keysFrom(text: string): KeyMap | undefined {
  const stored = parsed(text);
  if (!isRecord(stored) || stored['version'] !== VERSION || !isRecord(stored['keys'])) return undefined;
  const seen = new Set<string>();
  const keys: Partial<Record<KeyAction, readonly string[]>> = {};
  for (const action of KEY_ACTIONS) {
    const codes = stored['keys'][action];
    if (!Array.isArray(codes) || codes.length > MOST_KEYS) return undefined;
    if (codes.length === 0 && action !== 'stop') return undefined;
    for (const code of codes as readonly unknown[]) {
      if (typeof code !== 'string' || !ASSIGNABLE.test(code) || seen.has(code)) return undefined;
      seen.add(code);
    }
    keys[action] = codes as string[];
  }
  return keys as KeyMap;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
