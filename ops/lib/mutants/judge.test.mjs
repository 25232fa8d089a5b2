// The judge of survivors and the reader of PIT's report. Run by ops/test.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { entriesOf, judge } from './judge.mjs';
import { placeOf } from './page/report.mjs';
import { mutantsOf } from './pit.mjs';

const STRICT = /^org\.strict\./;

const mutant = (change) => ({
  place: 'Latch#set',
  unit: 'org.strict.Latch',
  file: 'Latch.java',
  line: 42,
  mutator: 'ConditionalsBoundary',
  source: 'kind = kind.compareTo(wanted) > 0 ? kind : wanted;',
  killed: false,
  ...change,
});
const entry = (change) => ({
  place: 'Latch#set',
  mutator: 'ConditionalsBoundary',
  piece: 'compareTo(wanted) > 0',
  reason: 'an equal kind is the same kind',
  ...change,
});
const others = (killed, alive) =>
  Array.from({ length: killed + alive }, (_, i) => mutant({ place: `Log#${i}`, unit: 'org.other.Log', killed: i < killed }));

test('a survivor of a strict class without a reason fails the part', () => {
  const found = judge([mutant()], [], STRICT);
  assert.equal(found.holds, false);
  assert.equal(found.open.length, 1);
});

test('a survivor that the list explains by place, change and piece of the line holds', () => {
  const found = judge([mutant()], [entry()], STRICT);
  assert.equal(found.holds, true);
  assert.equal(found.explained, 1);
  assert.deepEqual(found.unexplained, []);
});

for (const [what, other] of [
  ['place', { place: 'Latch#press' }],
  ['change', { mutator: 'Math' }],
  ['line', { piece: 'number.next()' }],
]) {
  test(`an entry of another ${what} explains nothing, and is stale`, () => {
    const found = judge([mutant()], [entry(other)], STRICT);
    assert.equal(found.holds, false);
    assert.equal(found.open.length, 1);
    assert.equal(found.stale.length, 1);
  });
}

test('an entry whose mutant is killed by now is stale and fails the part', () => {
  const found = judge([mutant({ killed: true })], [entry()], STRICT);
  assert.equal(found.holds, false);
  assert.equal(found.stale.length, 1);
});

test('a line that has moved is explained as before', () => {
  assert.equal(judge([mutant({ line: 977 })], [entry()], STRICT).holds, true);
});

test('one entry explains every survivor that fits it', () => {
  assert.equal(judge([mutant(), mutant({ line: 43 })], [entry()], STRICT).explained, 2);
});

test('outside the strict classes ninety of a hundred are enough, and eighty-nine are not', () => {
  assert.equal(judge(others(90, 10), [], STRICT).holds, true);
  assert.equal(judge(others(89, 11), [], STRICT).holds, false);
});

test('the killed of the strict classes do not make up for the others', () => {
  const strict = Array.from({ length: 900 }, () => mutant({ killed: true }));
  assert.equal(judge([...strict, ...others(8, 2)], [], STRICT).holds, false);
});

test('a part without any mutant proves nothing', () => {
  assert.equal(judge([], [], STRICT).holds, false);
});

const LIST = [
  '# Mutants',
  '| `Not#here` | Math | `x` | before any part |',
  '## authority',
  '| place | change | piece of the line | reason |',
  '|---|---|---|---|',
  '| `Latch#set` | ConditionalsBoundary | `a > 0 \\|\\| b` | an equal kind is the same kind |',
  '## authority-like',
  '| `Other#one` | Math | `y` | of another part |',
].join('\n');

test('the list is read by part, with pipes', () => {
  assert.deepEqual(entriesOf(LIST, 'authority'), [
    { place: 'Latch#set', mutator: 'ConditionalsBoundary', piece: 'a > 0 || b', reason: 'an equal kind is the same kind' },
  ]);
  assert.deepEqual(entriesOf(LIST, 'unknown'), []);
});

test('a row without a reason or without a piece of the line is no explanation', () => {
  assert.throws(() => entriesOf('## p\n| `A#b` | Math | `x` | |', 'p'), /four cells/);
  assert.throws(() => entriesOf('## p\n| `A#b` | Math | `` | why |', 'p'), /four cells/);
  assert.throws(() => entriesOf('## p\n| `A#b` | Math | why |', 'p'), /four cells/);
});

