package org.havatar.transports.wire;

import java.util.List;

/** The robots that the client's account may reach. */
public record Robots(List<Entry> robots) implements Event {
  public Robots {
    robots = List.copyOf(robots);
  }

  /** One robot. */
  public record Entry(String robotId, String name, boolean online) {}
}
