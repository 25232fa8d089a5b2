package org.havatar.relay.session.message;

import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose.Action;

/**
 * How somebody wants the lease of a robot to change, who may want that.
 *
 * @param action what is wanted; HAND_OVER with somebody's consent, given or yet to be asked for
 * @param term the only one in which it is meant; NONE: whatever is current
 * @param name of who wants it, for others
 * @param rank 0 shared, 1 booked, 2 owner, 3 administrator
 * @param durationMs of the lease, for which its holder's right is known to last
 */
public record LeaseWish(Action action, Numbered term, String name, int rank, long durationMs) {
  /** The same, in that term only. */
  public LeaseWish in(Numbered only) {
    return new LeaseWish(action, only, name, rank, durationMs);
  }
}
