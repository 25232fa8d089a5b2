import type { KeyMap } from './key-map.ts';
import { DEFAULT_KEYS, directionOf } from './key-map.ts';
import type { Direction } from './tracks.ts';

/** A key event as far as it matters here; `src/adapters` makes it from the browser's. */
export interface KeyPress {
  /** KeyboardEvent.code: the place on the keyboard, whatever the layout. */
  readonly code: string;
  readonly repeat: boolean;
  /** Ctrl, Alt or Meta is down. */
  readonly modified: boolean;
  /** Where the focus is: `text` takes letters, `slider` takes arrows. */
  readonly target: 'page' | 'text' | 'slider';
  /** Keeps the browser from its own meaning of the key. */
  prevent(): void;
}

export interface KeyboardActions {
  press(control: string, direction: Direction): void;
  release(control: string): void;
  /** Let go of everything. */
  letGo(): void;
  stop(): void;
}

const MODIFIERS = /^(Control|Alt|Meta|OS)(Left|Right)?$/;
/** What moves a slider or what it stands in. */
const SLIDING = /^(Arrow|Page|Home|End)/;

/** Keys of the drive page: the map's drive and stop, Space and Escape stop from anywhere whatever the map says. */
export class Keyboard {
  private readonly actions: KeyboardActions;
  private keys = DEFAULT_KEYS;

  constructor(actions: KeyboardActions) {
    this.actions = actions;
  }

  /** Nothing stays held by a key that has another meaning now. */
  setKeys(keys: KeyMap): void {
    this.keys = keys;
    this.actions.letGo();
  }

  down(key: KeyPress): void {
    if (this.isStop(key)) {
      key.prevent();
      if (!key.repeat) this.actions.stop();
      return;
    }
    // While such a key is down some systems keep the release of the others to themselves.
    if (MODIFIERS.test(key.code)) {
      this.actions.letGo();
      return;
    }
    const direction = directionOf(this.keys, key.code);
    if (direction === undefined || key.modified || !isForDriving(key)) return;
    key.prevent();
    if (!key.repeat) this.actions.press(controlOf(key.code), direction);
  }

  /** A release always counts, wherever the focus has gone. */
  up(key: KeyPress): void {
    // A focused button would be clicked by the release of the space bar.
    if (this.isStop(key)) key.prevent();
    this.actions.release(controlOf(key.code));
  }

  /** The emergency stops don't ask for modifiers; a key of the map does, since Ctrl+key belongs to the browser. */
  private isStop(key: KeyPress): boolean {
    if (key.code === 'Escape' || (key.code === 'Space' && key.target !== 'text')) return true;
    return this.keys.stop.includes(key.code) && !key.modified && isForDriving(key);
  }
}

function controlOf(code: string): string {
  return `key-${code}`;
}

function isForDriving(key: KeyPress): boolean {
  if (key.target === 'text') return false;
  return key.target === 'page' || !SLIDING.test(key.code);
}
