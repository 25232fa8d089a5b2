import type { NumberedPair } from './numbers.ts';
import type { JsonOnlyCode, Reason } from './reasons.ts';

/** The JSON messages of PROTOCOL.md §5, with the field names of the wire. */

export const LEASE_CAUSES = [
  'taken',
  'taken_over',
  'handed_over',
  'released',
  'revoked',
  'expired',
  'silent',
  'idle',
  'restart',
  'current',
] as const;
export type LeaseCause = (typeof LEASE_CAUSES)[number];

export const PROPOSAL_ACTIONS = ['take', 'release', 'take_over', 'revoke', 'hand_over'] as const;
export type ProposalAction = (typeof PROPOSAL_ACTIONS)[number];

/** A newer peer may send a code that this list doesn't have yet. */
export type Code = Reason | JsonOnlyCode | (string & {});

export interface ClientHello {
  readonly type: 'hello';
  readonly versions: readonly number[];
  readonly features: readonly string[];
  /** 32 hex digits, random per page load. */
  readonly instance: string;
  readonly software: string;
  /** The instance of the page load before a reload. */
  readonly resumes?: string;
  /** This instance has another connection already: it is not to be replaced by this one. */
  readonly standby?: boolean;
}

export interface RobotHello {
  readonly type: 'hello';
  readonly versions: readonly number[];
  readonly features: readonly string[];
  readonly robot_id: string;
  readonly boot: number;
  readonly start_id: string;
  readonly software: string;
  readonly connection?: number;
  /** Another connection is the robot's primary. */
  readonly standby?: boolean;
}

export interface Welcome {
  readonly type: 'welcome';
  readonly version: number;
  readonly features: readonly string[];
  readonly node: string;
  readonly session: string;
  /** This instance's tag; only in the welcome to a client. */
  readonly holder?: string;
}

export interface RobotEntry {
  readonly robot_id: string;
  readonly name: string;
  readonly online: boolean;
}

export interface Robots {
  readonly type: 'robots';
  readonly robots: readonly RobotEntry[];
}

export interface SelectRobot {
  readonly type: 'select_robot';
  readonly robot_id: string;
  /** Set by a node. */
  readonly watcher_name?: string;
}

export interface RobotSelected extends RobotEntry {
  readonly type: 'robot_selected';
  /** How long an unbroken hold without a change may last, in seconds; absent means 60. */
  readonly hold_limit_s?: number;
}

export interface TakeLease {
  readonly type: 'take_lease';
}

export interface ReleaseLease {
  readonly type: 'release_lease';
}

export interface TakeOver {
  readonly type: 'take_over';
}

export interface RequestLease {
  readonly type: 'request_lease';
}

export interface AnswerRequest {
  readonly type: 'answer_request';
  /** Who asked. */
  readonly holder: string;
  readonly grant: boolean;
}

export interface LeaseRequested {
  readonly type: 'lease_requested';
  readonly robot_id: string;
  /** Who asks. */
  readonly holder: string;
  readonly holder_name: string;
  /** 0: it is over. */
  readonly remaining_ms: number;
}

export interface Watcher {
  readonly holder: string;
  readonly holder_name: string;
}

export interface Watchers {
  readonly type: 'watchers';
  readonly robot_id: string;
  /** The driver among them. */
  readonly watchers: readonly Watcher[];
}

export interface StopPressed {
  readonly type: 'stop_pressed';
  readonly robot_id: string;
  readonly stop_id: string;
  readonly holder: string;
  readonly holder_name: string;
}

export const SESSION_END_CAUSES = ['booking', 'unconfirmed'] as const;

export type SessionEndCause = (typeof SESSION_END_CAUSES)[number];

/** Until when this client may drive; nulls: not soon any more. */
export interface SessionEnds {
  readonly type: 'session_ends';
  readonly robot_id: string;
  readonly ends_in_ms: number | null;
  /** RFC 3339, UTC. */
  readonly ends_at: string | null;
  /** Unconfirmed: the node can't look up whether the right still stands. Without it: a booking ends. */
  readonly cause?: SessionEndCause;
}

export interface Lease {
  readonly type: 'lease';
  /** Set by a node. */
  readonly robot_id?: string;
  readonly term: NumberedPair;
  readonly holder: string | null;
  readonly holder_name: string | null;
  readonly remaining_ms: number;
  readonly cause: LeaseCause;
  /** Set by a robot. */
  readonly proposal?: string | null;
}

export interface ReleaseStop {
  readonly type: 'release_stop';
  readonly term: NumberedPair;
  readonly latch: NumberedPair;
  readonly echo: number;
  readonly ttl_ms: number;
  /** Set by the node, as is `rank`. */
  readonly holder?: string;
  readonly rank?: number;
}

export interface Refused {
  readonly type: 'refused';
  readonly request: string;
  readonly code: Code;
  readonly message: string;
  /** Set by a robot, as is `holder`. */
  readonly proposal?: string | null;
  readonly holder?: string;
}

export interface ErrorMessage {
  readonly type: 'error';
  readonly code: Code;
  readonly message: string;
  readonly command_id?: string;
  readonly count?: number;
}

export interface GoingAway {
  readonly type: 'going_away';
  readonly retry_ms: number;
}

export interface BootConflict {
  readonly type: 'boot_conflict';
  readonly highest: number;
}

export interface Propose {
  readonly type: 'propose';
  readonly proposal: string;
  readonly action: ProposalAction;
  readonly term: NumberedPair;
  readonly holder: string;
  readonly holder_name: string;
  readonly rank: number;
  readonly duration_ms: number;
  readonly echo: number;
}

export interface RotateKey {
  readonly type: 'rotate_key';
  readonly key_id: string;
  readonly key: string;
  readonly overlap_ms: number;
}

export interface KeyStored {
  readonly type: 'key_stored';
  readonly key_id: string;
}

export type JsonMessage =
  | ClientHello
  | RobotHello
  | Welcome
  | Robots
  | SelectRobot
  | RobotSelected
  | TakeLease
  | ReleaseLease
  | TakeOver
  | RequestLease
  | AnswerRequest
  | LeaseRequested
  | Watchers
  | StopPressed
  | SessionEnds
  | Lease
  | ReleaseStop
  | Refused
  | ErrorMessage
  | GoingAway
  | BootConflict
  | Propose
  | RotateKey
  | KeyStored;
