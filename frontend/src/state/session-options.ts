import type { ReadGamepads } from '../control/gamepad.ts';
import type { Clock, OpenSocket, Random, RandomBytes, Timers } from '../link/ports.ts';
import type { RestResult } from '../link/rest.ts';
import type { DriveState } from './drive-state.ts';

/** Why this account can't use the robot now. */
export interface Shut {
  readonly why: 'booking_needed' | 'booking_over';
  /** As the relay says it, with the next window if there is one. */
  readonly message: string;
}

export interface SessionPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly randomBytes: RandomBytes;
  readonly openSocket: OpenSocket;
  /** The page is visible and has the focus. */
  readonly isAttended: () => boolean;
  readonly readGamepads: ReadGamepads;
}

export interface SessionOptions {
  readonly ports: SessionPorts;
  readonly instance: string;
  /** The page load before a reload, which drove this robot: its drive is taken up again. */
  readonly resumes: string | undefined;
  readonly software: string;
  readonly robotId: string;
  readonly robotName: string;
  readonly speedPercent: number;
  readonly ticket: () => Promise<RestResult<string>>;
  readonly onState: (state: DriveState) => void;
  /** The relay has closed the robot to this account. False: one may still watch, and stays. */
  readonly onShut: (shut: Shut) => boolean;
}
