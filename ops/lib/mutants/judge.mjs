// Compares the survivors of one part with the reasoned list. Usage: node judge.mjs PART MUTANTS.jsonl LIST.md STRICT
// A mutant: { place, unit, file, line, mutator, source, killed }. The list: the rows of the table under the heading
// "## PART" in LIST.md: | `place` | mutator | `piece of the source line` | reason |. A row covers every survivor of that
// place and mutator whose line contains the piece: line numbers rot, words seldom. Exit code 1: see `judge`.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const LEAST_KILLED = 0.9;

const unquoted = (cell) => cell.replace(/^`+ ?/, '').replace(/ ?`+$/, '');

/** The rows of a part's table. A pipe in a cell is written \|. */
export function entriesOf(markdown, part) {
  const section = markdown.split(/^## /m).find((text) => text.split('\n', 1)[0].trim() === part) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const cells = line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('\\|', '|'));
      const [place, mutator, piece, reason] = cells;
      if (cells.length !== 4 || !reason || !unquoted(piece)) throw new Error(`a row needs four cells, each filled: ${line}`);
      return { place: unquoted(place), mutator: unquoted(mutator), piece: unquoted(piece), reason };
    });
}

const covers = (entry, mutant) =>
  entry.place === mutant.place && entry.mutator === mutant.mutator && mutant.source.includes(entry.piece);

/**
 * What is to be told of a part: unexplained survivors, stale entries, the share of killed mutants outside the strict
 * units, and whether the part holds: none unexplained in a strict unit, none stale, 90 % of the others killed.
 */
export function judge(mutants, entries, strict) {
  const survivors = mutants.filter((mutant) => !mutant.killed);
  const unexplained = survivors.filter((mutant) => !entries.some((entry) => covers(entry, mutant)));
  const stale = entries.filter((entry) => !survivors.some((mutant) => covers(entry, mutant)));
  const others = mutants.filter((mutant) => !strict.test(mutant.unit));
  const settled = others.filter((mutant) => !unexplained.includes(mutant));
  const share = others.length === 0 ? 1 : settled.length / others.length;
  const open = unexplained.filter((mutant) => strict.test(mutant.unit));
  return {
    killed: mutants.length - survivors.length,
    explained: survivors.length - unexplained.length,
    unexplained,
    open,
    stale,
    share,
    holds: mutants.length > 0 && open.length === 0 && stale.length === 0 && share >= LEAST_KILLED,
  };
}

function main([part, results, list, strict]) {
  const mutants = readFileSync(results, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  const found = judge(mutants, entriesOf(readFileSync(list, 'utf8'), part), new RegExp(strict));
  for (const mutant of found.unexplained) {
    const mark = found.open.includes(mutant) ? 'unexplained' : 'survived';
    console.log(`${mark}: ${mutant.file}:${mutant.line} ${mutant.place} ${mutant.mutator}: ${mutant.source}`);
  }
  for (const entry of found.stale) console.log(`stale entry: ${entry.place} ${entry.mutator}: ${entry.piece}`);
  console.log(
    `${part}: ${mutants.length} mutants, ${found.killed} killed, ${found.explained} explained, ` +
      `${found.unexplained.length} not (${found.open.length} in strict classes); ` +
      `${(found.share * 100).toFixed(1)} % of the others settled; ${found.stale.length} stale entries`,
  );
  return found.holds ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = main(process.argv.slice(2));
