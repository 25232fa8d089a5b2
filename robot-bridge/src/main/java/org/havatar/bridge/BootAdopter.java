package org.havatar.bridge;

import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Takes a higher boot number without holding up the event loop: syncing a card takes a while. */
interface BootAdopter {
  /**
   * Persists {@code highest} + 1. Either {@code adopted} hears the number or {@code failed} a
   * sentence, once, on the event loop.
   */
  void adopt(long highest, LongConsumer adopted, Consumer<String> failed);
}
