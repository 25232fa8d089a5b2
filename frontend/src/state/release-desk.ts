import type { Cockpit } from '../control/cockpit.ts';
import type { RobotKnowledge } from '../control/robot-knowledge.ts';
import { ShownStop, hasStopLatch, releaseOf } from '../control/stop-release.ts';
import type { StopSender } from '../control/stop-sender.ts';
import type { Clock } from '../link/ports.ts';
import type { ReleaseStop } from '../wire/json-messages.ts';
import type { NumberedPair } from '../wire/numbers.ts';
import type { ReleaseView } from './drive-state.ts';

export interface ReleaseDeskOptions {
  readonly clock: Clock;
  readonly knowledge: RobotKnowledge;
  /** The page is visible and has the focus. */
  readonly isAttended: () => boolean;
  readonly cockpit: Cockpit;
  readonly stopSender: StopSender;
  readonly send: (release: ReleaseStop) => void;
  readonly refuse: (code: string) => void;
  readonly onChange: () => void;
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
    const { clock, knowledge, cockpit, send, refuse, onChange } = this.options;
    if (!hasStopLatch(knowledge) || !this.mayRelease()) return;
    const wasRead = latch !== undefined && this.shown.wasRead(latch, clock.nowMs());
    const release = wasRead ? releaseOf(knowledge, latch) : undefined;
    if (release === undefined) {
      refuse('latch_changed');
    } else {
      cockpit.touch();
      cockpit.letGo();
      send(release);
    }
    onChange();
  }

  view(nowMs: number): ReleaseView {
    const { knowledge, cockpit, stopSender } = this.options;
    if (!hasStopLatch(knowledge) || !cockpit.driver.holdsLease) return 'none';
    if (stopSender.isRepeating) return 'unconfirmed';
    return this.shown.wasRead(knowledge.latch, nowMs) ? 'ready' : 'unread';
  }

  private mayRelease(): boolean {
    const { cockpit, stopSender } = this.options;
    return cockpit.driver.holdsLease && !stopSender.isRepeating;
  }
}
