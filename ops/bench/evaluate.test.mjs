import assert from 'node:assert/strict';
import { test } from 'node:test';
import { histogramsOf, percentilesOf } from './evaluate.mjs';
import { connectionLines, median, summary } from './table.mjs';

const near = (actual, expected) => assert.ok(Math.abs(actual - expected) <= expected / 500, `${actual} is not about ${expected}`);

test('round trip, own and late are three histograms of their own', () => {
  const words = new Uint32Array(3000).map((_, i) => [1000 * (Math.trunc(i / 3) + 1), 500_000, 7000][i % 3]);
  const [roundTrip, own, late] = histogramsOf(words).map(percentilesOf);
  near(roundTrip.p50, 500);
  near(roundTrip.p99, 990);
  near(roundTrip.p999, 999);
  near(roundTrip.max, 1000);
  near(own.p50, 500);
  near(late.max, 7);
});

test('what is slower than four seconds stays in the histogram', () => {
  const [roundTrip] = histogramsOf(new Uint32Array([2 ** 32 - 1, 1, 1])).map(percentilesOf);
  near(roundTrip.max, 4_294_967);
});

test('samples that are cut off are refused', () => {
  assert.throws(() => histogramsOf(new Uint32Array(4)), /cut off/);
});

test('medians over an odd and an even number of rounds', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([1, 9, 5, 7]), 6);
});

test('what was not accepted is summed over the rounds, not averaged away', () => {
  const run = (sent, accepted) => ({
    steady: { sent, accepted }, seconds: 2, cpu_us_per_message: 1, generator_share: 0.5,
    round_trip: { p50: 1 }, own: { p50: 1 }, late: { p50: 1 },
  });
  const of = summary([run(100, 100), run(100, 98), run(100, 100)]);
  assert.equal(of.lost, 2);
  assert.equal(of.rate, 50);
});

test('connections are told in the order of their number, and not at all when none were measured', () => {
  const of = (connections) => ({ connections, idle_share: 0.0123, came_and_went_ms: 4.56, granted_ms: 7.89 });
  const lines = connectionLines([of(8000), of(500)]);
  assert.deepEqual(lines.slice(3), ['| 500 | 1.2 % | 4.6 | 7.9 |', '| 8000 | 1.2 % | 4.6 | 7.9 |']);
  assert.deepEqual(connectionLines([]), []);
});
