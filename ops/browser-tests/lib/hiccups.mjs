// Notes when this machine did not run a waiting thread for more than 20 ms. A time measured across such a moment
// says nothing about the product.
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

const LIMIT_NS = 20_000_000n;
const STEP_MS = 1;

if (!isMainThread) {
  const cell = new Int32Array(workerData);
  let beforeNs = process.hrtime.bigint();
  while (Atomics.wait(cell, 0, 0, STEP_MS) === 'timed-out') {
    const nowNs = process.hrtime.bigint();
    if (nowNs - beforeNs > LIMIT_NS) parentPort.postMessage([beforeNs, nowNs]);
    beforeNs = nowNs;
  }
}

export class HiccupMeter {
  #spans = [];
  #cell = new SharedArrayBuffer(4);
  #worker = new Worker(new URL(import.meta.url), { workerData: this.#cell });

  constructor() {
    this.#worker.on('message', (span) => this.#spans.push(span));
  }

  sawOneBetween(fromNs, toNs) {
    return this.#spans.some(([from, to]) => from < toNs && to > fromNs);
  }

  async stop() {
    const cell = new Int32Array(this.#cell);
    Atomics.store(cell, 0, 1);
    Atomics.notify(cell, 0);
    await this.#worker.terminate();
  }
}