const pit = (status, name = 'ConditionalsBoundaryMutator') =>
  `<mutation detected='x' status='${status}' numberOfTestsRun='1'><sourceFile>Latch.java</sourceFile>` +
  `<mutatedClass>org.strict.Latch$1</mutatedClass><mutatedMethod>&#60;init&#62;</mutatedMethod><methodDescription>()V` +
  `</methodDescription><lineNumber>2</lineNumber><mutator>org.pitest.mutators.${name}</mutator><indexes/><blocks/>` +
  `<killingTest/><description>a &lt; b</description></mutation>`;
const read = (xml) => mutantsOf(xml, 'm/src/main/java', () => ['first', '  second();  ']);

test('a mutant of a PIT report has place, line, source and fate', () => {
  assert.deepEqual(read(pit('SURVIVED')), [
    {
      place: 'Latch$1#<init>',
      unit: 'org.strict.Latch$1',
      file: 'm/src/main/java/org/strict/Latch.java',
      line: 2,
      mutator: 'ConditionalsBoundary',
      source: 'second();',
      killed: false,
      change: 'a < b',
    },
  ]);
  assert.equal(read(pit('KILLED', 'RemoveConditionalMutator_EQUAL_IF'))[0].mutator, 'RemoveConditional_EQUAL_IF');
});

test('what no test reaches survives; what runs for ever or breaks the machine was noticed', () => {
  const fates = ['KILLED', 'SURVIVED', 'NO_COVERAGE', 'TIMED_OUT', 'MEMORY_ERROR', 'NON_VIABLE'].map((each) => pit(each));
  assert.deepEqual(
    read(fates.join('')).map((each) => each.killed),
    [true, false, false, true, true],
  );
});

test('a mutant that was never judged is an error, not a kill', () => {
  assert.throws(() => read(pit('NOT_STARTED')), /not judged/);
  assert.throws(() => read(pit('STARTED')), /not judged/);
});

test('a mutant that could not be run was not noticed, and the others of the report are judged', () => {
  const mutants = read(pit('RUN_ERROR') + pit('KILLED'));
  assert.deepEqual(
    mutants.map((each) => each.killed),
    [false, true],
  );
  assert.equal(judge(mutants, [], STRICT).open.length, 1);
});

test('the command prints the survivors plainly and says by its exit code whether the part holds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  try {
    const [results, list] = [join(folder, 'results.jsonl'), join(folder, 'list.md')];
    writeFileSync(results, `${JSON.stringify(mutant())}\n`);
    writeFileSync(list, '## part\n');
    const script = fileURLToPath(new URL('judge.mjs', import.meta.url));
    const run = spawnSync('node', [script, 'part', results, list, STRICT.source], { encoding: 'utf8' });
    assert.equal(run.status, 1);
    assert.match(run.stdout, /^unexplained: Latch\.java:42 Latch#set ConditionalsBoundary: kind = /);
    writeFileSync(list, '## part\n| `Latch#set` | ConditionalsBoundary | `compareTo(wanted) > 0` | the same |\n');
    const calm = execFileSync('node', [script, 'part', results, list, STRICT.source], { encoding: 'utf8' });
    assert.equal(calm, 'part: 1 mutants, 0 killed, 1 explained, 0 not (0 in strict classes); 100.0 % of the others settled; 0 stale entries\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a place of the page is what holds the line at the left margin; in a class, its member', () => {
  const lines = [
    'const LIMIT_MS = 20;',
    'export class Hand {',
    '  private seen = false;',
    '',
    '  get age(): number {',
    '    const now = 1;',
    '    return now;',
    '  }',
    '}',
    'export function judge(hand: Hand): boolean {',
    '  const isOld = hand.age > LIMIT_MS;',
    '  check(isOld);',
    '  return isOld;',
    '}',
  ];
  const places = [1, 3, 5, 7, 10, 11, 13].map((line) => placeOf(lines, line));
  assert.deepEqual(places, ['LIMIT_MS', 'seen', 'age', 'age', 'judge', 'judge', 'judge']);
  assert.equal(placeOf(["import { a } from './a.ts';"], 1), 'file');
});
