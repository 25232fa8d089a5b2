import type { Random } from './ports.ts';

const FIRST_MS = 100;
const LONGEST_MS = 5000;
const JITTER = 0.5;

/** Delays between attempts: 100 ms, doubling to 5 s, each ± 50 %. */
export class Backoff {
  private attempts = 0;
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  nextMs(): number {
    const plainMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.attempts);
    this.attempts = Math.min(this.attempts + 1, 16);
    return plainMs * (1 + JITTER * (2 * this.random() - 1));
  }

  reset(): void {
    this.attempts = 0;
  }
}
