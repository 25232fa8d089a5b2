package org.havatar.relay.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Accepts every boot number, or answers what it is told; later, when it is told so. */
final class FakeBoots implements Boots {
  Answer answer = new Answer.Accepted();
  boolean isSlow;

  /** While true, it answers as a store does: each robot's number rises with each start. */
  boolean isRemembering;

  private final Map<String, Start> highest = new HashMap<>();

  private record Start(long boot, long startId) {}

  final List<Long> recorded = new ArrayList<>();
  final List<Consumer<Answer>> waiting = new ArrayList<>();

  @Override
  public void record(String robotId, long boot, long startId, Consumer<Answer> then) {
    recorded.add(boot);
    if (isSlow) {
      waiting.add(then);
    } else {
      then.accept(isRemembering ? remembered(robotId, new Start(boot, startId)) : answer);
    }
  }

  private Answer remembered(String robotId, Start asked) {
    Start known = highest.get(robotId);
    if (known != null && asked.boot <= known.boot) {
      return asked.equals(known) ? new Answer.Accepted() : new Answer.Conflict(known.boot);
    }
    highest.put(robotId, asked);
    return new Answer.Accepted();
  }
}
