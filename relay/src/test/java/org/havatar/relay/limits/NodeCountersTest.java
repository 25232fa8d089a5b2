package org.havatar.relay.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NodeCountersTest extends SharedCountersContract {
  private long nowMs = 1_000_000;
  private final NodeCounters counters = new NodeCounters(() -> nowMs);

  @Override
  SharedCounters counters() {
    return counters;
  }

  @Override
  void pass(long ms) {
    nowMs += ms;
  }

  @Test
  void beyondTheBoundTheOneGoesThatWasUsedLongestAgo() {
    counters.addAndGet("a", 1, 1000);
    counters.addAndGet("b", 1, 1000);
    for (int i = 0; i < NodeCounters.MAX_COUNTERS - 2; i++) {
      counters.addAndGet("other " + i, 1, 1000);
    }
    assertThat(counters.addAndGet("a", 1, 1000).result()).isEqualTo(2);
    counters.addAndGet("one more", 1, 1000);
    assertThat(counters.addAndGet("a", 1, 1000).result()).isEqualTo(3);
    assertThat(counters.addAndGet("b", 1, 1000).result()).isEqualTo(1);
  }
}
