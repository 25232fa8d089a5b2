// `ops/test PART…` in a checkout of stand-ins: what runs, what is counted, and with which code it ends.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const LIB = fileURLToPath(new URL('.', import.meta.url));
const LIMIT_MS = 120_000; // a run of a second, on a machine that does something else
const NEEDS = 'jdk maven node python c curl socat python_websockets iproute redis nginx chromium xvfb'.split(' ');
const SUITES =
  'firmware impair transports relay robot-bridge system-tests bench-parts bench tools frontend browser'.split(' ');

const root = mkdtempSync(join(tmpdir(), 'havatar-test-command-'));
after(() => rmSync(root, { recursive: true, force: true }));

function write(path, text, mode = 0o644) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
}
const script = (path, text) => write(path, `#!/bin/bash\n${text}\n`, 0o755);
const read = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '');
const report = (module, name, body = '') =>
  write(
    `${module}/target/surefire-reports/TEST-${name}.xml`,
    `<testsuite><testcase classname="${name}" name="a">${body}</testcase><testcase classname="${name}" name="b"/></testsuite>`,
  );
const FAILURE = '<failure message="no"/>';

/** Maven writes what `reports` tells: "module name" a line, with a third word when it fails. */
const MAVEN = `
printf '%s\\n' "$*" >> "$ROOT/maven-arguments"
while read -r module name fails; do
  mkdir -p "$ROOT/$module/target/surefire-reports"
  printf '<testsuite><testcase classname="%s" name="a"/><testcase classname="%s" name="b">%s</testcase></testsuite>' \\
    "$name" "$name" "\${fails:+<failure/>}" > "$ROOT/$module/target/surefire-reports/TEST-$name.xml"
done < "$ROOT/reports"
exit "\${MAVEN_CODE:-0}"`;

/** The linters fail when told so, and the tests report one. */
const NPM = `
case "$*" in
  "run check") echo "warning: linted"; exit "\${LINT_CODE:-0}" ;;
  test*) echo '<testsuite><testcase classname="page" name="a"/></testsuite>' > "$ROOT/target/test/frontend.xml" ;;
esac`;

beforeEach(() => {
  rmSync(root, { recursive: true, force: true });
  for (const name of ['common.sh', 'test-parts.sh', 'count-reports.mjs']) {
    mkdirSync(join(root, 'ops/lib'), { recursive: true });
    cpSync(join(LIB, name), join(root, 'ops/lib', name));
  }
  cpSync(join(LIB, '../test'), join(root, 'ops/test'));
  const note = (need) => `need_${need}() { echo ${need} >> "$ROOT/needs"; }`;
  write('ops/lib/toolchain.sh', NEEDS.map(note).join('\n'));
  write('ops/lib/build.sh', 'build_sim() { :; }\nbuild_programs() { :; }\nforget_classes() { :; }\nset_stamp() { :; }\nprograms_hash() { :; }\n');
  mkdirSync(join(root, 'ops/model'), { recursive: true });
  write('ops/lib/tiny.test.mjs', "import { test } from 'node:test';\ntest('tiny', () => {});\n");
  for (const name of ['driving', 'layout', 'people']) {
    write(`ops/browser-tests/${name}.test.mjs`, `import { test } from 'node:test';\ntest('${name}', () => {});\n`);
  }
  script('ops/advisories', 'echo "0 apply"; exit "${ADVISORIES_CODE:-0}"');
  script('ops/bench/run', 'exit 0');
  mkdirSync(join(root, 'frontend'), { recursive: true });
  for (const tool of ['cmake', 'ctest']) script(`bin/${tool}`, 'exit 0');
  script('bin/npm', NPM);
  script('bin/mvn', MAVEN);
  write('reports', 'relay GateTest\n');
  for (const [module, name] of [
    ['transports', 'transports/wire/CodecTest'],
    ['transports', 'launch/LauncherTest'],
    ['relay', 'relay/api/GateTest'],
    ['robot-bridge', 'bridge/RobotTest'],
    ['ops/system-tests', 'ops/FightTest'],
  ]) {
    write(`${module}/src/test/java/org/havatar/${name}.java`, '');
  }
});

function run(args, env = {}) {
  const { NODE_TEST_CONTEXT: _, ...own } = process.env; // a runner within a runner would report to the outer one
  const { status, stdout, stderr } = spawnSync(join(root, 'ops/test'), args, {
    encoding: 'utf8',
    timeout: LIMIT_MS,
    env: { ...own, ...env, ROOT: root, PATH: `${root}/bin:${process.env.PATH}` },
  });
  return { status, said: stderr, stdout, last: stdout.trimEnd().split('\n').at(-1) };
}
const ranNothing = () => !existsSync(join(root, 'target/test')) && read('maven-arguments') === '' && read('needs') === '';

