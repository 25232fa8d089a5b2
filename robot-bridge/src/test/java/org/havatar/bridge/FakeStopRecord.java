package org.havatar.bridge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.havatar.transports.authority.StandingStop;
import org.havatar.transports.authority.StopRecord;

/** A disk that saves at once, or when it is told to, or not at all. */
final class FakeStopRecord implements StopRecord {
  StandingStop content = StandingStop.NONE;
  final List<StandingStop> asked = new ArrayList<>();
  boolean isSlow;
  boolean isFull;
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  @Override
  public void save(StandingStop stop, Runnable saved, Consumer<String> failed) {
    asked.add(stop);
    waiting.add(() -> end(stop, saved, failed));
    if (!isSlow) {
      finish();
    }
  }

  private void end(StandingStop stop, Runnable saved, Consumer<String> failed) {
    if (isFull) {
      failed.accept("no space left on device");
    } else {
      content = stop;
      saved.run();
    }
  }

  /** Ends the save that is under way. */
  void finish() {
    waiting.remove().run();
  }
}
