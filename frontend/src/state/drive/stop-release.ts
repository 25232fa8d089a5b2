import type { Cockpit } from '../../control/cockpit.ts';
import type { Refusals } from '../../control/refusals.ts';
import type { RobotKnowledge } from '../../control/robot-knowledge.ts';
import { ShownStop, hasStopLatch, releaseOf } from '../../control/stop-release.ts';
import type { StopSender } from '../../control/stop-sender.ts';
import type { LinkState } from '../../link/link-state.ts';
import type { Clock } from '../../link/ports.ts';
import type { ReleaseStop } from '../../wire/json-messages.ts';
import type { NumberedPair } from '../../wire/numbers.ts';
import type { ReleaseView } from './drive-state.ts';
import type { ReleaseIntents } from './drive-intents.ts';

interface StopReleaseOptions {
  readonly clock: Clock;
  readonly isAttended: () => boolean;
  readonly knowledge: RobotKnowledge;
  readonly cockpit: Cockpit;
  readonly stopSender: StopSender;
  readonly refusals: Refusals;
  readonly channel: { readonly state: LinkState };
  readonly send: (release: ReleaseStop) => void;
  readonly publish: () => void;
}

/** Releases the stop that the person has read. Only the holder may, and not while a stop of this page is still on its way. */
export class StopRelease implements ReleaseIntents {
  private readonly options: StopReleaseOptions;
  private readonly shownStop = new ShownStop();

  constructor(options: StopReleaseOptions) {
    this.options = options;
  }

  /** The robot is sent the number that was shown and no other. */
  release(latch: NumberedPair | undefined): void {
    const { knowledge, cockpit, stopSender, refusals, clock, send, publish } = this.options;
    if (!hasStopLatch(knowledge) || !cockpit.driver.holdsLease || stopSender.isRepeating) return;
    const nowMs = clock.nowMs();
    const wasRead = latch !== undefined && this.shownStop.wasRead(latch, nowMs);
    const release = wasRead ? releaseOf(knowledge, latch) : undefined;
    if (release === undefined) {
      refusals.onRefused('latch_changed', '', nowMs, 'release_stop');
    } else {
      cockpit.touch();
      cockpit.letGo();
      send(release);
    }
    publish();
  }

  shown(latch: NumberedPair | undefined): void {
    const { clock, isAttended } = this.options;
    if (latch !== undefined && isAttended()) this.shownStop.onShown(latch, clock.nowMs());
    else this.shownStop.onUnseen();
  }

  view(nowMs: number): ReleaseView {
    const { knowledge, cockpit, stopSender, channel } = this.options;
    if (!hasStopLatch(knowledge) || !cockpit.driver.holdsLease || channel.state.name !== 'ready')
      return 'none';
    if (stopSender.isRepeating) return 'unconfirmed';
    return this.shownStop.wasRead(knowledge.latch, nowMs) ? 'ready' : 'unread';
  }
}
