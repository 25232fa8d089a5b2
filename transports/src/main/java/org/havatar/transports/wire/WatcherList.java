package org.havatar.transports.wire;

import java.util.List;

/** Who watches a robot, its driver among them. */
public record WatcherList(String robotId, List<Watcher> watchers) implements Event {
  public WatcherList {
    watchers = List.copyOf(watchers);
  }

  /** One client instance. */
  public record Watcher(long holder, String holderName) {}
}
