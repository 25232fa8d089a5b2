import { FULL_PERMILLE } from '../wire/messages.ts';

export const DIRECTIONS = ['forward', 'backward', 'left', 'right'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Permille of full power for the two tracks, positive is forward. */
export interface Tracks {
  readonly left: number;
  readonly right: number;
}

export const NEUTRAL: Tracks = { left: 0, right: 0 };
/** In an arc the inner track runs at this share of the outer. */
const INNER_SHARE = 0.4;

/** Two tracks from the directions that are held. Opposite ones cancel. */
export function tracksOf(held: ReadonlySet<Direction>, speedPercent: number): Tracks {
  const ahead = Number(held.has('forward')) - Number(held.has('backward'));
  const turn = Number(held.has('right')) - Number(held.has('left'));
  const outer = Math.round((FULL_PERMILLE * speedPercent) / 100);
  if (ahead === 0) return turn === 0 ? NEUTRAL : { left: turn * outer, right: -turn * outer };
  const inner = Math.round(outer * INNER_SHARE);
  return { left: ahead * (turn < 0 ? inner : outer), right: ahead * (turn > 0 ? inner : outer) };
}

/** Several controls at once: they add up, opposite ones cancel, and the arc is kept when the sum exceeds the speed. */
export function sumOf(all: readonly Tracks[], speedPercent: number): Tracks {
  const left = all.reduce((sum, tracks) => sum + tracks.left, 0);
  const right = all.reduce((sum, tracks) => sum + tracks.right, 0);
  const most = Math.round((FULL_PERMILLE * speedPercent) / 100);
  const outer = Math.max(Math.abs(left), Math.abs(right));
  if (outer <= most) return { left, right };
  return { left: Math.round((left * most) / outer) + 0, right: Math.round((right * most) / outer) + 0 };
}
