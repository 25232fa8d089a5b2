// The product as `ops/demo` starts it, and what its simulated board's motors did.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../demo', import.meta.url));
const READY_WITHIN_MS = 300_000; // it may have to build first
const LIVES_AT_MOST_S = 600;

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** CLOCK_MONOTONIC in nanoseconds, the clock of the board's log. */
export const nowNs = () => process.hrtime.bigint();

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Polls until `condition` returns something truthy, which is returned. */
export async function until(what, withinMs, condition) {
  const deadlineNs = nowNs() + BigInt(withinMs) * 1_000_000n;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (nowNs() > deadlineNs) throw new Error(`not within ${withinMs} ms: ${what}`);
    await pause(10);
  }
}

export async function startDemo() {
  const data = mkdtempSync(join(tmpdir(), 'havatar-browser-'));
  const port = await freePort();
  const args = [
    '--port',
    String(port),
    '--metrics-port',
    '0',
    '--data',
    data,
    '--seconds',
    String(LIVES_AT_MOST_S),
    '--no-watch',
  ];
  const child = spawn(COMMAND, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const ready = await readReady(child);
  return {
    ...ready,
    motors: new Motors(join(data, 'run', 'board.jsonl')),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function readReady(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`ops/demo is not ready: ${output}`)), READY_WITHIN_MS);
    child.once('exit', (code) => reject(new Error(`ops/demo ended with code ${code}: ${output}`)));
    child.stdout.on('data', (bytes) => {
      output += bytes;
      const line = /^READY (.*)\n/m.exec(output);
      if (line === null) return;
      clearTimeout(timer);
      resolve(JSON.parse(line[1]));
    });
  });
}

/** Reads the board's JSON Lines. */
class Motors {
  #file;

  constructor(file) {
    this.#file = file;
  }

  /** Changes of the motors' output, oldest first. */
  outputs() {
    return this.#events().filter(({ event }) => event === 'output');
  }

  now() {
    return this.outputs().at(-1) ?? { left: 0, right: 0, pwm_left: 0, pwm_right: 0, atNs: 0n };
  }

  areStill() {
    const { pwm_left: left, pwm_right: right } = this.now();
    return left === 0 && right === 0;
  }

  /** When the last movement ended. */
  stillSinceNs() {
    return this.now().atNs;
  }

  /** True when the simulator was not run in time between these moments. */
  sawHiccupBetween(fromNs, toNs) {
    return this.#events().some(
      ({ event, atNs, late_ms: lateMs }) =>
        event === 'hiccup' && atNs > fromNs && atNs - BigInt(lateMs) * 1_000_000n < toNs,
    );
  }

  #events() {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => ({
      ...JSON.parse(line),
      atNs: BigInt(/"t_ns":(\d+)/.exec(line)[1]), // beyond the integers of JSON.parse
    }));
  }
}
