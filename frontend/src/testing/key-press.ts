import type { KeyPress } from '../control/keyboard.ts';

/** A key that is pressed or released with the focus on the page, alone. */
export function keyOf(code: string, changes: Partial<KeyPress> = {}): KeyPress {
  return {
    code,
    key: '',
    repeat: false,
    modified: false,
    composing: false,
    target: 'page',
    prevent: () => undefined,
    ...changes,
  };
}
