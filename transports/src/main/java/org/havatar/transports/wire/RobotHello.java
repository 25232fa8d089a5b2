package org.havatar.transports.wire;

import java.util.List;

/**
 * First message of a robot. {@code boot} ≥ 1 is persisted by it, {@code startId} random per start.
 */
public record RobotHello(
    List<Integer> versions,
    List<String> features,
    String robotId,
    long boot,
    long startId,
    String software)
    implements Event, FromRobot {
  public RobotHello {
    versions = List.copyOf(versions);
    features = List.copyOf(features);
  }
}
