import type { RobotKnowledge } from '../control/robot-knowledge.ts';
import { ShownStop, hasStopLatch, releaseOf } from '../control/stop-release.ts';
import type { Clock } from '../link/ports.ts';
import type { ReleaseStop } from '../wire/json-messages.ts';
import type { NumberedPair } from '../wire/numbers.ts';
import type { ReleaseView } from './drive-state.ts';

export interface ReleaseDeskOptions {
  readonly clock: Clock;
  readonly knowledge: RobotKnowledge;
  /** The page is visible and has the focus. */
  readonly isAttended: () => boolean;
  /** The lease is held, and no stop of this page is still on its way. */
  readonly mayRelease: () => boolean;
  /** The lease is held, and a stop of this page is still on its way. */
  readonly isUnconfirmed: () => boolean;
  readonly release: (release: ReleaseStop) => void;
  readonly refuse: (code: string) => void;
}

/** Releases the stop that the person has read, and no other. */
export class ReleaseDesk {
  private readonly options: ReleaseDeskOptions;
  private readonly shown = new ShownStop();

  constructor(options: ReleaseDeskOptions) {
    this.options = options;
  }

  /** The view has rendered that stop latch where the person can see it; undefined: none, or out of sight. */
  onShown(latch: NumberedPair | undefined): void {
    const { clock, isAttended } = this.options;
    if (latch !== undefined && isAttended()) this.shown.onShown(latch, clock.nowMs());
    else this.shown.onUnseen();
  }

  /**
   * Only the holder may, and not while a stop of this page is still on its way. `latch`: the one that was shown where the press began, or
   * undefined when it had not been shown for long enough by then. The robot is sent that number and no other.
   */
  release(latch: NumberedPair | undefined): void {
    const { clock, knowledge, mayRelease, release, refuse } = this.options;
    if (!hasStopLatch(knowledge) || !mayRelease()) return;
    const wasRead = latch !== undefined && this.shown.wasRead(latch, clock.nowMs());
    const wish = wasRead ? releaseOf(knowledge, latch) : undefined;
    if (wish === undefined) refuse('latch_changed');
    else release(wish);
  }

  view(nowMs: number): ReleaseView {
    const { knowledge, mayRelease, isUnconfirmed } = this.options;
    if (!hasStopLatch(knowledge)) return 'none';
    if (isUnconfirmed()) return 'unconfirmed';
    if (!mayRelease()) return 'none';
    return this.shown.wasRead(knowledge.latch, nowMs) ? 'ready' : 'unread';
  }
}
