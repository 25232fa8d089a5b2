package org.havatar.bridge;

import java.util.List;
import java.util.function.Consumer;

/** Keeps the robot's keys without holding up the event loop: syncing a card takes a while. */
interface KeyStorage {
  /**
   * Puts {@code keys} on disk in place of what was there. Either {@code stored} runs or {@code
   * failed} hears a sentence, once, on the event loop. Calls are done in their order.
   */
  void store(List<String> keys, Runnable stored, Consumer<String> failed);
}
