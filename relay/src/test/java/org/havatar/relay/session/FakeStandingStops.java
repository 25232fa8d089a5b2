package org.havatar.relay.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.havatar.relay.session.port.StandingStops;
import org.havatar.transports.authority.StandingStop;
import org.havatar.transports.authority.StopRecord;

/** A store in memory that answers at once, or when it is told to, or can't. */
public final class FakeStandingStops implements StandingStops {
  public final Map<String, StandingStop> kept = new HashMap<>();
  public final List<StandingStop> asked = new ArrayList<>();

  /** So often it was asked what stands. */
  public int finds;

  public boolean isSlow;
  public boolean isFull;
  public boolean isUnreadable;
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  public StandingStop of() {
    return kept.getOrDefault(SimulatedNode.ROBOT, StandingStop.NONE);
  }

  @Override
  public void find(String robotId, Consumer<Optional<StandingStop>> answer) {
    finds++;
    later(
        () ->
            answer.accept(
                isUnreadable
                    ? Optional.empty()
                    : Optional.of(kept.getOrDefault(robotId, StandingStop.NONE))));
  }

  @Override
  public StopRecord of(String robotId) {
    return (stop, saved, failed) -> {
      asked.add(stop);
      later(
          () -> {
            if (isFull) {
              failed.accept("no space left on device");
            } else {
              kept.put(robotId, stop);
              saved.run();
            }
          });
    };
  }

  private void later(Runnable task) {
    waiting.add(task);
    if (!isSlow) {
      finishAll();
    }
  }

  /** Answers what waits, in its order, and what that causes. */
  public void finishAll() {
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
  }
}
