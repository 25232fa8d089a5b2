import type { KeyPress } from '../../control/keyboard.ts';
import { Keyboard } from '../../control/keyboard.ts';
import type { Clock } from '../../link/ports.ts';
import type { DriveSession } from './drive-session.ts';
import type { KeyStorage } from './key-settings.ts';
import { KeySettings } from './key-settings.ts';

export interface KeyRouterOptions {
  readonly clock: Clock;
  readonly keyStorage: KeyStorage;
  /** The robot that is shown: without one no key means anything. */
  readonly session: () => DriveSession | undefined;
  readonly onChange: () => void;
}

/** Where the drive page's keys go: to the dialog that waits for one, else to the robot's controls. */
export class KeyRouter {
  readonly settings: KeySettings;
  private readonly options: KeyRouterOptions;
  private readonly keyboard: Keyboard;

  constructor(options: KeyRouterOptions) {
    const { session } = options;
    this.options = options;
    this.keyboard = new Keyboard({
      press: (control, direction) => session()?.cockpit.press(control, direction),
      release: (control) => session()?.cockpit.release(control),
      letGo: (why) => session()?.cockpit.letGo(why),
      stop: () => session()?.stop(),
      drives: () => session()?.holdsLease === true,
    });
    this.settings = new KeySettings({
      storage: options.keyStorage,
      onKeys: (keys) => this.keyboard.setKeys(keys),
      onChange: options.onChange,
    });
  }

  down(key: KeyPress): void {
    const session = this.options.session();
    if (session === undefined) return;
    session.cockpit.watch.keyDown(key.repeat, this.options.clock.nowMs());
    if (!this.settings.down(key)) this.keyboard.down(key);
  }

  up(key: KeyPress): void {
    const session = this.options.session();
    if (session === undefined) return;
    session.cockpit.watch.keyUp(this.options.clock.nowMs());
    this.keyboard.up(key);
  }
}
