// `ops/repeat KIND` with a stand-in for Maven: which test is repeated, and how often.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const LIB = fileURLToPath(new URL('.', import.meta.url));
const LIMIT_MS = 120_000; // well under a second, on a machine that does something else
const NEEDS = 'jdk maven node c curl redis chromium'.split(' ');

const root = mkdtempSync(join(tmpdir(), 'havatar-repeat-command-'));
after(() => rmSync(root, { recursive: true, force: true }));

function script(path, text) {
  writeFileSync(join(root, path), `#!/bin/bash\n${text}\n`);
  chmodSync(join(root, path), 0o755);
}

beforeEach(() => {
  rmSync(root, { recursive: true, force: true });
  for (const folder of ['ops/lib', 'ops/browser-tests/node_modules', 'bin']) mkdirSync(join(root, folder), { recursive: true });
  for (const name of ['common.sh', 'system-tests.sh']) cpSync(join(LIB, name), join(root, 'ops/lib', name));
  cpSync(join(LIB, '../repeat'), join(root, 'ops/repeat'));
  writeFileSync(join(root, 'ops/lib/toolchain.sh'), NEEDS.map((need) => `need_${need}() { :; }`).join('\n'));
  writeFileSync(join(root, 'ops/lib/build.sh'), 'build_sim() { :; }\n');
  script('bin/mvn', 'printf "%s\\n" "$*" >> "$ROOT/ran"; echo "histories: 1"; exit "${MAVEN_CODE:-0}"');
  script('bin/npm', 'exit 0');
  script(
    'bin/node',
    'printf "node %s %s\\n" "$HAVATAR_FAULT_TIMES" "$*" >> "$ROOT/ran"; echo "browser killed: stopped after 100.0 280.5 ms, 1 void"',
  );
});

function run(args, env = {}) {
  const { status, stdout, stderr } = spawnSync(join(root, 'ops/repeat'), args, {
    encoding: 'utf8',
    timeout: LIMIT_MS,
    env: { ...process.env, ...env, ROOT: root, PATH: `${root}/bin:${process.env.PATH}` },
  });
  const ran = existsSync(join(root, 'ran')) ? readFileSync(join(root, 'ran'), 'utf8') : '';
  return { status, stdout, said: stderr, ran };
}

it('refuses a kind that is not there, with the list, and runs nothing', () => {
  for (const args of [[], ['nonsense'], ['faults fights'], ['system_test'], ['usage']]) {
    const { status, said, ran } = run(args);
    assert.equal(status, 2, said);
    assert.match(said, /the kinds are: faults fights stops replugs store-histories/);
    assert.equal(ran, '');
  }
  assert.equal(run(['fights', '--times', 'many']).status, 1);
  assert.equal(run(['fights', '--seconds', '3']).status, 1);
  assert.equal(run(['fights', '--help']).ran, '');
});

it('repeats each kind as often as is asked, or as it is used to', () => {
  for (const [kind, test, property, usual] of [
    ['fights', 'FightTest', 'havatar.fights.times', 1000],
    ['stops', 'StopUnderLoadTest', 'havatar.stops.times', 200],
    ['replugs', 'ReplugTest', 'havatar.replugs.times', 100],
  ]) {
    assert.match(run([kind, '--times', '7']).ran, new RegExp(`-Dtest=${test} -D${property}=7 `));
    assert.match(run([kind]).ran, new RegExp(`-Dtest=${test} -D${property}=${usual} `));
  }
  assert.match(run(['store-histories', '--times', '120'], { HAVATAR_SEED: '9' }).ran, /histories\.times=120 .*seed=9 .*kills\.times=2 /);
});

it('repeats faults in real processes and in the browser, and tells how many were late', () => {
  const { status, stdout, ran } = run(['faults', '--times', '2']);
  assert.equal(status, 0);
  assert.match(ran, /-Dtest=StopDeadlineTest -Dhavatar\.faults\.times=2 /);
  assert.match(ran, /^node 2 --test .*driving\.test\.mjs$/m);
  assert.match(stdout, /browser killed: stopped after n 2 {2}min 100\.00 .* max 280\.50 ms, late 1, void 1/);
  assert.equal(run(['faults'], { MAVEN_CODE: '1' }).status, 1);
  assert.equal(run(['fights'], { MAVEN_CODE: '1' }).status, 1);
});
