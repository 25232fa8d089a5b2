import type { Clock, Timers } from '../link/ports.ts';

/** A jump of the wall clock against the monotonic one that is larger than this was a suspended machine (or a clock that was set). */
const SUSPEND_MS = 1000;

/** `performance.now()` stands still in some browsers while the machine sleeps; the wall clock tells. */
export function browserClock(): Clock {
  let aheadMs = Date.now() - performance.now();
  let sleptMs = 0;
  return {
    nowMs: () => {
      const monotonicMs = performance.now();
      const jumpMs = Date.now() - monotonicMs - aheadMs;
      if (Math.abs(jumpMs) > SUSPEND_MS) {
        aheadMs += jumpMs;
        sleptMs += Math.max(0, jumpMs);
      }
      return monotonicMs + sleptMs;
    },
  };
}

export const browserTimers: Timers = {
  every: (periodMs, run) => {
    const id = window.setInterval(run, periodMs);
    return () => window.clearInterval(id);
  },
  after: (delayMs, run) => {
    const id = window.setTimeout(run, delayMs);
    return () => window.clearTimeout(id);
  },
};

export function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}

export function epochMs(): number {
  return Date.now();
}

/** The zone in which this browser shows times. */
export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}
