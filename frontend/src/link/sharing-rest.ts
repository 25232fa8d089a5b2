import type { Ask, RestResult } from './rest.ts';
import { doneOf, instantOf, listOf, numberOf, resultOf, textOf } from './rest.ts';

export type GrantRole = 'driver' | 'viewer';

export interface Grant {
  readonly account: string;
  readonly role: GrantRole;
  /** Of a right that ends by itself. */
  readonly untilMs: number | undefined;
}

export interface ShareLink {
  readonly id: string;
  readonly role: GrantRole;
  readonly expiresMs: number | undefined;
  readonly uses: number;
  readonly maxUses: number | undefined;
}

/** The token is told only once. */
export interface NewLink {
  readonly id: string;
  readonly token: string;
}

export interface LinkWish {
  readonly role: GrantRole;
  readonly expiresInS: number;
  readonly maxUses: number;
}

export interface Redeemed {
  readonly robotId: string;
  readonly robotName: string;
  readonly role: GrantRole;
}

/** What an owner lets others do with one robot. */
export class SharingRest {
  private readonly ask: Ask;

  constructor(ask: Ask) {
    this.ask = ask;
  }

  async grants(robotId: string): Promise<RestResult<readonly Grant[]>> {
    const response = await this.ask('GET', `/api/robots/${robotId}/grants`);
    return resultOf(response, (body) => listOf(body, 'grants', grantFrom));
  }

  async grant(robotId: string, account: string, role: GrantRole): Promise<RestResult<true>> {
    return doneOf(await this.ask('PUT', grantPath(robotId, account), { role }));
  }

  async takeBack(robotId: string, account: string): Promise<RestResult<true>> {
    return doneOf(await this.ask('DELETE', grantPath(robotId, account)));
  }

  async links(robotId: string): Promise<RestResult<readonly ShareLink[]>> {
    const response = await this.ask('GET', `/api/robots/${robotId}/links`);
    return resultOf(response, (body) => listOf(body, 'links', linkFrom));
  }

  async makeLink(robotId: string, wish: LinkWish): Promise<RestResult<NewLink>> {
    const body = { role: wish.role, expires_in_s: wish.expiresInS, max_uses: wish.maxUses };
    return resultOf(await this.ask('POST', `/api/robots/${robotId}/links`, body), (answer) => {
      const token = textOf(answer, 'token');
      return token === '' ? undefined : { id: textOf(answer, 'link_id'), token };
    });
  }

  async endLink(robotId: string, id: string): Promise<RestResult<true>> {
    return doneOf(await this.ask('DELETE', `/api/robots/${robotId}/links/${encodeURIComponent(id)}`));
  }
}

/** For who got a link: the right that it gives becomes theirs. */
export async function redeemLink(ask: Ask, token: string): Promise<RestResult<Redeemed>> {
  return resultOf(await ask('POST', '/api/links/redeem', { token }), (body) => {
    const robotId = textOf(body, 'robot_id');
    return { robotId, robotName: textOf(body, 'name') || robotId, role: roleOf(body) };
  });
}

function grantPath(robotId: string, account: string): string {
  return `/api/robots/${robotId}/grants/${encodeURIComponent(account)}`;
}

/** What isn't known to drive doesn't. */
function roleOf(value: unknown): GrantRole {
  return textOf(value, 'role') === 'driver' ? 'driver' : 'viewer';
}

function grantFrom(value: unknown): Grant | undefined {
  const account = textOf(value, 'account');
  if (account === '') return undefined;
  return { account, role: roleOf(value), untilMs: instantOf(value, 'until') };
}

function linkFrom(value: unknown): ShareLink | undefined {
  const id = textOf(value, 'link_id');
  if (id === '') return undefined;
  return {
    id,
    role: roleOf(value),
    expiresMs: instantOf(value, 'expires_at'),
    uses: numberOf(value, 'uses') ?? 0,
    maxUses: numberOf(value, 'max_uses'),
  };
}
