import type { Cancel, EpochMs, Passkeys, Timers } from '../../link/ports.ts';
import type { Ask, RestFailure } from '../../link/rest.ts';

/** What every page behind the login works with. */
export interface PagePorts {
  readonly ask: Ask;
  readonly timers: Timers;
  readonly epochMs: EpochMs;
  readonly passkeys: Passkeys | undefined;
  /** In which a person reads and books: the account's zone, else the browser's. */
  readonly zone: () => string;
  /** The account's name, empty as long as it isn't known. */
  readonly me: () => string;
  readonly onChange: () => void;
  /** The login has ended meanwhile. */
  readonly onSignedOut: () => void;
}

/** What every page knows, besides what it is for. */
interface PageKnown {
  /** What came of the last change, or led to the page. */
  readonly notice: unknown;
  /** Why what is shown could not be loaded. */
  readonly problem: RestFailure | undefined;
}

/**
 * A page behind the login: what it knows, one change at a time, and answers that come too late. `Busy`: what it says of the change that is
 * on its way.
 */
export abstract class Page<Known extends PageKnown, Busy = true> {
  protected readonly ports: PagePorts;
  protected known: Known;
  /** Raised when the page is opened or closed, or shows something else: what was asked before is ignored. */
  protected turn = 0;
  /** Raised when somebody signs out: for what is loaded whether this page is open or not. */
  protected person = 0;
  private readonly nothing: Known;
  private readonly closed: Partial<Known>;
  private ongoing: Busy | undefined;
  private cancelLoads: Cancel | undefined;

  /** `nothing`: what is known before the first answer. `closed`: what of that closing the page brings back. */
  protected constructor(ports: PagePorts, nothing: Known, closed: Partial<Known> = nothing) {
    this.ports = ports;
    this.nothing = nothing;
    this.closed = closed;
    this.known = nothing;
  }

  close(): void {
    this.beginTurn();
    this.cancelLoads?.();
    this.cancelLoads = undefined;
    this.known = { ...this.known, ...this.closed };
  }

  /** Somebody else may sign in next. */
  forget(): void {
    this.close();
    this.person += 1;
    this.known = this.nothing;
  }

  protected get busy(): Busy | undefined {
    return this.ongoing;
  }

  protected get loadsAgain(): boolean {
    return this.cancelLoads !== undefined;
  }

  protected beginTurn(): void {
    this.turn += 1;
    this.ongoing = undefined;
  }

  /** Until the page is closed. */
  protected loadEvery(everyMs: number, load: () => Promise<void>): void {
    this.cancelLoads = this.ports.timers.every(everyMs, () => void load());
  }

  /** One change at a time: while another is on its way nothing is asked. */
  protected async busyWith<Answer>(
    busy: Busy,
    ask: () => Promise<Answer>,
    then: (answer: Answer) => void,
  ): Promise<void> {
    if (this.ongoing !== undefined) return;
    const { turn } = this;
    this.ongoing = busy;
    this.known = { ...this.known, notice: undefined };
    this.ports.onChange();
    const answer = await ask();
    if (turn !== this.turn) return;
    this.ongoing = undefined;
    then(answer);
  }

  /** True when the login has ended: there is nobody left to show anything to. */
  protected isDenied(failure: RestFailure | undefined): boolean {
    if (failure?.why !== 'denied') return false;
    this.ports.onSignedOut();
    return true;
  }

  protected show(changes: Partial<Known>): void {
    this.known = { ...this.known, ...changes };
    this.ports.onChange();
  }
}
