import type { RobotEntry } from '../wire/json-messages.ts';
import type { Ask, RestResult } from './rest.ts';
import { isTrue, listOf, resultOf, textOf } from './rest.ts';

const PERMISSIONS = ['book', 'watch', 'drive'] as const;

/** `book`: neither driven nor watched before it is booked. */
export type Permission = (typeof PERMISSIONS)[number];

export interface Robot extends RobotEntry {
  /** What a relay that doesn't say has judged by itself: `drive`. */
  readonly permission: Permission;
  /** False: the list does not say what one may do; the robot's own entry does. */
  readonly isTold: boolean;
  readonly bookingRequired: boolean;
  /** Its owner and administrators. */
  readonly mayShare: boolean;
  /** Told only to whom may share it; else empty. */
  readonly owner: string;
}

const ROBOT_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** A one-time ticket: good for one connection, for a few seconds, at every relay of the cluster. `relay`: who is asked; empty: this page's own. */
export async function askTicket(ask: Ask, relay = ''): Promise<RestResult<string>> {
  return resultOf(await ask('POST', `${relay}/api/tickets`), (body) => textOf(body, 'ticket') || undefined);
}

export async function askRobots(ask: Ask): Promise<RestResult<readonly Robot[]>> {
  return resultOf(await ask('GET', '/api/robots'), (body) => listOf(body, 'robots', robotFrom));
}

/** What the list may leave out: what one may do with it, and whose it is. */
export async function askRobot(ask: Ask, robotId: string): Promise<RestResult<Robot>> {
  return resultOf(await ask('GET', `/api/robots/${robotId}`), robotFrom);
}

function robotFrom(value: unknown): Robot | undefined {
  const id = textOf(value, 'robot_id');
  if (!ROBOT_ID.test(id)) return undefined;
  const may = textOf(value, 'may');
  const owner = textOf(value, 'owner');
  return {
    robot_id: id,
    name: textOf(value, 'name') || id,
    online: isTrue(value, 'online'),
    permission: PERMISSIONS.find((name) => name === may) ?? 'drive',
    isTold: may !== '',
    bookingRequired: isTrue(value, 'booking_required'),
    mayShare: typeof value === 'object' && value !== null && 'owner' in value, // nobody else is told, even that it has none
    owner,
  };
}
