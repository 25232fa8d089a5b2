import { Counters } from '../link/counters.ts';
import type { Code } from '../wire/json-messages.ts';

/** Something was refused; `code` is a name of PROTOCOL.md §4 or §5.3, `message` the relay's own words or empty. */
export interface Refusal {
  readonly code: Code;
  readonly message: string;
  /** The type of the message that was refused, empty for a setpoint. */
  readonly request: string;
  readonly atMs: number;
  /** Setpoints have been accepted since. */
  readonly isOver: boolean;
}

/** Not worth a word to the person: the newer setpoint counts. */
const HARMLESS: ReadonlySet<string> = new Set(['sequence_old', 'superseded']);

/** Refusals by name, and the last one. */
export class Refusals {
  readonly counters = new Counters();
  private latest: Refusal | undefined;

  get last(): Refusal | undefined {
    return this.latest;
  }

  onRefused(code: Code, message: string, atMs: number, request = ''): void {
    this.counters.add(code);
    if (!HARMLESS.has(code)) this.latest = { code, message, request, atMs, isOver: false };
  }

  onAccepted(): void {
    if (this.latest !== undefined && !this.latest.isOver) this.latest = { ...this.latest, isOver: true };
  }
}
