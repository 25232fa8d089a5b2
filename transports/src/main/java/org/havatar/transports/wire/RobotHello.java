package org.havatar.transports.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * First message of a robot.
 *
 * @param boot u32 ≥ 1, persisted by the robot
 * @param startId random per start
 * @param connection u32 ≥ 1, rises with each hello of a start: with the boot number it is the route
 *     epoch, which orders a robot's connections on all nodes; null: the robot doesn't count them
 * @param standby the robot has another connection that is its primary: nobody is sent here before
 *     it promotes this one by a beacon; false when it doesn't count, for it could promote nothing
 */
public record RobotHello(
    List<Integer> versions,
    List<String> features,
    String robotId,
    long boot,
    long startId,
    String software,
    @Nullable Long connection,
    boolean standby)
    implements Event, FromRobot {
  public RobotHello {
    versions = List.copyOf(versions);
    features = List.copyOf(features);
    standby = standby && connection != null;
  }

  /** Of a connection that is the robot's primary. */
  public RobotHello(
      List<Integer> versions,
      List<String> features,
      String robotId,
      long boot,
      long startId,
      String software,
      @Nullable Long connection) {
    this(versions, features, robotId, boot, startId, software, connection, false);
  }

  /** Of a robot that doesn't count its connections. */
  public RobotHello(
      List<Integer> versions,
      List<String> features,
      String robotId,
      long boot,
      long startId,
      String software) {
    this(versions, features, robotId, boot, startId, software, null);
  }
}
