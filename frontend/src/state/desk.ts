import type { EpochMs, Timers } from '../link/ports.ts';
import type { Ask } from '../link/rest.ts';

/** What every page behind the login works with. */
export interface DeskPorts {
  readonly ask: Ask;
  readonly timers: Timers;
  readonly epochMs: EpochMs;
  /** In which a person reads and books: the account's zone, else the browser's. */
  readonly zone: () => string;
  readonly onChange: () => void;
  /** The login has ended meanwhile. */
  readonly onSignedOut: () => void;
}
