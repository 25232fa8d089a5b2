import type { NumberedPair } from './numbers.ts';
import type { Reason } from './reasons.ts';

/** The binary messages of PROTOCOL.md §3. A u64 is 16 lower-case hexadecimal digits. */

export const STOP_CAUSES = ['person', 'lapse', 'failsafe', 'robot_start', 'shutdown', 'lease_ended'] as const;
export type StopCause = (typeof STOP_CAUSES)[number];

export const LATCH_KINDS = ['none', 'failsafe', 'stop', 'administrator'] as const;
export type LatchKind = (typeof LATCH_KINDS)[number];

export const STOPPED_STATES = ['latched', 'zero'] as const;
export type StoppedState = (typeof STOPPED_STATES)[number];

export const NO_HOLDER = '0000000000000000';
export const BATTERY_UNKNOWN = 255;
export const FULL_PERMILLE = 1000;
export const MAX_TTL_MS = 800;

/** Bits of BEACON `faults`. */
export const FAULT = { batteryLow: 1, motorDriver: 2, boardRestarted: 4, serialUnhealthy: 8 } as const;

export interface Drive {
  readonly type: 'drive';
  readonly term: NumberedPair;
  readonly sequence: number;
  /** The newest robot stamp that had reached the driver when the input was sampled. */
  readonly echo: number;
  readonly ttlMs: number;
  /** 0 while a control is held by a person, else time since it was released. */
  readonly inputAgeMs: number;
  /** Permille of full power, positive is forward. */
  readonly left: number;
  readonly right: number;
}

export interface Ack {
  readonly type: 'ack';
  readonly reason: Reason;
  readonly term: NumberedPair;
  readonly sequence: number;
  /** The robot's clock when it judged; 0 when a node refused. */
  readonly stamp: number;
  /** The closed loop robot → driver → robot. */
  readonly ageMs: number;
  /** Permille. */
  readonly cap: number;
  readonly left: number;
  readonly right: number;
}

export interface Stop {
  readonly type: 'stop';
  readonly cause: StopCause;
  readonly authority: number;
  readonly stopId: string;
  readonly origin: string;
  readonly latch: NumberedPair;
}

export interface Stopped {
  readonly type: 'stopped';
  readonly state: StoppedState;
  readonly latchKind: LatchKind;
  readonly stopId: string;
  readonly latch: NumberedPair;
  readonly stamp: number;
  readonly elapsedMs: number;
}

export interface Beacon {
  readonly type: 'beacon';
  readonly boardConnected: boolean;
  readonly primary: boolean;
  readonly moving: boolean;
  /** An older robot: the node is the last stage that checks. */
  readonly unprotected: boolean;
  /** A person pressed the stop that is latched. */
  readonly stopPressed: boolean;
  /** The governor holds the cap below its limit. */
  readonly governed: boolean;
  readonly latchKind: LatchKind;
  readonly boot: number;
  readonly termCounter: number;
  readonly latchCounter: number;
  readonly routeCounter: number;
  readonly stamp: number;
  /** Tag of the driver, `NO_HOLDER` when the lease is free. */
  readonly holder: string;
  readonly leaseRemainingMs: number;
  /** 0 unknown. */
  readonly batteryMv: number;
  /** 0 … 100, or `BATTERY_UNKNOWN`. */
  readonly batteryPercent: number;
  readonly faults: number;
  readonly left: number;
  readonly right: number;
  readonly cap: number;
  /** Age of the last accepted command, 65535 none. */
  readonly loopAgeMs: number;
  /** Of the last accepted command of this term, 0 none. */
  readonly lastSequence: number;
}

export interface Board {
  readonly type: 'board';
  readonly stopped: boolean;
  readonly failsafe: boolean;
  readonly ramping: boolean;
  readonly faults: number;
  readonly startId: number;
  readonly stamp: number;
  readonly term: NumberedPair;
  readonly sequence: number;
  readonly latch: NumberedPair;
  readonly left: number;
  readonly right: number;
  readonly batteryMv: number;
  readonly batteryPercent: number;
  readonly lastReason: Reason;
  readonly rejected: number;
}

export interface Ping {
  readonly type: 'ping';
  readonly id: number;
  readonly senderMs: number;
}

export interface Pong {
  readonly type: 'pong';
  readonly id: number;
  readonly senderMs: number;
  readonly stampValid: boolean;
  readonly stamp: number;
}

export type BinaryMessage = Drive | Ack | Stop | Stopped | Beacon | Board | Ping | Pong;
