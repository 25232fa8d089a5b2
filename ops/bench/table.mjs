// The Markdown table of a folder of results. Usage: node table.mjs DIR
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Medians over the rounds of one scenario and server. */
export function summary(runs) {
  const of = (pick) => median(runs.map(pick));
  const spread = (name) => Object.fromEntries(Object.keys(runs[0][name]).map((at) => [at, of((run) => run[name][at])]));
  return {
    rounds: runs.length,
    rate: of((run) => run.steady.accepted / run.seconds),
    roundTrip: spread('round_trip'),
    own: spread('own'),
    late: spread('late'),
    cpu: of((run) => run.cpu_us_per_message),
    generator: of((run) => run.generator_share),
    lost: runs.reduce((sum, run) => sum + run.steady.sent - run.steady.accepted, 0),
  };
}

const us = (value) => (value >= 10000 ? `${(value / 1000).toFixed(1)} ms` : `${value.toFixed(0)}`);

function row(scenario, server, of) {
  const cells = [
    scenario, server, of.rate.toFixed(0), us(of.own.p50), us(of.own.p99),
    [of.roundTrip.p50, of.roundTrip.p90, of.roundTrip.p99, of.roundTrip.p999, of.roundTrip.max].map(us).join(' / '),
    `${us(of.late.p50)} / ${us(of.late.p99)}`, of.cpu.toFixed(2), `${(of.generator * 100).toFixed(0)} %`, of.lost,
  ];
  return `| ${cells.join(' | ')} |`;
}

function ratio(scenario, relay, floor) {
  const times = (a, b) => `${(a / b).toFixed(2)} ×`;
  const cells = [
    scenario, 'ratio', times(relay.rate, floor.rate), times(relay.own.p50, floor.own.p50),
    times(relay.own.p99, floor.own.p99), `p50 ${times(relay.roundTrip.p50, floor.roundTrip.p50)}, p99 ${times(relay.roundTrip.p99, floor.roundTrip.p99)}`,
    '', times(relay.cpu, floor.cpu), '', '',
  ];
  return `| ${cells.join(' | ')} |`;
}

function memoryLines(folder) {
  const lines = [];
  for (const server of ['forwarder', 'relay']) {
    const path = join(folder, `memory-${server}.json`);
    if (!existsSync(path)) continue;
    const of = read(path);
    if (lines.length === 0) lines.push('', '| memory | connections | heap after GC, kB | resident, kB | kB of heap each | kB resident each |', '|---|---|---|---|---|---|');
    lines.push(
      `| ${server} | 0 → ${2 * of.pairs} | ${of.heap_kb.join(' → ')} | ${of.resident_kb.join(' → ')} | ${of.heap_kb_each.toFixed(1)} | ${of.resident_kb_each.toFixed(1)} |`,
    );
  }
  return lines;
}

/** What connections cost that say next to nothing, and a change that concerns one of them. */
export function connectionLines(results) {
  if (results.length === 0) return [];
  const rows = [...results].sort((a, b) => a.connections - b.connections).map((of) =>
    `| ${of.connections} | ${(of.idle_share * 100).toFixed(1)} % | ${of.came_and_went_ms.toFixed(1)} | ${of.granted_ms.toFixed(1)} |`);
  return ['', '| idle connections | CPU, of a core | CPU of a robot and its driver that come and go, ms | CPU of a grant and its end, ms |', '|---|---|---|---|', ...rows];
}

function connectionResults(folder) {
  return readdirSync(folder).filter((file) => /^connections-\d+\.json$/.test(file)).map((file) => read(join(folder, file)));
}

/** Runs by scenario and server, in the order of their rate. */
function grouped(folder) {
  const groups = new Map();
  for (const file of readdirSync(folder).sort()) {
    const [, scenario, server] = /^(\d+x\d+|highest)-(relay|forwarder)-\d+\.json$/.exec(file) ?? [];
    if (scenario === undefined) continue;
    if (!groups.has(scenario)) groups.set(scenario, new Map());
    const servers = groups.get(scenario);
    servers.set(server, [...(servers.get(server) ?? []), read(join(folder, file))]);
  }
  return groups;
}

function main([folder]) {
  const machine = read(join(folder, 'machine.json'));
  console.log(`\`${machine.command.trim()}\` on ${machine.date}, commit ${machine.commit}; ${machine.cores} × ${machine.cpu}, Linux ${machine.kernel}, load ${machine.load}; ${machine.java}, ${machine.jvm}. Microseconds; medians over the rounds.\n`);
  console.log('| pairs×Hz | server | round trips/s | own p50 | own p99 | round trip p50 / p90 / p99 / p99.9 / max | late p50 / p99 | CPU µs/message | generator busy | not accepted |');
  console.log('|---|---|---|---|---|---|---|---|---|---|');
  const lightestFirst = (a, b) => Number(a[0] === 'highest') - Number(b[0] === 'highest') || a[0].length - b[0].length;
  for (const [scenario, servers] of [...grouped(folder)].sort(lightestFirst)) {
    const of = new Map([...servers].map(([server, runs]) => [server, summary(runs)]));
    for (const [server, each] of of) console.log(row(scenario, server, each));
    if (of.has('relay') && of.has('forwarder')) console.log(ratio(scenario, of.get('relay'), of.get('forwarder')));
  }
  console.log([...memoryLines(folder), ...connectionLines(connectionResults(folder))].join('\n'));
}

if (process.argv[1] === import.meta.filename) main(process.argv.slice(2));
