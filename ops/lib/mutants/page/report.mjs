// Stryker's report as ops/mutants reads it. Usage: node report.mjs REPORT.json SOURCES OUT.jsonl
// A place is the function or constant at the left margin that holds the mutant; in a class, its member.
import { readFileSync, writeFileSync } from 'node:fs';

const KILLED = new Set(['Killed', 'Timeout']);
const COUNTED = new Set([...KILLED, 'Survived', 'NoCoverage']);
const TOP = /^(?:export |default |async )*(function\*?|class|const|let|interface|type) ([A-Za-z_$][\w$]*)/;
const MEMBER =
  /^ {2}(?:static |private |protected |readonly |get |set |override |async )*([A-Za-z_$#][\w$]*)(?=[ (<:=?!])/;

const becomes = ({ replacement }) => (replacement ?? '').replace(/\s+/g, ' ').slice(0, 60).trim() || 'nothing';

export function placeOf(lines, line) {
  let member;
  for (let i = line - 1; i >= 0; i--) {
    const top = TOP.exec(lines[i]);
    if (top !== null) return top[1] === 'class' && member !== undefined ? member : top[2];
    member ??= MEMBER.exec(lines[i])?.[1];
  }
  return 'file';
}

/** One object for each mutant that ran or that no test reaches. */
export function mutantsOf(report, linesOf) {
  return Object.entries(report.files).flatMap(([path, { mutants }]) => {
    const unit = path.replace(/^.*src\//, '');
    const lines = linesOf(unit);
    return mutants
      .filter((mutant) => COUNTED.has(mutant.status))
      .map((mutant) => {
        const { line } = mutant.location.start;
        return {
          place: `${unit}#${placeOf(lines, line)}`,
          unit,
          file: `frontend/src/${unit}`,
          line,
          mutator: `${mutant.mutatorName} to ${becomes(mutant)}`,
          source: lines[line - 1].trim(),
          killed: KILLED.has(mutant.status),
          reached: mutant.status !== 'NoCoverage',
        };
      });
  });
}

if (process.argv.length > 2) {
  const [report, sources, out] = process.argv.slice(2);
  const linesOf = (unit) => readFileSync(`${sources}/${unit}`, 'utf8').split('\n');
  const mutants = mutantsOf(JSON.parse(readFileSync(report, 'utf8')), linesOf);
  writeFileSync(out, mutants.map((mutant) => `${JSON.stringify(mutant)}\n`).join(''));
}
