package org.havatar.relay.directory;

import java.util.HashMap;
import java.util.Map;

/**
 * Another node as this one knows it. What is not volatile is the {@link Directory}'s, under its
 * lock.
 */
final class Peer {
  final String node;
  final Map<String, Road> roads = new HashMap<>();
  private volatile boolean isSuspect;
  private volatile int version;
  private volatile int loops;
  private volatile boolean isCut;

  Peer(String node) {
    this.node = node;
  }

  boolean isSuspect() {
    return isSuspect;
  }

  void suspect(boolean now) {
    isSuspect = now;
  }

  /** Of what is said to it; the older of its and ours. */
  int version() {
    return version;
  }

  int loops() {
    return loops;
  }

  /** Of the store, by its own word. */
  boolean isCut() {
    return isCut;
  }

  void says(int spoken, int itsLoops, boolean itIsCut) {
    version = spoken;
    loops = itsLoops;
    isCut = itIsCut;
  }
}
