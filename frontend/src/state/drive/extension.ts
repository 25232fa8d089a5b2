import type { BookingAnswer } from '../../link/bookings-rest.ts';
import { BookingsRest } from '../../link/bookings-rest.ts';
import type { EpochMs } from '../../link/ports.ts';
import type { Ask, RestFailure } from '../../link/rest.ts';

const EXTEND_BY_MIN = 15;

export type ExtensionView =
  | { readonly name: 'none' }
  | { readonly name: 'asking' }
  | { readonly name: 'done'; readonly untilMs: number }
  | { readonly name: 'failed'; readonly failure: RestFailure };

/** Makes the booking in which one drives longer, without leaving the drive. */
export class Extension {
  view: ExtensionView = { name: 'none' };
  /** Raised when another drive is shown: earlier answers are ignored. */
  private turn = 0;
  private readonly rest: BookingsRest;
  private readonly epochMs: EpochMs;
  private readonly onChange: () => void;

  constructor(ask: Ask, epochMs: EpochMs, onChange: () => void) {
    this.rest = new BookingsRest(ask);
    this.epochMs = epochMs;
    this.onChange = onChange;
  }

  forget(): void {
    this.turn += 1;
    this.view = { name: 'none' };
  }

  async ask(robotId: string): Promise<void> {
    if (this.view.name === 'asking') return;
    const { turn } = this;
    this.show({ name: 'asking' });
    const answer = await this.extend(robotId);
    if (turn !== this.turn) return;
    this.show(answer.ok ? { name: 'done', untilMs: answer.value.toMs } : { name: 'failed', failure: answer });
  }

  private async extend(robotId: string): Promise<BookingAnswer> {
    const nowMs = this.epochMs();
    const running = await this.rest.list(undefined, { fromMs: nowMs, toMs: nowMs + 1 });
    if (!running.ok) return running;
    const mine = running.value.find((booking) => booking.robotId === robotId && booking.toMs > nowMs);
    if (mine === undefined) return { ok: false, why: 'refused', code: 'not_found', message: '' };
    return this.rest.extend(mine, EXTEND_BY_MIN);
  }

  private show(view: ExtensionView): void {
    this.view = view;
    this.onChange();
  }
}
