import type { RobotEntry } from '../wire/json-messages.ts';
import type { Ask, RestResult } from './rest.ts';
import { isTrue, listOf, numberOf, resultOf, textOf } from './rest.ts';

const PERMISSIONS = ['see', 'watch', 'drive'] as const;

/** `see`: it is in the list, and may be booked. */
export type Permission = (typeof PERMISSIONS)[number];

export interface Robot extends RobotEntry {
  /** What a relay that doesn't say has judged by itself: `drive`. */
  readonly permission: Permission;
  readonly rank: number | undefined;
  readonly bookingRequired: boolean;
  readonly isOwner: boolean;
}

/** Ranks of ARCHITECTURE: an administrator has 3. */
export const ADMINISTRATOR_RANK = 3;

const ROBOT_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** A one-time ticket: good for one connection, for a few seconds. */
export async function askTicket(ask: Ask): Promise<RestResult<string>> {
  return resultOf(await ask('POST', '/api/tickets'), (body) => textOf(body, 'ticket') || undefined);
}

export async function askRobots(ask: Ask): Promise<RestResult<readonly Robot[]>> {
  return resultOf(await ask('GET', '/api/robots'), (body) => listOf(body, 'robots', robotFrom));
}

function robotFrom(value: unknown): Robot | undefined {
  const id = textOf(value, 'robot_id');
  if (!ROBOT_ID.test(id)) return undefined;
  const permission = textOf(value, 'permission');
  return {
    robot_id: id,
    name: textOf(value, 'name') || id,
    online: isTrue(value, 'online'),
    permission: PERMISSIONS.find((name) => name === permission) ?? 'drive',
    rank: numberOf(value, 'rank'),
    bookingRequired: isTrue(value, 'booking_required'),
    isOwner: isTrue(value, 'owner'),
  };
}
