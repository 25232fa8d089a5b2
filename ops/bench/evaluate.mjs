// Percentiles of one run, by HdrHistogram. Usage: node evaluate.mjs RUN.json SAMPLES OUT
// Writes OUT.json (the run with microseconds) and OUT.hdr (three tagged histograms in nanoseconds, for any HDR tool).
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import hdr from 'hdr-histogram-js';

const NAMES = ['round_trip', 'own', 'late'];
const NS_PER_US = 1000;
const MOST_NS = 2 ** 32;

/** Samples are three u32 nanoseconds each, in this machine's byte order. */
export function histogramsOf(words) {
  if (words.length % NAMES.length !== 0) throw new Error('the samples are cut off');
  const histograms = NAMES.map((tag) => {
    const made = hdr.build({ bitBucketSize: 32, lowestDiscernibleValue: 1, highestTrackableValue: MOST_NS });
    made.tag = tag;
    return made;
  });
  words.forEach((ns, i) => histograms[i % NAMES.length].recordValue(ns));
  return histograms;
}

export function percentilesOf(histogram) {
  const us = (ns) => ns / NS_PER_US;
  const at = (percent) => us(histogram.getValueAtPercentile(percent));
  return { p50: at(50), p90: at(90), p99: at(99), p999: at(99.9), max: us(histogram.maxValue) };
}

function main([runPath, samplesPath, out]) {
  const run = JSON.parse(readFileSync(runPath, 'utf8'));
  const bytes = readFileSync(samplesPath);
  const words = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const histograms = histogramsOf(words);
  for (const each of histograms) run[each.tag] = percentilesOf(each);
  run.cpu_us_per_message = run.server_cpu_ns / NS_PER_US / run.relayed;
  run.generator_share = run.generator_cpu_ns / (run.seconds * 1e9);
  writeFileSync(`${out}.json`, `${JSON.stringify(run)}\n`);
  const writer = new hdr.HistogramLogWriter((text) => writeFileSync(`${out}.hdr`, text, { flag: 'a' }));
  rmSync(`${out}.hdr`, { force: true });
  writer.outputLegend();
  for (const each of histograms) writer.outputIntervalHistogram(each, 0, run.seconds);
  rmSync(samplesPath);
}

if (process.argv[1] === import.meta.filename) main(process.argv.slice(2));
