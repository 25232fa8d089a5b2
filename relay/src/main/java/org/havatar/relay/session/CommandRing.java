package org.havatar.relay.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Keeps the newest records until they are written: a bounded ring, since driving must never wait
 * for a disk. What it has to let go it counts. Any thread.
 */
public final class CommandRing implements CommandLog {
  /** Minutes of a hundred drivers, a few megabytes. */
  public static final int CAPACITY = 16_384;

  private final int capacity;
  private final Queue<CommandRecord> records = new ArrayDeque<>();
  private long dropped;

  public CommandRing(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public synchronized void add(CommandRecord record) {
    if (records.size() == capacity) {
      records.remove();
      dropped++;
    }
    records.add(record);
  }

  /** Takes out the oldest, at most so many. */
  public synchronized List<CommandRecord> take(int most) {
    List<CommandRecord> taken = new ArrayList<>(Math.min(most, records.size()));
    while (taken.size() < most && !records.isEmpty()) {
      taken.add(records.remove());
    }
    return taken;
  }

  /** What was taken could not be written. */
  public synchronized void lost(int count) {
    dropped += count;
  }

  /** How many records were lost since the start. */
  public synchronized long dropped() {
    return dropped;
  }
}
