// Sums JUnit XML reports. Usage: node count-reports.mjs SUITE=PATH…  (PATH: a report, or a folder of TEST-*.xml)
// Prints a line a suite, the names of what failed, and last "passed failed" for the caller. A suite without a test
// counts as one failure: a runner that ran nothing has proven nothing.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

function reportsOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name.startsWith('TEST-') && name.endsWith('.xml'))
    .map((name) => join(path, name));
}

/** Every test case of a report: its name, and passed, failed or skipped. */
function casesOf(xml) {
  const cases = [];
  const pattern = /<testcase\b((?:[^>"]|"[^"]*")*?)(\/>|>([\s\S]*?)<\/testcase>)/g;
  for (const [, attributes, , body = ''] of xml.matchAll(pattern)) {
    const name = /\bname="([^"]*)"/.exec(attributes)?.[1] ?? '?';
    const group = /\bclassname="([^"]*)"/.exec(attributes)?.[1] ?? '';
    const status = /\bstatus="([^"]*)"/.exec(attributes)?.[1];
    const failed = /<(failure|error)\b/.test(body) || status === 'fail';
    const skipped = /<skipped\b/.test(body) || status === 'notrun' || status === 'disabled';
    cases.push({ name: `${group} ${name}`.trim(), outcome: failed ? 'failed' : skipped ? 'skipped' : 'passed' });
  }
  return cases;
}

let passed = 0;
let failed = 0;
for (const argument of process.argv.slice(2)) {
  const [suite, path] = [argument.slice(0, argument.indexOf('=')), argument.slice(argument.indexOf('=') + 1)];
  const cases = reportsOf(path).flatMap((report) => casesOf(readFileSync(report, 'utf8')));
  const count = (outcome) => cases.filter((each) => each.outcome === outcome).length;
  const skipped = count('skipped') === 0 ? '' : `, ${count('skipped')} skipped`;
  console.log(`  ${suite.padEnd(14)} ${count('passed')} of ${cases.length}${skipped}`);
  for (const each of cases) if (each.outcome === 'failed') console.log(`    failed: ${each.name}`);
  if (count('passed') + count('failed') === 0) {
    console.log(`    failed: ${suite} ran no test`);
    failed += 1;
  }
  passed += count('passed');
  failed += count('failed');
}
console.log(`${passed} ${failed}`);
