package org.havatar.relay.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Accepts every boot number, or answers what it is told; later, when it is told so. */
final class FakeBoots implements Boots {
  Answer answer = new Answer.Accepted();
  boolean isSlow;
  final List<Long> recorded = new ArrayList<>();
  final List<Consumer<Answer>> waiting = new ArrayList<>();

  @Override
  public void record(String robotId, long boot, long startId, Consumer<Answer> then) {
    recorded.add(boot);
    if (isSlow) {
      waiting.add(then);
    } else {
      then.accept(answer);
    }
  }
}
