package org.havatar.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A disk for keys that is slow or fails when it is told to. */
final class FakeKeyStorage implements KeyStorage {
  List<String> disk = List.of();
  @Nullable String fault;
  boolean isSlow;
  int writes;
  private final List<Runnable> waiting = new ArrayList<>();

  @Override
  public void store(List<String> keys, Runnable stored, Consumer<String> failed) {
    Runnable work =
        () -> {
          String why = fault;
          if (why == null) {
            disk = keys;
            writes++;
            stored.run();
          } else {
            failed.accept(why);
          }
        };
    if (isSlow) {
      waiting.add(work);
    } else {
      work.run();
    }
  }

  /** What was waiting is done. */
  void finish() {
    List<Runnable> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(Runnable::run);
  }
}
