package org.havatar.relay.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.api.StoreState;
import org.havatar.relay.config.OutageRules;
import org.junit.jupiter.api.Test;

/** How much time counts against rights that nobody can confirm. */
class StoreOutageTest {
  private static final long START_MS = 1_000_000;

  private boolean isCut;
  private boolean areOthersCut = true;
  private long nowMs = START_MS;
  private final StoreOutage outage =
      new StoreOutage(
          () -> isCut, () -> areOthersCut, () -> nowMs, new OutageRules(30_000, 600_000), nowMs);

  /** Time passes, with ticks. */
  private void pass(long ms) {
    for (long i = 0; i < ms; i += StoreOutage.TICK_MS) {
      nowMs += StoreOutage.TICK_MS;
      outage.onTick(nowMs);
    }
  }

  private long exposedMs() {
    return outage.exposedMs(nowMs) - outage.exposedMs(START_MS);
  }

  private void cut() {
    isCut = true;
    outage.onTick(nowMs);
  }

  @Test
  void timeCountsWhileTheStoreCanBeAsked() {
    pass(5000);
    assertThat(exposedMs()).isEqualTo(5000);
    assertThat(outage.isCut()).isFalse();
  }

  @Test
  void timeDoesNotCountWhileNobodyCanAskAndCountsAgainAfterwards() {
    pass(1000);
    long before = outage.exposedMs(nowMs);
    cut();
    pass(60_000);
    assertThat(outage.isCutEverywhere()).isTrue();
    assertThat(outage.exposedMs(nowMs)).isEqualTo(before);
    assertThat(outage.exposedMs(nowMs + 70)).as("between ticks").isEqualTo(before);
    isCut = false;
    outage.onTick(nowMs);
    pass(500);
    assertThat(outage.exposedMs(nowMs)).isEqualTo(before + 500);
  }

  @Test
  void timeCountsWhileSomebodyElseCanAsk() {
    areOthersCut = false;
    long before = outage.exposedMs(nowMs);
    cut();
    pass(10_000);
    assertThat(outage.isCut()).isTrue();
    assertThat(outage.isCutEverywhere()).isFalse();
    assertThat(outage.exposedMs(nowMs)).isEqualTo(before + 10_000);
  }

  @Test
  void aNodeThatWasFrozenMeanwhileKnowsNothingOfThatTime() {
    cut();
    long before = outage.exposedMs(nowMs);
    nowMs += 20_000;
    long exposed = outage.exposedMs(nowMs) - before;
    assertThat(exposed).isEqualTo(20_000 - StoreOutage.TRUSTED_MS);
    outage.onTick(nowMs);
    assertThat(outage.exposedMs(nowMs) - before).as("by the tick nothing").isEqualTo(exposed);
  }

  @Test
  void theStateTellsTheBoundOnRevocation() {
    assertThat(outage.state()).isEqualTo(new StoreState(true, START_MS, 1));
    pass(5000);
    cut();
    assertThat(outage.state()).isEqualTo(new StoreState(false, START_MS + 5000, 600));
    areOthersCut = false;
    pass(100);
    assertThat(outage.state()).isEqualTo(new StoreState(false, START_MS + 5000, 30));
    outage.follow(new OutageRules(0, 0));
    assertThat(outage.state().revocationWithinS()).isEqualTo(7);
  }
}
