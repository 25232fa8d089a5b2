// Turns PIT's report into the lines that judge.mjs reads. Usage: node pit.mjs CHECKOUT SOURCES MUTATIONS.xml
// SOURCES is a module's src/main/java, relative to the checkout. A mutant that ran into its time-out, or that broke the
// virtual machine, was noticed; one that no test reaches was not, nor was one that PIT could not run (RUN_ERROR: the virtual
// machine refuses to put it into the class, for example), so that somebody looks at it.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const NOT_NOTICED = new Set(['SURVIVED', 'NO_COVERAGE', 'RUN_ERROR']);
const NEVER_JUDGED = new Set(['NOT_STARTED', 'STARTED', 'NON_VIABLE']);
const ENTITIES = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const plain = (text) =>
  text.replace(/&(?:#(\d+)|(\w+));/g, (all, code, name) => (code ? String.fromCodePoint(Number(code)) : (ENTITIES[name] ?? all)));

const shortMutator = (name) => name.split('.').at(-1).replace(/Mutator(_|$)/, '$1');

/** The mutants of a report; `linesOf(file)` are the lines of a source file, the path relative to the checkout. */
export function mutantsOf(xml, sources, linesOf) {
  const mutants = [];
  for (const [, attributes, body] of xml.matchAll(/<mutation ([^>]*)>([\s\S]*?)<\/mutation>/g)) {
    const status = /status='([^']*)'/.exec(attributes)[1];
    const field = (name) => plain(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(body)?.[1] ?? '');
    if (NEVER_JUDGED.has(status)) {
      if (status === 'NON_VIABLE') continue;
      throw new Error(`a mutant of ${field('mutatedClass')} was not judged: ${status}`);
    }
    const owner = field('mutatedClass');
    const unit = owner.split('.').at(-1);
    const file = `${sources}/${owner.split('.').slice(0, -1).join('/')}/${field('sourceFile')}`;
    const line = Number(field('lineNumber'));
    mutants.push({
      place: `${unit}#${field('mutatedMethod')}`,
      unit: owner,
      file,
      line,
      mutator: shortMutator(field('mutator')),
      source: (linesOf(file)[line - 1] ?? '').trim(),
      killed: !NOT_NOTICED.has(status),
      change: field('description'),
    });
  }
  return mutants;
}

function main([checkout, sources, report]) {
  const known = new Map();
  const linesOf = (file) => {
    if (!known.has(file)) known.set(file, readFileSync(`${checkout}/${file}`, 'utf8').split('\n'));
    return known.get(file);
  };
  for (const mutant of mutantsOf(readFileSync(report, 'utf8'), sources, linesOf)) console.log(JSON.stringify(mutant));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv.slice(2));