describe('ops/test', () => {
  it('refuses a part that is not there, with the list, and runs nothing', () => {
    for (const args of [['nonsense'], ['tools', 'nonsense'], ['tools', 'relay=NoTest'], ['relay='], ['page=ATest'], [''], ['relay bridge']]) {
      const { status, said } = run(args);
      assert.equal(status, 2, said);
      assert.ok(ranNothing(), args.join(' '));
    }
    assert.match(run(['nonsense']).said, /there is no part 'nonsense'; the parts are: firmware impair tools transports /);
    assert.match(run(['relay=NoTest']).said, /no test class 'NoTest'; its classes are: GateTest/);
  });

  it('installs for a part what it needs, and builds and counts nothing else', () => {
    report('transports', 'Former', FAILURE);
    report('relay', 'Former', FAILURE);
    report('robot-bridge', 'Former', FAILURE);
    const { status, stdout, last } = run(['relay']);
    assert.equal(last, '2 passed, 0 failed; only: relay');
    assert.equal(status, 0, stdout);
    assert.equal(read('needs'), 'jdk\nmaven\nnode\nredis\n');
    assert.match(
      read('maven-arguments'),
      /-pl transports,frontend,relay -Dtest=org\/havatar\/relay\/\*\*\/\*Test .*verify$/m,
    );
    assert.doesNotMatch(stdout, /bridge|browser|firmware/);
  });

  it('runs the classes that are named', () => {
    write('reports', 'relay GateTest\ntransports CodecTest\n');
    const { last } = run(['transports', 'relay=GateTest#opens']);
    assert.equal(last, '4 passed, 0 failed; only: transports relay=GateTest#opens');
    assert.match(
      read('maven-arguments'),
      /-Dtest=org\/havatar\/launch\/\*\*\/\*Test,org\/havatar\/transports\/\*\*\/\*Test,org\/havatar\/relay\/api\/GateTest#opens /,
    );
    run(['relay=GateTest', 'relay']);
    assert.match(read('maven-arguments'), /-Dtest=org\/havatar\/relay\/\*\*\/\*Test /);
  });

  it('fails when a test of a part fails, and names it', () => {
    write('reports', 'relay GateTest fails\n');
    const { status, stdout, last } = run(['advisories', 'relay']);
    assert.equal(status, 1);
    assert.equal(last, '1 passed, 1 failed; only: relay advisories');
    assert.match(stdout, /failed: GateTest b/);
  });

  it('fails when a part ran no test, though another one’s are there', () => {
    const { status, last } = run(['bridge', 'relay']);
    assert.equal(status, 1);
    assert.equal(last, '2 passed, 1 failed; only: relay bridge');
  });

  it('fails when a runner ends badly, though no test of it failed', () => {
    assert.deepEqual(Object.values(run(['relay'], { MAVEN_CODE: '1' })).slice(0, 1), [1]);
    const { status, stdout, last } = run(['advisories', 'tools'], { ADVISORIES_CODE: '1' });
    assert.equal(status, 1);
    assert.match(stdout, /1 runner\(s\) did not end well/);
    assert.equal(last, '1 passed, 1 failed; only: tools advisories');
    assert.equal(run(['advisories'], { ADVISORIES_CODE: '1' }).status, 1);
    assert.equal(run(['advisories']).status, 0);
  });

  it('counts what ran beside the other parts, and shows what it said', () => {
    const { status, stdout, last } = run(['page', 'tools']);
    assert.equal(status, 0, stdout);
    assert.equal(last, '2 passed, 0 failed; only: tools page');
    assert.match(stdout, /warning: linted/);
    const linted = run(['tools', 'page'], { LINT_CODE: '1' });
    assert.equal(linted.last, '2 passed, 1 failed; only: tools page');
    assert.equal(linted.status, 1);
  });

  it('counts the browser’s files that run side by side and the one that runs alone', () => {
    assert.equal(run(['browser']).last, '3 passed, 0 failed; only: browser');
    const failing = "import { test } from 'node:test';\ntest('no', () => { throw new Error('no'); });\n";
    for (const name of ['driving', 'people']) {
      write(`ops/browser-tests/${name}.test.mjs`, failing);
      const { status, last } = run(['browser']);
      assert.equal(status, 1);
      assert.equal(last, `${name === 'people' ? 1 : 2} passed, ${name === 'people' ? 2 : 1} failed; only: browser`);
    }
  });

  it('runs and counts all of it when no part is named', () => {
    const { status, stdout, last } = run([]);
    assert.equal(status, 1); // seven of the stand-ins write no report
    assert.equal(last, '7 passed, 7 failed');
    const counted = [...stdout.matchAll(/^ {2}(\S+) +\d+ of \d+/gm)].map(([, name]) => name);
    assert.deepEqual(counted, SUITES);
    assert.deepEqual(read('needs').trim().split('\n'), NEEDS);
    assert.doesNotMatch(read('maven-arguments'), /-pl|-Dtest=/);
    assert.equal(run([], { ADVISORIES_CODE: '1' }).last, '7 passed, 8 failed');
  });
});
