// What is compared with the list of advisories. Run by ops/test.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareVersions, findings, mavenPackages, npmPackages } from './advisories.mjs';

const codec = (version) => ({ name: 'maven:io.netty:netty-codec-http', version });
const advisory = (affected) => ({ id: 'CVE-1', package: 'maven:io.netty:netty-codec-http', affected, summary: 'smuggles' });
const applyTo = (version, ...affected) => findings({ advisories: [advisory(affected)] }, [codec(version)]).open.length;

test('versions are compared by number, and what comes before a release is older', () => {
  const rising = ['1.9', '1.10', '2.0.0.Alpha1', '2.0.0.Beta2', '2.0.0.RC1', '2.0.0.Final', '2.0.1', '2.0.10-rc1', '2.0.10'];
  for (let i = 1; i < rising.length; i++) assert.ok(compareVersions(rising[i - 1], rising[i]) < 0, rising[i]);
  assert.equal(compareVersions('2.0', '2.0.0.Final'), 0);
  assert.equal(compareVersions('0.28.2.RELEASE', '0.28.2'), 0);
});

test('an advisory applies from its first version to the one before its mending', () => {
  const range = { from: '4.2.0.Alpha1', before: '4.2.18.Final' };
  assert.deepEqual(
    ['4.1.99.Final', '4.2.0.Alpha1', '4.2.17.Final', '4.2.18.Final'].map((version) => applyTo(version, range)),
    [0, 1, 1, 0],
  );
  assert.equal(applyTo('9.9', { from: '4.2.0' }), 1);
  assert.equal(applyTo('4.1.2', range, { before: '4.1.138.Final' }), 1);
});

test('it names the library, what it has, and what is right', () => {
  const list = { advisories: [advisory([{ before: '4.2.18.Final' }])] };
  assert.deepEqual(findings(list, [codec('4.2.12.Final')]).open, [
    'maven:io.netty:netty-codec-http 4.2.12.Final: CVE-1, smuggles; fixed in 4.2.18.Final',
  ]);
});

test('a reason bears one advisory for as long as it applies, and is told when it does not', () => {
  const list = {
    advisories: [advisory([{ before: '4.2.18.Final' }])],
    bearable: [{ id: 'CVE-1', because: 'no proxy speaks to it' }],
  };
  const older = findings(list, [codec('4.2.12.Final')]);
  assert.deepEqual([older.open, older.stale], [[], []]);
  assert.match(older.borne[0], /CVE-1.*borne: no proxy speaks to it/);
  assert.deepEqual(findings(list, [codec('4.2.18.Final')]), { open: [], borne: [], stale: ['CVE-1 no longer applies'] });
});

test('what Maven lists is read with and without classifier and module', () => {
  const text = `
The following files have been resolved:
   io.netty:netty-buffer:jar:4.2.18.Final:compile -- module io.netty.buffer
   io.netty:netty-transport-native-epoll:jar:linux-x86_64:4.2.18.Final:compile\x1b[36m -- module io.netty.epoll\x1b[0;1m [auto]
`;
  assert.deepEqual(mavenPackages(text), [
    { name: 'maven:io.netty:netty-buffer', version: '4.2.18.Final' },
    { name: 'maven:io.netty:netty-transport-native-epoll', version: '4.2.18.Final' },
  ]);
});

test('of a lock file only what reaches the browser counts', () => {
  const packages = {
    '': { name: 'page' },
    'node_modules/preact': { version: '11.2.0' },
    'node_modules/@swc/helpers': { version: '0.5.24' },
    'node_modules/vite': { version: '8.3.8', dev: true },
  };
  assert.deepEqual(npmPackages({ packages }).map((each) => each.name), ['npm:preact', 'npm:@swc/helpers']);
});
