import type { Stopped } from '../wire/messages.ts';
import type { FakePage } from './page.ts';

/** Ids of the stops that the page has sent, each sending once. */
export const stopsOf = (page: FakePage): string[] =>
  page.relay.socket.all('stop').map(({ stopId }) => stopId);

/** The robot's answer to a stop: zero output. */
export function stoppedOf(stopId: string, changes: Partial<Stopped> = {}): Stopped {
  return {
    type: 'stopped',
    state: 'zero',
    latchKind: 'stop',
    stopId,
    latch: [7, 3],
    stamp: 1200,
    elapsedMs: 30,
    ...changes,
  };
}

export function lastStop(page: FakePage): string {
  return stopsOf(page).at(-1) ?? 'none';
}
