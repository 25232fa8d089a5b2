package org.havatar.relay.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.havatar.relay.access.Answers;
import org.junit.jupiter.api.Test;

final class MemoryEphemeraTest {
  private static final long MS = 1_000_000;
  private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - 5 * MS); // wraps
  private final MemoryEphemera ephemera = new MemoryEphemera(nowNs::get);

  @Test
  void aThingIsThereOneNanosecondBeforeItsEndAndGoneAtIt() {
    Answers.of(ephemera.put("a", "x", 10));
    Answers.of(ephemera.put("b", "x", 10));
    nowNs.addAndGet(10 * MS - 1);
    assertThat(Answers.of(ephemera.take("a"))).contains("x");
    nowNs.addAndGet(1);
    assertThat(Answers.of(ephemera.take("b"))).isEmpty();
  }

  @Test
  void aCounterEndsAWindowAfterItsFirstAdditionNotItsLast() {
    Answers.of(ephemera.addAndGet("c", 1, 10));
    nowNs.addAndGet(9 * MS);
    assertThat(Answers.of(ephemera.addAndGet("c", 1, 10))).isEqualTo(2);
    nowNs.addAndGet(MS);
    assertThat(Answers.of(ephemera.addAndGet("c", 1, 10))).isEqualTo(1);
  }

  @Test
  void itIsBoundedAndTheOldestGo() {
    for (int i = 0; i < MemoryEphemera.MOST + 10; i++) {
      Answers.of(ephemera.put("k" + i, "x", 60_000));
    }
    assertThat(ephemera.size()).isEqualTo(MemoryEphemera.MOST);
    assertThat(Answers.of(ephemera.take("k9"))).isEmpty();
    assertThat(Answers.of(ephemera.take("k10"))).contains("x");
  }

  @Test
  void whatIsOverDoesNotPileUp() {
    for (int i = 0; i < 1000; i++) {
      Answers.of(ephemera.put("k" + i, "x", 1));
      nowNs.addAndGet(MS);
    }
    assertThat(ephemera.size()).isLessThan(3);
  }
}
