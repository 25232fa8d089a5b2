import type { Direction } from '../../control/tracks.ts';
import type { NumberedPair } from '../../wire/numbers.ts';
import type { KeyPlace } from './key-settings.ts';
import type { Wish } from './lease-negotiation.ts';

export interface ReleaseIntents {
  /** `latch`: the one that was shown when the press began; undefined: it had only just been shown. */
  release(latch: NumberedPair | undefined): void;
  /** The stop latch that the person has before their eyes, told at each rendering; undefined: none, or out of sight. */
  shown(latch: NumberedPair | undefined): void;
}

/** What a person may want on the drive page. Without a robot that is shown nothing comes of it. */
export interface DriveIntents {
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
