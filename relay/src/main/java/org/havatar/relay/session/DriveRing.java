package org.havatar.relay.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Keeps the newest events until they are written: bounded, since driving must never wait for a
 * store. What it has to let go it counts. Any thread.
 */
public final class DriveRing implements DriveLog {
  /** Many hand-overs of every robot while a store is away. */
  public static final int CAPACITY = 4096;

  private final int capacity;
  private final Queue<Event> events = new ArrayDeque<>();
  private long dropped;

  public DriveRing(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public synchronized void add(Event event) {
    if (events.size() == capacity) {
      events.remove();
      dropped++;
    }
    events.add(event);
  }

  /** Takes out the oldest, at most so many. */
  public synchronized List<Event> take(int most) {
    List<Event> taken = new ArrayList<>();
    while (taken.size() < most && !events.isEmpty()) {
      taken.add(events.remove());
    }
    return taken;
  }

  /** What was taken was not written, and won't be. */
  public synchronized void lost(int count) {
    dropped += count;
  }

  /** How many events were lost since the start. */
  public synchronized long dropped() {
    return dropped;
  }
}
