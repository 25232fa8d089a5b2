package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultBarrierTest {
  private final FakeClock clock = new FakeClock();
  private final FaultBarrier barrier = new FaultBarrier("the duty", clock);
  private final LogCapture log = new LogCapture(FaultBarrier.class);
  private int done;

  @AfterEach
  void stopListening() {
    log.close();
  }

  private static void fail() {
    throw new IllegalStateException("a fault");
  }

  @Test
  void afterAFaultTheDutyIsDoneAtItsNextTurn() {
    barrier.run(FaultBarrierTest::fail);
    barrier.run(() -> done++);
    assertThat(done).isEqualTo(1);
    assertThat(log.messages()).containsExactly("the duty failed (1 times); going on");
  }

  @Test
  void anErrorIsAFaultToo() {
    barrier.run(
        () -> {
          throw new UnsatisfiedLinkError("a library is gone");
        });
    assertThat(log.messages()).hasSize(1);
  }

  @Test
  void aFaultAtEachTurnIsToldOnceASecondWithACount() {
    for (int i = 0; i < FaultBarrier.TELL_AGAIN_MS; i++) {
      barrier.run(FaultBarrierTest::fail);
      clock.advance(1);
    }
    assertThat(log.messages()).hasSize(1);
    barrier.run(FaultBarrierTest::fail);
    assertThat(log.messages()).last().isEqualTo("the duty failed (1000 times); going on");
  }

  @Test
  void theFirstFaultIsToldAtOnceWhateverTheClockReads() {
    for (long nowMs : new long[] {-20_000, 0, 20_000}) {
      new FaultBarrier("duty at " + nowMs, () -> nowMs).run(FaultBarrierTest::fail);
      assertThat(log.messages())
          .last()
          .isEqualTo("duty at " + nowMs + " failed (1 times); going on");
    }
  }
}
