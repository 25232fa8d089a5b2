import type { Cancel, Clock, Timers } from '../link/ports.ts';

interface Due {
  atMs: number;
  readonly periodMs: number | undefined;
  readonly run: () => void;
}

/** Time that moves when a test says so. Timers fire in the order of their deadlines. */
export class FakeTime implements Clock, Timers {
  private time = 1000;
  private readonly due = new Set<Due>();

  nowMs(): number {
    return this.time;
  }

  every(periodMs: number, run: () => void): Cancel {
    return this.add({ atMs: this.time + periodMs, periodMs, run });
  }

  after(delayMs: number, run: () => void): Cancel {
    return this.add({ atMs: this.time + delayMs, periodMs: undefined, run });
  }

  /** Timers that wait. */
  get pending(): number {
    return this.due.size;
  }

  /** Lets time pass, firing what falls due on the way. Promises settle in between. */
  async pass(ms: number): Promise<void> {
    const endMs = this.time + ms;
    await settle();
    for (;;) {
      const next = [...this.due].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.time = Math.max(this.time, next.atMs);
      if (next.periodMs === undefined) this.due.delete(next);
      else next.atMs = this.time + next.periodMs;
      next.run();
      await settle();
    }
    this.time = endMs;
  }

  /** The page stands still: time passes and no timer fires until later. */
  stall(ms: number): void {
    this.time += ms;
  }

  private add(due: Due): Cancel {
    this.due.add(due);
    return () => this.due.delete(due);
  }
}

/** Runs what is waiting on settled promises. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 40; i += 1) await Promise.resolve();
}
