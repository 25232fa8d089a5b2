package org.havatar.relay.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.port.Unavailable;
import org.junit.jupiter.api.Test;

/** When a Redis counts as cut, and when no more. */
class RedisReachTest {
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final RedisTarget TARGET = new RedisTarget("redis://127.0.0.1:6379", null, 300);

  private long nowNs = 7 * MS;
  private RedisReach reach = new RedisReach(TARGET, nowNs);

  private void probe(long ms, boolean answered) {
    for (long i = 0; i < ms; i += RedisChanges.TICK_MS) {
      nowNs += RedisChanges.TICK_MS * MS;
      reach.onProbe(nowNs);
      if (answered) {
        reach.onAnswer(nowNs);
      } else {
        reach.onFailure(new Unavailable("Redis is gone."));
      }
    }
  }

  @Test
  void aSecondWithoutAnswersCutsAndHalfASecondOfThemMendsIt() {
    probe(2000, true);
    probe(750, false);
    assertThat(reach.isCut()).isFalse();
    probe(250, false);
    assertThat(reach.isCut()).isTrue();
    assertThat(reach.refusal())
        .hasMessage(
            "Redis is gone. Try again in a moment: the relay goes on as soon as it answers.");
    probe(500, true);
    assertThat(reach.isCut()).isTrue();
    probe(250, true);
    assertThat(reach.isCut()).isFalse();
  }

  @Test
  void whatComesAndGoesStaysCut() {
    probe(1500, false);
    for (int i = 0; i < 20; i++) {
      probe(500, true);
      probe(250, false);
    }
    assertThat(reach.isCut()).isTrue();
  }

  @Test
  void anAnswerTellsOnceThatItIsBack() {
    probe(1500, false);
    nowNs += 250 * MS;
    assertThat(reach.onAnswer(nowNs)).isFalse();
    nowNs += 500 * MS;
    assertThat(reach.onAnswer(nowNs)).isTrue();
    assertThat(reach.onAnswer(nowNs)).isFalse();
  }

  @Test
  void aNodeThatWasFrozenItselfDoesNotBlameRedis() {
    probe(1000, true);
    nowNs += TimeUnit.SECONDS.toNanos(30);
    reach.onProbe(nowNs);
    assertThat(reach.isCut()).isFalse();
  }

  @Test
  void whoIsPatientWaitsLongerButNotForEver() {
    reach = new RedisReach(new RedisTarget("redis://127.0.0.1:6379", null, 2000), nowNs);
    probe(3750, false);
    assertThat(reach.isCut()).isFalse();
    probe(250, false);
    assertThat(reach.isCut()).isTrue();
    reach = new RedisReach(new RedisTarget("redis://127.0.0.1:6379", null, 60_000), nowNs);
    probe(10_000, false);
    assertThat(reach.isCut()).isTrue();
  }
}
