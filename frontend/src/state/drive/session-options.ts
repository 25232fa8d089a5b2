import type { ReadGamepads } from '../../control/gamepad.ts';
import type { Channel, ChannelEvents } from '../../link/channel.ts';
import type { Clock, RandomBytes, Timers } from '../../link/ports.ts';
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
  readonly randomBytes: RandomBytes;
  /** The page is visible and has the focus. */
  readonly isAttended: () => boolean;
  readonly readGamepads: ReadGamepads;
}

export interface SessionOptions {
  readonly ports: SessionPorts;
  readonly channel: (events: ChannelEvents) => Channel;
  /** After a reload of a page that drove this robot: its drive is taken up again. */
  readonly resumes: boolean;
  readonly robotId: string;
  readonly robotName: string;
  readonly speedPercent: number;
  readonly onState: (state: DriveState) => void;
  /** The relay has closed the robot to this account. False: one may still watch, and stays. */
  readonly onShut: (shut: Shut) => boolean;
}
