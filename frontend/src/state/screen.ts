import type { Direction } from '../control/tracks.ts';
import type { EpochMs, Passkeys } from '../link/ports.ts';
import type { Robot } from '../link/robots-rest.ts';
import type { AccountIntents, AccountView } from './account-desk.ts';
import type { BookingIntents, BookingsView } from './booking-desk.ts';
import type { DriveState } from './drive-state.ts';
import type { ExtensionView } from './extension.ts';
import type { KeyPlace, KeyStorage, KeysView } from './key-settings.ts';
import type { Wish } from './lease-desk.ts';
import type { LoginPorts } from './login.ts';
import type { NumberedPair } from '../wire/numbers.ts';
import type { Address, Place } from './place.ts';
import type { ProofIntents, ProofView } from './proof-desk.ts';
import type { Visit } from './resumption.ts';
import type { RobotsView } from './robot-list.ts';
import type { SessionPorts } from './session-options.ts';
import type { SharingIntents, SharingView } from './sharing-desk.ts';
import type { SignInIntents, SignInView } from './sign-in.ts';

/** A question that may be put over every page behind the login, except the drive page: nothing may stand between a person and its STOP. */
interface MayAskProof {
  readonly proof: ProofView | undefined;
}

/** What is shown, and nothing else. */
export type Screen =
  /** It is not known yet whether this browser is signed in. */
  | { readonly name: 'starting'; readonly isUnreachable: boolean }
  | { readonly name: 'login'; readonly signIn: SignInView }
  | ({ readonly name: 'robots'; readonly list: RobotsView } & MayAskProof)
  | ({ readonly name: 'bookings'; readonly bookings: BookingsView } & MayAskProof)
  | ({ readonly name: 'sharing'; readonly robotName: string; readonly sharing: SharingView } & MayAskProof)
  | ({ readonly name: 'account'; readonly account: AccountView } & MayAskProof)
  | {
      readonly name: 'drive';
      readonly drive: DriveState;
      readonly keys: KeysView;
      /** What the list of robots says about it, once it has come. */
      readonly robot: Robot | undefined;
      readonly extension: ExtensionView;
      readonly zone: string;
    };

/** Carries the drive of a page over its reload. */
export interface Visits {
  /** The page goes away while it drives. */
  leave(visit: Visit): void;
  /** What the page load before this one left, when this one is its reload. Only once. */
  takeUp(): Visit | undefined;
}

export interface AppPorts extends SessionPorts, LoginPorts {
  readonly epochMs: EpochMs;
  /** Undefined where the browser has none. */
  readonly passkeys: Passkeys | undefined;
  readonly browserZone: string;
  readonly address: Address;
  readonly visits: Visits;
  readonly keyStorage: KeyStorage;
}

export interface ReleaseIntents {
  /** `latch`: the one that was shown when the press began; undefined: it had only just been shown. */
  release(latch: NumberedPair | undefined): void;
  /** The stop latch that the person has before their eyes, told at each rendering; undefined: none, or out of sight. */
  shown(latch: NumberedPair | undefined): void;
}

/** What a person may want. The view calls these and nothing else. */
export interface Intents {
  readonly signIn: SignInIntents;
  readonly account: AccountIntents;
  readonly bookings: BookingIntents;
  readonly sharing: SharingIntents;
  readonly proof: ProofIntents;
  go(place: Place): void;
  logout(): void;
  /** A `lock` is an administrator's: nobody else can release it. */
  stop(what?: 'lock'): void;
  wish(wish: Wish): void;
  answerRequest(holder: string, grant: boolean): void;
  /** Of the robot that is shown, if one is. */
  readonly releasing: ReleaseIntents | undefined;
  /** Books more time for the robot that is driven. */
  extendDrive(): void;
  setSpeed(percent: number): void;
  press(control: string, direction: Direction): void;
  release(control: string): void;
  /** A finger is put on a stick. */
  grip(control: string): void;
  /** `x` to the right and `y` forward, in shares of the stick's reach. */
  deflect(control: string, x: number, y: number): void;
  /** A control ended, and perhaps not by the person's will. */
  loseControl(control: string): void;
  chooseKey(place: KeyPlace | undefined): void;
  resetKeys(): void;
}
