package org.havatar.relay.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.havatar.relay.session.port.Boots;

/** Accepts every boot number, or answers what it is told; later, when it is told so. */
public final class FakeBoots implements Boots {
  public Answer answer = new Answer.Accepted();
  public boolean isSlow;

  /** While true, it answers as a store does: each robot's number rises with each start. */
  public boolean isRemembering;

  private final Map<String, Start> highest = new HashMap<>();

  private record Start(long boot, long startId) {}

  public final List<Long> recorded = new ArrayList<>();
  public final List<Consumer<Answer>> waiting = new ArrayList<>();

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
