package org.havatar.transports.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The node's answer to hello. {@code holder}: the client instance's tag, null to a robot. */
public record Welcome(
    int version, List<String> features, String node, String session, @Nullable Long holder)
    implements Event, ForRobot {
  public Welcome {
    features = List.copyOf(features);
  }
}
