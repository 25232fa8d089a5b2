import { decodeBinary } from '../wire/binary-decode.ts';
import { decodeJson } from '../wire/json.ts';
import type {
  ErrorMessage,
  GoingAway,
  Lease,
  LeaseRequested,
  Refused,
  RobotSelected,
  Robots,
  SessionEnds,
  StopPressed,
  Watchers,
  Welcome,
} from '../wire/json-messages.ts';
import type { Ack, Beacon, Ping, Pong, Stopped } from '../wire/messages.ts';
import type { Counters } from './counters.ts';

/** What a node may send to a client. */
export type FromNode =
  | Ack
  | Stopped
  | Beacon
  | Ping
  | Pong
  | Welcome
  | Robots
  | RobotSelected
  | Lease
  | LeaseRequested
  | Watchers
  | StopPressed
  | SessionEnds
  | Refused
  | ErrorMessage
  | GoingAway;

const ANSWER_EVERY_MS = 1000;

/** Decodes what arrives, counts what can't be used under its reason, and says when that is to be answered. */
export class Inbox {
  private answeredAtMs = Number.NEGATIVE_INFINITY;
  private unanswered = 0;
  private readonly counters: Counters;

  constructor(counters: Counters) {
    this.counters = counters;
  }

  fromBytes(bytes: Uint8Array): FromNode | undefined {
    const decoded = decodeBinary(bytes);
    if (!decoded.ok) {
      if (decoded.reason === 'unknown_type') this.unanswered += 1;
      return this.reject(decoded.reason);
    }
    const { message } = decoded;
    switch (message.type) {
      case 'ack':
      case 'stopped':
      case 'beacon':
      case 'ping':
      case 'pong':
        return message;
      case 'drive':
      case 'stop':
      case 'board':
        return this.reject('wrong_direction');
      default:
        return message satisfies never;
    }
  }

  fromText(text: string): FromNode | undefined {
    const decoded = decodeJson(text);
    if (!decoded.ok) return this.reject(decoded.reason);
    const { message } = decoded;
    switch (message.type) {
      case 'welcome':
      case 'robots':
      case 'robot_selected':
      case 'lease':
      case 'lease_requested':
      case 'watchers':
      case 'stop_pressed':
      case 'session_ends':
      case 'refused':
      case 'error':
      case 'going_away':
        return message;
      case 'hello':
      case 'select_robot':
      case 'take_lease':
      case 'release_lease':
      case 'take_over':
      case 'request_lease':
      case 'answer_request':
      case 'release_stop':
      case 'boot_conflict':
      case 'propose':
        return this.reject('wrong_direction');
      default:
        return message satisfies never;
    }
  }

  /** At most once a second: the answer to binary messages of a type that this side doesn't know. */
  answer(nowMs: number): ErrorMessage | undefined {
    if (this.unanswered === 0 || nowMs - this.answeredAtMs < ANSWER_EVERY_MS) return undefined;
    this.answeredAtMs = nowMs;
    const count = this.unanswered;
    this.unanswered = 0;
    return { type: 'error', code: 'unknown_type', message: 'This page does not know that message.', count };
  }

  private reject(reason: string): FromNode | undefined {
    this.counters.add(reason);
    return undefined;
  }
}
