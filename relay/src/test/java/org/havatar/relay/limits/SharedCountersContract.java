package org.havatar.relay.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every implementation of the shared counters does. */
abstract class SharedCountersContract {
  abstract SharedCounters counters();

  /** Lets that much time pass for the counters. */
  abstract void pass(long ms);

  private long add(String key, long amount, long windowMs) {
    Future<Long> value = counters().addAndGet(key, amount, windowMs);
    return value.toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void aCounterAddsUpAndOthersAreApart() {
    assertThat(add("a", 1, 1000)).isEqualTo(1);
    assertThat(add("a", 4, 1000)).isEqualTo(5);
    assertThat(add("a", -2, 1000)).isEqualTo(3);
    assertThat(add("b", 1, 1000)).isEqualTo(1);
  }

  @Test
  void aCounterIsForgottenWhenItsWindowHasPassedSinceItsFirstAddition() {
    add("a", 7, 1000);
    pass(900);
    assertThat(add("a", 1, 1000)).isEqualTo(8);
    pass(100);
    assertThat(add("a", 1, 1000)).isEqualTo(1);
  }
}
