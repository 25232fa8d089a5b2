import { FULL_PERMILLE } from '../wire/messages.ts';
import type { Tracks } from './tracks.ts';
import { NEUTRAL } from './tracks.ts';

/** How far a stick is deflected beyond its dead zone: each −1 … 1, together at most 1 from the centre. */
export interface Deflection {
  /** Positive is forward. */
  readonly ahead: number;
  /** Positive is to the right. */
  readonly turn: number;
}

export const CENTRE: Deflection = { ahead: 0, turn: 0 };

/**
 * A radial dead zone, rescaled so that the deflection begins at 0 on its rim: no jump. What is no number is no deflection.
 * `x` to the right and `y` forward, in shares of the stick's reach.
 */
export function deflectionOf(x: number, y: number, deadZone: number): Deflection {
  const reach = Math.hypot(x, y);
  if (!Number.isFinite(reach) || reach <= deadZone) return CENTRE;
  const share = Math.min(1, (reach - deadZone) / (1 - deadZone)) / reach;
  return { ahead: y * share, turn: x * share };
}

export function isCentred({ ahead, turn }: Deflection): boolean {
  return ahead === 0 && turn === 0;
}

/** Arcade mixing: the outer track runs at the share of the deflection, the inner one less the farther it points to the side. */
export function tracksOfStick({ ahead, turn }: Deflection, speedPercent: number): Tracks {
  const left = ahead + turn;
  const right = ahead - turn;
  const outer = Math.max(Math.abs(left), Math.abs(right));
  if (outer === 0) return NEUTRAL;
  const full = (FULL_PERMILLE * speedPercent * Math.hypot(ahead, turn)) / 100 / outer;
  return { left: wholePermille(left * full), right: wholePermille(right * full) };
}

/** Never −0, which is no number of the wire. */
function wholePermille(value: number): number {
  return Math.round(value) + 0;
}
