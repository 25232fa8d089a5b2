package org.havatar.relay.session.port;

import org.havatar.transports.wire.RobotHello;
import org.jspecify.annotations.Nullable;

/** Port: which connection speaks for a robot on this node; safe from every loop. */
public interface RobotRegistry {
  /** How long after its last answer a device counts as live. */
  long LIVE_FOR_MS = 3000;

  /** Feature in the hello of an older robot's adapter: such robots replace each other. */
  String OLDER = "older";

  /** True when another live device has this robot id. */
  boolean isTaken(RobotHello hello, long nowMs);

  /**
   * Registers a connection and tells the node that the robot is online. A connection of the same
   * start, an older robot's by another older robot, or one that no longer answers, is evicted.
   *
   * @param evict to be run on the session's own loop when a newer connection takes its place
   * @return null when another live device has this robot id, or a newer connection of the robot was
   *     there before this one
   */
  @Nullable Registration claim(RobotHello hello, long nowMs, Runnable evict);

  /** A connection that speaks for its robot until it is released or evicted. */
  interface Registration {
    /** The robot has answered a ping. */
    void answered(long nowMs);

    /** Whether the robot is heard over this connection: else others had better be used. */
    void hears(boolean isHearing);

    /** The robot says that this connection leads, under that number of its own. */
    void leads(long boot, long routeCounter);

    /** The connection is gone. Never touches a newer one. */
    void release();
  }
}
