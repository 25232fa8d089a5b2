package org.havatar.ops.kit;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** Waiting, with a deadline or for the time that a fault lasts. */
public final class Wait {
  private Wait() {}

  /** Until the condition holds; fails after {@code within}. */
  public static void until(String what, Duration within, BooleanSupplier condition) {
    Awaitility.await(what)
        .atMost(within)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(condition::getAsBoolean);
  }

  /** The time that a fault lasts; nothing can be polled for in it. */
  public static void during(Duration time) {
    Awaitility.await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
  }
}
