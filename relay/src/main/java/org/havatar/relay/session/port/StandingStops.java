package org.havatar.relay.session.port;

import java.util.Optional;
import java.util.function.Consumer;
import org.havatar.transports.authority.StandingStop;
import org.havatar.transports.authority.StopRecord;

/** Port: remembers durably the stop that stands at an older robot. */
public interface StandingStops {
  /**
   * Calls {@code answer} once, on the session's loop, now or later; empty: the store can't tell
   * now. What was saved before, on any loop of this node, is heeded.
   */
  void find(String robotId, Consumer<Optional<StandingStop>> answer);

  /** Where that robot's stop is kept; it answers on the session's loop. */
  StopRecord of(String robotId);
}
