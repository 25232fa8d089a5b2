package org.havatar.relay.api;

/** Which robots are connected now, to whatever node. Any thread, never blocks. */
public interface Presence {
  boolean online(String robotId);
}
