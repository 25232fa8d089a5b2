// Compares versions of shipped libraries with a list of advisories:
// node advisories.mjs LIST SHIPPED...; SHIPPED is what Maven's dependency:list writes, or an npm lock file.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What comes before a release of the same number, in this order; anything else is the release. */
const BEFORE_RELEASE = ['alpha', 'beta', 'm', 'milestone', 'rc', 'cr', 'snapshot'];

/** "4.2.0.RC1" becomes [[4, 2, 0], [rank of rc, 1]]. */
const parsed = (version) => {
  const numbers = (version.match(/^\d+(\.\d+)*/) ?? [''])[0].split('.').map(Number);
  const [, word = '', number = '0'] = version.match(/^[\d.]*[-.]?([A-Za-z]*)[-.]?(\d*)/) ?? [];
  const rank = BEFORE_RELEASE.indexOf(word.toLowerCase());
  return [numbers, rank < 0 ? [BEFORE_RELEASE.length, 0] : [rank, Number(number)]];
};

const compareLists = (a, b) => {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** Negative when version a is older than b. */
export const compareVersions = (a, b) => {
  const [x, y] = [parsed(a), parsed(b)];
  return compareLists(x[0], y[0]) || compareLists(x[1], y[1]);
};

/** Maven's dependency:list: "   io.netty:netty-buffer:jar:4.2.18.Final:compile -- module …", with a classifier for some. */
export const mavenPackages = (text) =>
  text
    .replace(/\x1b\[[0-9;]*m/g, '')
    .split('\n')
    .map((line) => line.trim().split(' ')[0].split(':'))
    .filter((parts) => parts.length >= 5)
    .map((parts) => ({ name: `maven:${parts[0]}:${parts[1]}`, version: parts[parts.length - 2] }));

/** Of a lock file those that reach the browser. */
export const npmPackages = (lock) =>
  Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.optional)
    .map(([path, entry]) => ({ name: `npm:${path.replace(/^.*node_modules\//, '')}`, version: entry.version }));

const applies = (advisory, version) =>
  advisory.affected.some(
    ({ from, before }) =>
      (from === undefined || compareVersions(version, from) >= 0) &&
      (before === undefined || compareVersions(version, before) < 0),
  );

const sentence = ({ name, version }, { id, summary, affected }) => {
  const fixed = affected.map(({ before }) => before).filter((before) => before !== undefined);
  return `${name} ${version}: ${id}, ${summary}; fixed in ${fixed.join(', ') || 'no version yet'}`;
};

/**
 * What the list says of these packages, in sentences: `open` are advisories that apply, `borne` those that apply and
 * can't reach us for the reason in `bearable`, `stale` the reasons that nothing needs any more.
 */
export const findings = ({ advisories, bearable = [] }, packages) => {
  const found = packages.flatMap((each) =>
    advisories.filter(({ package: name }) => name === each.name).filter((advisory) => applies(advisory, each.version))
      .map((advisory) => ({ id: advisory.id, text: sentence(each, advisory) })),
  );
  const reasonOf = ({ id }) => bearable.find((each) => each.id === id)?.because;
  return {
    open: found.filter((each) => !reasonOf(each)).map(({ text }) => text),
    borne: found.filter(reasonOf).map((each) => `${each.text}; borne: ${reasonOf(each)}`),
    stale: bearable.filter(({ id }) => !found.some((each) => each.id === id)).map(({ id }) => `${id} no longer applies`),
  };
};

const read = (file) => {
  const text = readFileSync(file, 'utf8');
  const packages = file.endsWith('.json') ? npmPackages(JSON.parse(text)) : mavenPackages(text);
  if (packages.length === 0) throw new Error(`${file} names no library`);
  return packages;
};

const main = ([list, ...shipped]) => {
  let known, packages;
  try {
    known = JSON.parse(readFileSync(list, 'utf8'));
    packages = shipped.flatMap(read);
  } catch (e) {
    console.error(`advisories: ${e.message}`);
    return 2;
  }
  const unique = [...new Map(packages.map((each) => [`${each.name} ${each.version}`, each])).values()];
  const { open, borne, stale } = findings(known, unique);
  [...borne, ...stale, ...open].forEach((line) => console.log(line));
  console.log(
    `${unique.length} libraries, ${known.advisories.length} advisories (read ${known.read}): ` +
      `${open.length} apply, ${borne.length} more are borne, ${stale.length} reasons are stale`,
  );
  return open.length + stale.length === 0 ? 0 : 1;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = main(process.argv.slice(2));
}
