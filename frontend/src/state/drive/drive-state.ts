import type { Direction } from '../../control/tracks.ts';
import type { GamepadView } from '../../control/gamepad.ts';
import type { HandView } from '../../control/hand-watch.ts';
import type { Refusal } from '../../control/refusals.ts';
import type { RobotKnowledge } from '../../control/robot-knowledge.ts';
import type { Presser } from '../../control/stop-presses.ts';
import type { Deflection } from '../../control/stick.ts';
import type { StopProgress } from '../../control/stop-sender.ts';
import type { Channel } from '../../link/channel.ts';
import type { LinkState } from '../../link/link-state.ts';
import type { LeaseCause } from '../../wire/json-messages.ts';
import type { LatchKind } from '../../wire/messages.ts';
import type { NumberedPair } from '../../wire/numbers.ts';
import { BATTERY_UNKNOWN, FAULT, NO_HOLDER } from '../../wire/messages.ts';
import { U16_MAX } from '../../wire/numbers.ts';
import type { GovernorView } from './governor.ts';
import type { LeaseNegotiationView } from './lease-negotiation.ts';
import type { SessionEndView } from './session-end.ts';

export type LeaseView =
  | { readonly name: 'unknown' }
  | { readonly name: 'free' }
  | { readonly name: 'mine'; readonly remainingMs: number }
  | { readonly name: 'other'; readonly holderName: string | undefined; readonly remainingMs: number };

/** `robot`: nobody, the robot has started. `somebody`: a person who is not known here. */
export type PresserView =
  | { readonly name: 'robot' }
  | { readonly name: 'somebody' }
  | { readonly name: 'me' }
  | { readonly name: 'other'; readonly presserName: string };

/**
 * Whether the stop in force can be released here. `none`: not by this page now. `unconfirmed`: not while a stop of this page is on its way.
 * `unread`: not yet, it has only just been shown.
 */
export type ReleaseView = 'none' | 'unconfirmed' | 'unread' | 'ready';

export type Fault = keyof typeof FAULT;

/** What the robot said last, or undefined when that is too long ago to be shown as true. */
export interface Telemetry {
  readonly left: number;
  readonly right: number;
  readonly moving: boolean;
  readonly boardConnected: boolean;
  readonly capPermille: number;
  readonly batteryMv: number | undefined;
  readonly batteryPercent: number | undefined;
  readonly faults: readonly Fault[];
}

/** Over which relay the page reaches the robot. */
export interface WaysView {
  /** Undefined when there is only one. */
  readonly relay: string | undefined;
  readonly isStandbyReady: boolean;
  /** It has just gone over to that relay, without a break. */
  readonly wentOver: boolean;
}

/** All that the drive page shows. */
export interface DriveState {
  readonly robotId: string;
  readonly robotName: string;
  readonly link: LinkState;
  readonly ways: WaysView;
  /** Undefined until the relay has said so. */
  readonly online: boolean | undefined;
  readonly lease: LeaseView;
  readonly negotiation: LeaseNegotiationView;
  readonly leaseCause: LeaseCause | undefined;
  readonly latch: LatchKind | undefined;
  /** The latch in force, by its number; what is released is what was shown. */
  readonly latchNumber: NumberedPair;
  readonly release: ReleaseView;
  /** Who pressed the stop that is latched. */
  readonly presser: PresserView;
  readonly stop: StopProgress;
  /** An administrator's connection: the node takes a lock from it. */
  readonly mayLock: boolean;
  /** When the person's time with this robot is over, if it will be. */
  readonly sessionEnd: SessionEndView | undefined;
  readonly telemetry: Telemetry | undefined;
  readonly governor: GovernorView;
  /** An older robot, which may run on when its connection is cut. */
  readonly isUnprotected: boolean;
  readonly held: readonly Direction[];
  /** Of the page's own joystick, as it counts. */
  readonly stick: Deflection;
  readonly gamepad: GamepadView;
  readonly hand: HandView;
  readonly speedPercent: number;
  readonly roundTripMs: number | undefined;
  readonly loopAgeMs: number | undefined;
  readonly refusal: Refusal | undefined;
  /** By name, since the page was opened; only those that happened. */
  readonly refusedCounts: ReadonlyMap<string, number>;
}

/** That the page goes on over another relay is shown for this long. */
const WENT_OVER_SHOWN_MS = 5000;
/** Beacons come at 50 Hz while a lease is held, else at 1 Hz. */
const FRESH_DRIVEN_MS = 1000;
const FRESH_IDLE_MS = 3000;

export function isFresh(knowledge: RobotKnowledge, nowMs: number): boolean {
  return nowMs - knowledge.beaconAtMs <= (knowledge.holder === NO_HOLDER ? FRESH_IDLE_MS : FRESH_DRIVEN_MS);
}

/** As the beacons tell it; undefined when they are too old or tell of none. */
export function loopAgeOf(knowledge: RobotKnowledge, nowMs: number): number | undefined {
  const { beacon } = knowledge;
  if (beacon === undefined || beacon.loopAgeMs === U16_MAX || !isFresh(knowledge, nowMs)) return undefined;
  return beacon.loopAgeMs;
}

export function waysOf({ state, status }: Channel, nowMs: number): WaysView {
  const { relay, isStandbyReady, wentOverAtMs = Number.NEGATIVE_INFINITY } = status;
  const wentOver = state.name === 'ready' && nowMs - wentOverAtMs < WENT_OVER_SHOWN_MS;
  return { relay, isStandbyReady, wentOver };
}

export function telemetryOf(knowledge: RobotKnowledge, nowMs: number): Telemetry | undefined {
  const { beacon } = knowledge;
  if (beacon === undefined || !isFresh(knowledge, nowMs)) return undefined;
  return {
    left: beacon.left,
    right: beacon.right,
    moving: beacon.moving,
    boardConnected: beacon.boardConnected,
    capPermille: beacon.cap,
    batteryMv: beacon.batteryMv === 0 ? undefined : beacon.batteryMv,
    batteryPercent: beacon.batteryPercent === BATTERY_UNKNOWN ? undefined : beacon.batteryPercent,
    faults: (Object.keys(FAULT) as Fault[]).filter((fault) => (beacon.faults & FAULT[fault]) !== 0),
  };
}

export function presserOf(
  knowledge: RobotKnowledge,
  presser: Presser | undefined,
  me: string | undefined,
): PresserView {
  if (presser !== undefined) {
    return presser.holder === me ? { name: 'me' } : { name: 'other', presserName: presser.name };
  }
  return { name: knowledge.beacon?.stopPressed === true ? 'somebody' : 'robot' };
}

export function leaseOf(knowledge: RobotKnowledge, isMine: boolean): LeaseView {
  if (knowledge.boot === 0) return { name: 'unknown' };
  const remainingMs = knowledge.leaseRemainingMs;
  if (isMine) return { name: 'mine', remainingMs };
  if (knowledge.holder === NO_HOLDER) return { name: 'free' };
  return { name: 'other', holderName: knowledge.holderName, remainingMs };
}
