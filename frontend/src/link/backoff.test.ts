import { expect, it } from 'vitest';
import { seededRandom } from '../testing/vectors.ts';
import { Backoff } from './backoff.ts';

it('backs off from 100 ms, doubling to 5 s, each within 50 %', () => {
  const backoff = new Backoff(seededRandom(11));
  for (const plainMs of [100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000]) {
    const delayMs = backoff.nextMs();
    expect(delayMs).toBeGreaterThanOrEqual(plainMs * 0.5);
    expect(delayMs).toBeLessThanOrEqual(plainMs * 1.5);
  }
  backoff.reset();
  expect(backoff.nextMs()).toBeLessThanOrEqual(150);
  expect(new Backoff(() => 0).nextMs()).toBe(50);
  expect(new Backoff(() => 0.999_999).nextMs()).toBeCloseTo(150, 2);
});
