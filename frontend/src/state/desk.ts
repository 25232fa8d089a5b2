import type { EpochMs, Passkeys, Timers } from '../link/ports.ts';
import type { Ask } from '../link/rest.ts';

/** What every page behind the login works with. */
export interface DeskPorts {
  readonly ask: Ask;
  readonly timers: Timers;
  readonly epochMs: EpochMs;
  readonly passkeys: Passkeys | undefined;
  /** In which a person reads and books: the account's zone, else the browser's. */
  readonly zone: () => string;
  /** The account's name, empty as long as it isn't known. */
  readonly me: () => string;
  readonly onChange: () => void;
  /** The login has ended meanwhile. */
  readonly onSignedOut: () => void;
}
