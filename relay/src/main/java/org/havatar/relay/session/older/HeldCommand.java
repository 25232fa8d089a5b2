package org.havatar.relay.session.older;

import org.havatar.transports.wire.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * The newest command of an older client, while it is held.
 *
 * @param answer what it is still to be told
 * @param sampledMs it was sent after this moment of the node's clock
 */
record HeldCommand(
    Answers.Open answer, int leftPermille, int rightPermille, long sampledMs, long arrivedMs) {
  boolean isNeutral() {
    return leftPermille == 0 && rightPermille == 0;
  }

  /** Its own echo, however long it is held. */
  @Nullable Stamp echo(RobotStamps stamps) {
    return stamps.at(sampledMs);
  }
}
