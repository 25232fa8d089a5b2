import type { LetGoWhy } from './hand-watch.ts';
import type { KeyMap } from './key-map.ts';
import { DEFAULT_KEYS, directionOf, isPlain, likelyCode } from './key-map.ts';
import type { Direction } from './tracks.ts';

/** A key event as far as it matters here; `src/adapters` makes it from the browser's. */
export interface KeyPress {
  /** KeyboardEvent.code: the place on the keyboard, whatever the layout. Empty where the keyboard has no places. */
  readonly code: string;
  /** KeyboardEvent.key: what the key means. */
  readonly key: string;
  readonly repeat: boolean;
  /** Ctrl, Alt or Meta is down. */
  readonly modified: boolean;
  /** An input method has it. */
  readonly composing: boolean;
  /** Where the focus is: `text` takes letters, `slider` takes arrows. */
  readonly target: 'page' | 'text' | 'slider';
  /** Keeps the browser from its own meaning of the key. */
  prevent(): void;
}

export interface KeyboardActions {
  press(control: string, direction: Direction): void;
  release(control: string): void;
  /** Let go of everything. */
  letGo(why?: LetGoWhy): void;
  stop(): void;
  /** This page holds the lease. */
  drives(): boolean;
}

/** What moves a slider or what it stands in. */
const SLIDING = /^(Arrow|Page|Home|End)/;

/** Keys of the drive page: the map's drive and stop. Escape stops from anywhere whatever the map says, and so does Space while this page drives. */
export class Keyboard {
  private readonly actions: KeyboardActions;
  private keys = DEFAULT_KEYS;
  /** Keys that are down, and whether their press was a stop. */
  private readonly pressedKeys = new Map<string, boolean>();

  constructor(actions: KeyboardActions) {
    this.actions = actions;
  }

  /** Nothing stays held by a key that has another meaning now. */
  setKeys(keys: KeyMap): void {
    this.keys = keys;
    this.actions.letGo();
  }

  down(key: KeyPress): void {
    const name = nameOf(key);
    // The press itself may have been kept by a menu: then the first repeat is it.
    const isPress = !key.repeat || !this.pressedKeys.has(name);
    const isStop = this.isStop(key) && (isPress || this.pressedKeys.get(name) === true);
    if (isPress) this.pressedKeys.set(name, isStop);
    if (isStop) {
      key.prevent();
      if (isPress) this.actions.stop();
      return;
    }
    // While such a key is down, or by what it opens, the release of the others may be kept from the page.
    if (key.composing || key.modified || !isPlain(key.code)) {
      if (!key.repeat) this.actions.letGo('taken');
      return;
    }
    const direction = directionOf(this.keys, key.code);
    if (direction === undefined || !isForDriving(key)) return;
    key.prevent();
    if (!key.repeat) this.actions.press(controlOf(key.code), direction);
  }

  /** A release always counts, wherever the focus has gone. One that doesn't say of which key may be of any. */
  up(key: KeyPress): void {
    const name = nameOf(key);
    // A focused button would be clicked by the release of the space bar.
    if (this.pressedKeys.get(name) === true) key.prevent();
    this.pressedKeys.delete(name);
    // Some systems tell only the release of the key that takes a picture of the screen.
    if (isUnnamed(key.code) || key.composing || key.key === 'PrintScreen' || key.code === 'PrintScreen')
      this.actions.letGo('taken');
    this.actions.release(controlOf(key.code));
  }

  /** The emergency stops don't ask for modifiers; a key of the map does, since Ctrl+key belongs to the browser. */
  private isStop(key: KeyPress): boolean {
    if (isEscape(key)) return true;
    if (isSpace(key) && key.target !== 'text' && this.actions.drives()) return true;
    const code = codeOf(key);
    return this.keys.stop.includes(code) && !key.modified && isForDriving({ ...key, code });
  }
}

/** By meaning or by place: soft keyboards and remote desktops send keys that have no place, and keys may be swapped. */
export function isEscape({ code, key }: Pick<KeyPress, 'code' | 'key'>): boolean {
  return code === 'Escape' || key === 'Escape' || key === 'Esc';
}

export function isSpace({ code, key }: Pick<KeyPress, 'code' | 'key'>): boolean {
  return code === 'Space' || key === ' ' || key === 'Spacebar';
}

/** The key's place, or the likely one where it names none. */
export function codeOf({ code, key }: Pick<KeyPress, 'code' | 'key'>): string {
  return isUnnamed(code) ? likelyCode(key) : code;
}

function isUnnamed(code: string): boolean {
  return code === '' || code === 'Unidentified';
}

function nameOf({ code, key }: KeyPress): string {
  return isUnnamed(code) ? `key ${key}` : code;
}

function controlOf(code: string): string {
  return `key-${code}`;
}

function isForDriving(key: Pick<KeyPress, 'code' | 'target'>): boolean {
  if (key.target === 'text') return false;
  return key.target === 'page' || !SLIDING.test(key.code);
}
