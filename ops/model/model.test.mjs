// A slice of the models: the rules as they are hold in small budgets, and fail with one of them taken out. Run by ops/test.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const LIMIT_MS = 600_000; // a search of seconds, on a machine that does something else

const python = (...args) =>
  spawnSync('python3', args, {
    cwd: HERE,
    encoding: 'utf8',
    timeout: LIMIT_MS,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });

function holds(variants, ...args) {
  const { status, stdout, stderr } = python(...args);
  assert.equal(status, 0, stdout + stderr);
  assert.equal(stdout.trimEnd().split('\n').length, variants, stdout);
}

test('M1: the rules of the lease hold, and fail without their boot number or without ages', () => {
  holds(4, 'lease_model.py', '--quick', 'FIXED', 'F- no boot number', 'F- lease changes are not aged');
});

test('M2: the rules of the latch hold, and fail with any one of them taken out', () => {
  holds(7, 'latch_model.py');
});

test('M3: the rules of a stop that outlives a restart hold, and fail with any one of them taken out', () => {
  holds(21, 'standing_stop_model.py', '--quick');
});

test('a model fails whose rules break an invariant, whose variant breaks none, or whose search is cut short', () => {
  const judged = python(
    '-c',
    `
from search import explore, report
count = lambda most: lambda n: ((("one more", n + 1, "N1 too many" if n + 1 > most else None),) if n < 9 else ())
assert report("as they are", explore(0, count(9)), set())
assert not report("as they are, broken", explore(0, count(5)), set())
assert not report("as they are, cut short", explore(0, count(9), most_states=5), set())
assert report("one taken out", explore(0, count(5)), {"N1"})
assert not report("one taken out, breaks another", explore(0, count(5)), {"N2"})
assert not report("one taken out, breaks none", explore(0, count(9)), {"N1"})
`,
  );
  assert.equal(judged.status, 0, judged.stdout + judged.stderr);
  const unknown = python('latch_model.py', 'no such variant');
  assert.notEqual(unknown.status, 0);
});
