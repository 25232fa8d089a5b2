import { LEASE_CAUSES, PROPOSAL_ACTIONS, SESSION_END_CAUSES } from './json-messages.ts';
import type { JsonMessage } from './json-messages.ts';
import { MAX_TTL_MS } from './messages.ts';
import { U32_MAX } from './numbers.ts';

/** Which fields each JSON message has and which values they take: PROTOCOL.md §5 as a table. */

export type JsonObject = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

/**
 * `required`: absent or null is `missing_field`. `nullable`: must be there, may be null. `optional`: absent or null decodes as absent.
 * `optionalNullable`: absent stays absent, null stays null.
 */
export type Presence = 'required' | 'nullable' | 'optional' | 'optionalNullable';

export interface Field {
  readonly name: string;
  readonly presence: Presence;
  readonly check: Check;
  /** For a list of objects: the fields of each. */
  readonly entries?: readonly Field[];
}

const MAX_TEXT = 200;
const MAX_LIST = 1000;
const DAY_MS = 86_400_000;
const MAX_RANK = 3;

const isText: Check = (value) => typeof value === 'string' && value.length <= MAX_TEXT;
const isBoolean: Check = (value) => typeof value === 'boolean';
const isRobotId: Check = (value) => typeof value === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(value);
const isHex64: Check = (value) => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value);
const isInstance: Check = (value) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
const isIn =
  (from: number, to: number): Check =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
const isU32 = isIn(0, U32_MAX);
const isBoot = isIn(1, U32_MAX);
const isPair: Check = (value) => Array.isArray(value) && value.length === 2 && value.every(isU32);
const isListOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length <= MAX_LIST && value.every(check);
const isOneOf =
  (names: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && names.includes(value);
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const required = (name: string, check: Check): Field => ({ name, presence: 'required', check });
const nullable = (name: string, check: Check): Field => ({ name, presence: 'nullable', check });
const optional = (name: string, check: Check): Field => ({ name, presence: 'optional', check });
const optionalNullable = (name: string, check: Check): Field => ({
  name,
  presence: 'optionalNullable',
  check,
});

const robotEntry = [required('robot_id', isRobotId), required('name', isText), required('online', isBoolean)];

/** As in the store of robots. */
const isHoldLimitS = isIn(5, 600);

const watcherEntry = [required('holder', isHex64), required('holder_name', isText)];

const helloStart = [required('versions', isListOf(isU32)), required('features', isListOf(isText))];
const clientHello = [
  ...helloStart,
  required('instance', isInstance),
  required('software', isText),
  optional('resumes', isInstance),
  optional('standby', isBoolean),
];
const robotHello = [
  ...helloStart,
  required('robot_id', isRobotId),
  required('boot', isBoot),
  required('start_id', isHex64),
  required('software', isText),
  optional('connection', isBoot),
  optional('standby', isBoolean),
];

const fieldsOf: Readonly<Record<Exclude<JsonMessage['type'], 'hello'>, readonly Field[]>> = {
  welcome: [
    required('version', isU32),
    required('features', isListOf(isText)),
    required('node', isText),
    required('session', isText),
    optional('holder', isHex64),
  ],
  robots: [{ ...required('robots', isListOf(isObject)), entries: robotEntry }],
  select_robot: [required('robot_id', isRobotId), optional('watcher_name', isText)],
  robot_selected: [...robotEntry, optional('hold_limit_s', isHoldLimitS)],
  take_lease: [],
  release_lease: [],
  take_over: [],
  request_lease: [],
  answer_request: [required('holder', isHex64), required('grant', isBoolean)],
  lease_requested: [
    required('robot_id', isRobotId),
    required('holder', isHex64),
    required('holder_name', isText),
    required('remaining_ms', isU32),
  ],
  watchers: [
    required('robot_id', isRobotId),
    { ...required('watchers', isListOf(isObject)), entries: watcherEntry },
  ],
  stop_pressed: [
    required('robot_id', isRobotId),
    required('stop_id', isHex64),
    required('holder', isHex64),
    required('holder_name', isText),
  ],
  session_ends: [
    required('robot_id', isRobotId),
    nullable('ends_in_ms', isU32),
    nullable('ends_at', isText),
    optional('cause', isOneOf(SESSION_END_CAUSES)),
  ],
  lease: [
    optional('robot_id', isRobotId),
    required('term', isPair),
    nullable('holder', isHex64),
    nullable('holder_name', isText),
    required('remaining_ms', isU32),
    required('cause', isOneOf(LEASE_CAUSES)),
    optionalNullable('proposal', isHex64),
  ],
  release_stop: [
    required('term', isPair),
    required('latch', isPair),
    required('echo', isU32),
    required('ttl_ms', isIn(1, MAX_TTL_MS)),
    optional('holder', isHex64),
    optional('rank', isIn(0, MAX_RANK)),
  ],
  refused: [
    required('request', isText),
    required('code', isText),
    required('message', isText),
    optionalNullable('proposal', isHex64),
    optional('holder', isHex64),
  ],
  error: [
    required('code', isText),
    required('message', isText),
    optional('command_id', isText),
    optional('count', isU32),
  ],
  going_away: [required('retry_ms', isU32)],
  boot_conflict: [required('highest', isU32)],
  propose: [
    required('proposal', isHex64),
    required('action', isOneOf(PROPOSAL_ACTIONS)),
    required('term', isPair),
    required('holder', isHex64),
    required('holder_name', isText),
    required('rank', isIn(0, MAX_RANK)),
    required('duration_ms', isIn(0, DAY_MS)),
    required('echo', isU32),
  ],
  rotate_key: [required('key_id', isText), required('key', isText), required('overlap_ms', isU32)],
  key_stored: [required('key_id', isText)],
};

/** Undefined for a type this side doesn't know. */
export function fieldsFor(object: JsonObject, type: string): readonly Field[] | undefined {
  if (type === 'hello') {
    return Object.hasOwn(object, 'robot_id') && object['robot_id'] !== null ? robotHello : clientHello;
  }
  return Object.hasOwn(fieldsOf, type) ? fieldsOf[type as keyof typeof fieldsOf] : undefined;
}
