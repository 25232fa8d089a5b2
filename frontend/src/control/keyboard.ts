import type { Direction } from './held-controls.ts';

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

const DRIVING: ReadonlyMap<string, Direction> = new Map([
  ['KeyW', 'forward'],
  ['KeyA', 'left'],
  ['KeyS', 'backward'],
  ['KeyD', 'right'],
  ['ArrowUp', 'forward'],
  ['ArrowLeft', 'left'],
  ['ArrowDown', 'backward'],
  ['ArrowRight', 'right'],
]);
const MODIFIERS = /^(Control|Alt|Meta|OS)(Left|Right)?$/;

/** Keys of the drive page: WASD and arrows drive, Space and Escape stop from anywhere. */
export class Keyboard {
  private readonly actions: KeyboardActions;

  constructor(actions: KeyboardActions) {
    this.actions = actions;
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
    const direction = DRIVING.get(key.code);
    if (direction === undefined || key.modified || !this.isForDriving(key)) return;
    key.prevent();
    if (!key.repeat) this.actions.press(key.code, direction);
  }

  /** A release always counts, wherever the focus has gone. */
  up(key: KeyPress): void {
    // A focused button would be clicked by the release of the space bar.
    if (this.isStop(key)) key.prevent();
    if (DRIVING.has(key.code)) this.actions.release(key.code);
  }

  private isStop(key: KeyPress): boolean {
    return key.code === 'Escape' || (key.code === 'Space' && key.target !== 'text');
  }

  private isForDriving(key: KeyPress): boolean {
    if (key.target === 'text') return false;
    return key.target === 'page' || !key.code.startsWith('Arrow');
  }
}
