package org.havatar.relay.session.port;

import java.util.function.Consumer;

/** Port: remembers durably the highest boot number of each robot. */
public interface Boots {
  /** What became of a boot number. */
  sealed interface Answer {
    record Accepted() implements Answer {}

    /** A higher one, or this one from another start, was seen. */
    record Conflict(long highest) implements Answer {}

    /** The store can't tell now; the robot must try again. */
    record Unavailable() implements Answer {}
  }

  /** Calls {@code answer} once, on the session's loop, now or later. */
  void record(String robotId, long boot, long startId, Consumer<Answer> answer);
}
