import type { GoingAway, JsonMessage, Welcome } from '../wire/json-messages.ts';
import type { Drive, Ping, Stop } from '../wire/messages.ts';
import type { FromNode } from './inbox.ts';
import type { LinkState } from './link-state.ts';

export type Offered = 'sent' | 'link_full' | 'closed';

export interface ChannelEvents {
  readonly onState: (state: LinkState) => void;
  /** Everything except the heartbeat's pings and what belongs to the connection itself. */
  readonly onMessage: (message: Exclude<FromNode, Ping | Welcome | GoingAway>) => void;
  readonly onRoundTrip: (roundTripMs: number) => void;
}

export interface LinkEvents extends ChannelEvents {
  /** The node says goodbye; the connection is good until it ends. */
  readonly onLeaving: () => void;
}

/** Over what a channel goes, for a person to see. */
export interface ChannelStatus {
  /** Name of the relay; undefined when there is only one. */
  readonly relay: string | undefined;
  /** Another connection is ready to take its place. */
  readonly isStandbyReady: boolean;
  /** When it went over to that relay because the former was lost. */
  readonly wentOverAtMs: number | undefined;
}

/** A way to the robot, over whatever it goes: it finds its peer, keeps alive and begins anew by itself. Nothing is queued while it is down. */
export interface Link {
  readonly state: LinkState;
  open(): void;
  close(): void;
  /** While driving a dead peer is noticed in under a second. */
  setDriving(driving: boolean): void;
  /** Setpoints are dropped, never queued. */
  offer(drive: Drive): Offered;
  /** Never refused for want of room. False when there is no connection: repeat it. */
  sendStop(stop: Stop): boolean;
  sendEvent(message: JsonMessage): boolean;
}

/** All the ways to the robot as one. */
export interface Channel extends Link {
  readonly status: ChannelStatus;
}
