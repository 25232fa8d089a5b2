package org.havatar.relay.directory;

import org.jspecify.annotations.Nullable;

/** A route as this node may use it; read by every loop without a lock. */
final class Road {
  final Route route;

  /** The other node that has it; null: this one. */
  private final @Nullable Peer peer;

  private volatile boolean isDeaf;

  Road(Route route, @Nullable Peer peer) {
    this.route = route;
    this.peer = peer;
  }

  boolean isOwn() {
    return peer == null;
  }

  /** Nothing has been heard over it for longer than a robot that hears us would be silent. */
  void deaf(boolean now) {
    isDeaf = now;
  }

  /** False while something new had better not be sent over it. */
  boolean isOpen() {
    return !isDeaf && (peer == null || !peer.isSuspect());
  }

  /** The first that may lead; one of our own that hears nothing is better than none. */
  static @Nullable String leading(Road[] roads) {
    Road own = null;
    for (Road each : roads) {
      if (each.isOpen()) {
        return each.route.address();
      }
      if (each.isOwn()) {
        own = each;
      }
    }
    return own == null ? null : own.route.address();
  }

  /** Our own as long as it hears the robot: no other node is needed then. */
  static @Nullable String nearest(Road[] roads) {
    for (Road each : roads) {
      if (each.isOwn() && each.isOpen()) {
        return each.route.address();
      }
    }
    return leading(roads);
  }
}
