package org.havatar.relay.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.havatar.relay.session.connection.Alarm;
import org.jspecify.annotations.Nullable;

/**
 * Which of a loop's sessions get a tick: those to which something happened since the last one, and
 * those that have something to do by now. The others cost nothing, however many they are.
 *
 * @param <S> kind of session
 */
final class TickSchedule<S> {
  /** A session whose wake-up was forgotten is late by no more than this. */
  static final long LONGEST_MS = 500;

  private static final long UNPLANNED = Long.MAX_VALUE;

  /** What the schedule asks of a session. */
  interface Work<S> {
    /**
     * Does what is to be done now. Never throws: the others would miss their tick, and all later
     * ones.
     *
     * @return when it has something to do next; {@link Alarm#NEVER}: it has ended
     */
    long tick(S session);
  }

  private final class Entry implements Alarm {
    private @Nullable S session;
    private boolean isAwake;
    private long plannedMs = UNPLANNED;

    @Override
    public void wake() {
      if (!isAwake) {
        isAwake = true;
        awake.add(this);
      }
    }

    @Override
    public long nowMs() {
      return clock.getAsLong();
    }
  }

  /** Void when its entry is planned for another time meanwhile. */
  private record Plan<E>(E entry, long dueMs) {}

  private final LongSupplier clock;
  private final PriorityQueue<Plan<Entry>> plans =
      new PriorityQueue<>(Comparator.comparingLong(Plan::dueMs));
  private List<Entry> awake = new ArrayList<>();
  private List<Entry> spare = new ArrayList<>();

  /**
   * Of nobody yet.
   *
   * @param clock when the loop's present turn began
   */
  TickSchedule(LongSupplier clock) {
    this.clock = clock;
  }

  /** Makes a session that has an alarm of this schedule; it gets the next tick. */
  S add(Function<Alarm, S> made) {
    Entry entry = new Entry();
    S session = made.apply(entry);
    entry.session = session;
    entry.wake();
    return session;
  }

  void onTick(long nowMs, Work<S> work) {
    wakeDue(nowMs);
    List<Entry> these = awake;
    awake = spare;
    spare = these;
    for (Entry entry : these) {
      entry.isAwake = false; // what happens from now on gets the next tick
      S session = entry.session;
      if (session != null) {
        plan(entry, work.tick(session), nowMs);
      }
    }
    these.clear();
  }

  private void wakeDue(long nowMs) {
    for (Plan<Entry> next = plans.peek();
        next != null && next.dueMs <= nowMs;
        next = plans.peek()) {
      plans.remove();
      if (next.entry.plannedMs == next.dueMs) {
        next.entry.plannedMs = UNPLANNED;
        next.entry.wake();
      }
    }
  }

  private void plan(Entry entry, long dueMs, long nowMs) {
    if (dueMs == Alarm.NEVER) {
      entry.plannedMs = UNPLANNED;
    } else if (dueMs <= nowMs) {
      entry.wake();
    } else {
      long atMs = Math.min(dueMs, nowMs + LONGEST_MS);
      if (atMs < entry.plannedMs) { // a plan that is too early costs a look
        entry.plannedMs = atMs;
        plans.add(new Plan<>(entry, atMs));
      }
    }
  }
}
