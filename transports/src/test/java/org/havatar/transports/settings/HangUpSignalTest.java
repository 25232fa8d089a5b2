package org.havatar.transports.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HangUpSignalTest {
  private final HangUpSignal hangUp = new HangUpSignal();
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void theProcessLivesOnAndReloads() throws Exception {
    CountDownLatch reloaded = new CountDownLatch(1);
    assertThat(hangUp.install()).isEmpty();
    hangUp.onSignal(reloaded::countDown);
    String self = String.valueOf(ProcessHandle.current().pid());
    assertThat(new ProcessBuilder("kill", "-HUP", self).start().waitFor()).isZero();
    assertThat(reloaded.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aSignalDuringTheStartIsKept() {
    hangUp.arrived();
    hangUp.arrived();
    hangUp.onSignal(runs::incrementAndGet);
    assertThat(runs).hasValue(1);
    hangUp.arrived();
    assertThat(runs).hasValue(2);
  }

  @Test
  void signalsThatComeInARowRunOneByOneAndTheLastIsNotLost() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    hangUp.onSignal(
        () -> {
          runs.incrementAndGet();
          begun.countDown();
          awaitUnchecked(mayEnd);
        });
    Thread first = Thread.ofPlatform().start(hangUp::arrived);
    begun.await();
    Thread second = Thread.ofPlatform().start(hangUp::arrived);
    while (second.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    hangUp.arrived(); // one waits already: returns at once
    assertThat(runs).hasValue(1);
    mayEnd.countDown();
    first.join();
    second.join();
    assertThat(runs).hasValue(2);
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
