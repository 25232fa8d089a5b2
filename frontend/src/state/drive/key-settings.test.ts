import { describe, expect, it } from 'vitest';
import type { KeyMap } from '../../control/key-map.ts';
import { DEFAULT_KEYS, storedForm } from '../../control/key-map.ts';
import type { KeyPress } from '../../control/keyboard.ts';
import { keyOf } from '../../testing/key-press.ts';
import type { KeyPlace } from './key-settings.ts';
import { KeySettings, placesOf } from './key-settings.ts';

const CHOSEN: KeyMap = { ...DEFAULT_KEYS, forward: ['KeyI', 'ArrowUp'], stop: ['KeyP'] };

class Dialog {
  stored: string | undefined;
  readonly used: KeyMap[] = [];
  prevented = 0;
  private changes = 0;
  readonly settings: KeySettings;

  constructor(stored?: string) {
    this.stored = stored;
    this.settings = new KeySettings({
      storage: {
        read: () => this.stored,
        write: (text) => {
          this.stored = text;
        },
      },
      onKeys: (keys) => this.used.push(keys),
      onChange: () => {
        this.changes += 1;
      },
    });
  }

  chooses(action: KeyPlace['action'], place: number): this {
    this.settings.choose({ action, place });
    return this;
  }

  /** True when the key was for the dialog. */
  press(code: string, changes: Partial<KeyPress> = {}): boolean {
    const prevent = (): void => {
      this.prevented += 1;
    };
    return this.settings.down(keyOf(code, { prevent, ...changes }));
  }

  takeChanges(): number {
    const { changes } = this;
    this.changes = 0;
    return changes;
  }
}

describe('the keys of this browser', () => {
  it('are the usual ones where none are stored', () => {
    const dialog = new Dialog();
    expect(dialog.used).toEqual([DEFAULT_KEYS]);
    expect(dialog.settings.view).toEqual({
      keys: DEFAULT_KEYS,
      isDefault: true,
      choosing: undefined,
      problem: undefined,
    });
  });

  it('are the stored ones', () => {
    const dialog = new Dialog(storedForm(CHOSEN));
    expect(dialog.used).toEqual([CHOSEN]);
    expect(dialog.settings.view).toMatchObject({ keys: CHOSEN, isDefault: false });
  });

  it('go back to the usual ones, and the choice ends', () => {
    const dialog = new Dialog(storedForm(CHOSEN)).chooses('left', 0);
    dialog.takeChanges();
    dialog.settings.reset();
    expect(dialog.settings.view).toMatchObject({ keys: DEFAULT_KEYS, isDefault: true, choosing: undefined });
    expect(dialog.used.at(-1)).toEqual(DEFAULT_KEYS);
    expect(dialog.stored).toBeUndefined();
    expect(dialog.takeChanges()).toBe(2);
  });

  it('have a place for each key and one more, two at most', () => {
    expect(placesOf(CHOSEN, 'forward')).toEqual(['KeyI', 'ArrowUp']);
    expect(placesOf(CHOSEN, 'stop')).toEqual(['KeyP', undefined]);
  });
});

describe('while no key is chosen', () => {
  it('no key is for the dialog', () => {
    const dialog = new Dialog();
    expect(dialog.press('KeyI')).toBe(false);
    expect(dialog.prevented).toBe(0);
    expect(dialog.settings.view.keys).toEqual(DEFAULT_KEYS);
  });
});

describe('the key that is pressed', () => {
  it('takes the place, is kept from the browser, used and stored', () => {
    const dialog = new Dialog().chooses('forward', 0);
    expect(dialog.settings.view.choosing).toEqual({ action: 'forward', place: 0 });
    expect(dialog.takeChanges()).toBe(1);
    expect(dialog.press('KeyI')).toBe(true);
    const keys = { ...DEFAULT_KEYS, forward: ['KeyI', 'ArrowUp'] };
    expect(dialog.prevented).toBe(1);
    expect(dialog.settings.view).toEqual({ keys, isDefault: false, choosing: undefined, problem: undefined });
    expect(dialog.used.at(-1)).toEqual(keys);
    expect(dialog.stored).toBe(storedForm(keys));
    expect(dialog.takeChanges()).toBe(2);
  });

  it('is not one that repeats, though that is kept from the browser, too', () => {
    const dialog = new Dialog().chooses('forward', 0);
    expect(dialog.press('KeyI', { repeat: true })).toBe(true);
    expect(dialog.prevented).toBe(1);
    expect(dialog.settings.view).toMatchObject({ keys: DEFAULT_KEYS, choosing: { action: 'forward' } });
  });

  it.each<[string, string, object]>([
    ['has another meaning', 'KeyS', { why: 'used', code: 'KeyS', action: 'backward' }],
    ['has none on other keyboards', 'F5', { why: 'unusable' }],
  ])('and %s is refused, and the choice goes on', (_name, code, problem) => {
    const dialog = new Dialog().chooses('forward', 0);
    dialog.takeChanges();
    expect(dialog.press(code)).toBe(true);
    expect(dialog.settings.view).toMatchObject({ problem, choosing: { action: 'forward', place: 0 } });
    expect(dialog.stored).toBeUndefined();
    expect(dialog.takeChanges()).toBe(1);
    dialog.chooses('left', 0);
    expect(dialog.settings.view.problem).toBeUndefined();
  });

  it.each(['Backspace', 'Delete'])('%s takes the key of the place away', (code) => {
    const dialog = new Dialog(storedForm(CHOSEN)).chooses('forward', 0);
    expect(dialog.press(code)).toBe(true);
    expect(dialog.settings.view).toMatchObject({ keys: { forward: ['ArrowUp'] }, choosing: undefined });
    dialog.chooses('stop', 0).press(code);
    expect(dialog.settings.view.keys.stop).toEqual([]);
    const { stored } = dialog;
    dialog.chooses('forward', 0).press(code);
    expect(dialog.settings.view).toMatchObject({ keys: { forward: ['ArrowUp'] }, choosing: undefined });
    expect(dialog.stored).toBe(stored);
  });
});

describe('a key that is no choice ends it, and goes on to the controls:', () => {
  it.each<[string, string, Partial<KeyPress>]>([
    ['Escape', 'Escape', {}],
    ['Space', 'Space', {}],
    ['Tab', 'Tab', {}],
    ['one with Ctrl, Alt or Meta', 'KeyI', { modified: true }],
    ['a stop by its place', 'KeyP', {}],
    ['a stop that has no place', '', { key: 'p' }],
    ['a stop whose place is unidentified', 'Unidentified', { key: 'p' }],
  ])('%s', (_name, code, changes) => {
    const dialog = new Dialog(storedForm(CHOSEN)).chooses('left', 0);
    expect(dialog.press(code, changes)).toBe(false);
    expect(dialog.prevented).toBe(0);
    expect(dialog.settings.view).toMatchObject({ keys: CHOSEN, choosing: undefined });
  });
});
