import type { KeyAction, KeyMap } from '../../control/key-map.ts';
import { DEFAULT_KEYS, MOST_KEYS, assign, keysFrom, storedForm } from '../../control/key-map.ts';
import type { KeyPress } from '../../control/keyboard.ts';
import { codeOf, isEscape, isSpace } from '../../control/keyboard.ts';

/** Keeps the keys of this browser; `read` gives whatever is there, or undefined. */
export interface KeyStorage {
  read(): string | undefined;
  write(text: string | undefined): void;
}

/** The place of a key that the person is about to press. */
export interface KeyPlace {
  readonly action: KeyAction;
  readonly place: number;
}

export type KeyProblem =
  { readonly why: 'used'; readonly code: string; readonly action: KeyAction } | { readonly why: 'unusable' };

export interface KeysView {
  readonly keys: KeyMap;
  readonly isDefault: boolean;
  /** Waits for a key. */
  readonly choosing: KeyPlace | undefined;
  readonly problem: KeyProblem | undefined;
}

export interface KeySettingsOptions {
  readonly storage: KeyStorage;
  readonly onKeys: (keys: KeyMap) => void;
  readonly onChange: () => void;
}

const REMOVES: ReadonlySet<string> = new Set(['Backspace', 'Delete']);

/** Which keys drive, and the dialog in which a person chooses them. */
export class KeySettings {
  private readonly options: KeySettingsOptions;
  private keys: KeyMap;
  private choosing: KeyPlace | undefined;
  private problem: KeyProblem | undefined;

  constructor(options: KeySettingsOptions) {
    this.options = options;
    this.keys = keysFrom(options.storage.read() ?? '') ?? DEFAULT_KEYS;
    options.onKeys(this.keys);
  }

  get view(): KeysView {
    const { keys, choosing, problem } = this;
    return { keys, isDefault: storedForm(keys) === storedForm(DEFAULT_KEYS), choosing, problem };
  }

  /** The next key that is pressed goes there; undefined: none does. */
  choose(place: KeyPlace | undefined): void {
    this.choosing = place;
    this.problem = undefined;
    this.options.onChange();
  }

  reset(): void {
    this.choose(undefined);
    this.use(DEFAULT_KEYS);
    this.options.storage.write(undefined);
  }

  /** True when the key was for this dialog. A stop never is, and ends the choice. */
  down(key: KeyPress): boolean {
    const { choosing } = this;
    if (choosing === undefined) return false;
    const isStop = this.keys.stop.includes(codeOf(key));
    if (isEscape(key) || isSpace(key) || key.code === 'Tab' || key.modified || isStop) {
      this.choose(undefined);
      return false;
    }
    key.prevent();
    if (key.repeat) return true;
    if (REMOVES.has(key.code)) this.remove(choosing);
    else this.put(choosing, key.code);
    return true;
  }

  private put({ action, place }: KeyPlace, code: string): void {
    const assigned = assign(this.keys, action, place, code);
    if (assigned.ok) {
      this.choose(undefined);
      this.save(assigned.keys);
      return;
    }
    this.problem =
      assigned.why === 'used' ? { why: 'used', code, action: assigned.action } : { why: assigned.why };
    this.options.onChange();
  }

  /** The last key of a direction stays. */
  private remove({ action, place }: KeyPlace): void {
    const codes = this.keys[action].filter((_code, at) => at !== place);
    this.choose(undefined);
    if (codes.length > 0 || action === 'stop') this.save({ ...this.keys, [action]: codes });
  }

  private save(keys: KeyMap): void {
    this.use(keys);
    this.options.storage.write(storedForm(keys));
  }

  private use(keys: KeyMap): void {
    this.keys = keys;
    this.options.onKeys(keys);
    this.options.onChange();
  }
}

/** The places of an action that can be chosen: those that are taken, and one more. */
export function placesOf(keys: KeyMap, action: KeyAction): readonly (string | undefined)[] {
  const codes = keys[action];
  return codes.length < MOST_KEYS ? [...codes, undefined] : codes;
}
