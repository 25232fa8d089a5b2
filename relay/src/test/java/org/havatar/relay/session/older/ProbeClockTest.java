package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.wire.Message;
import org.junit.jupiter.api.Test;

class ProbeClockTest {
  private static final long OPENED_MS = 1000;

  private final List<Long> tokens = new ArrayList<>();
  private final ProbeClock clock = new ProbeClock(new Probes(), new Random(4), OPENED_MS);

  private final class Probes implements Link {
    @Override
    public Offer offer(Message message) {
      throw new AssertionError("it only probes");
    }

    @Override
    public void probe(long token) {
      tokens.add(token);
    }

    @Override
    public void close(CloseCode code) {}

    @Override
    public LinkInfo info() {
      return new LinkInfo("fake", "192.0.2.1", false);
    }
  }

  @Test
  void aPongProvesTheMomentOfItsPingOnceAndInOrder() {
    assertThat(clock.provenMs()).as("the end of the handshake").isEqualTo(OPENED_MS);
    clock.probe(2000);
    clock.probe(2050);
    clock.probe(2100);
    assertThat(clock.onProbed(tokens.get(1), 2200)).isTrue();
    assertThat(clock.provenMs()).isEqualTo(2050);
    assertThat(clock.answered()).isEqualTo(2);
    assertThat(clock.onProbed(tokens.get(1), 2210)).as("repeated").isFalse();
    assertThat(clock.onProbed(tokens.get(0), 2220)).as("overtaken").isFalse();
    assertThat(clock.onProbed(tokens.get(2) + 1, 2230)).as("forged").isFalse();
    assertThat(clock.provenMs()).isEqualTo(2050);
    assertThat(clock.silentMs(2230)).isEqualTo(30);
  }

  @Test
  void itPingsEveryFiftyMillisecondsWhenBusyElseTwiceASecond() {
    for (long nowMs = OPENED_MS; nowMs < OPENED_MS + 1000; nowMs += 10) {
      clock.onTick(false, nowMs);
    }
    assertThat(tokens).hasSize(2);
    for (long nowMs = OPENED_MS + 1000; nowMs < OPENED_MS + 2000; nowMs += 10) {
      clock.onTick(true, nowMs);
    }
    assertThat(tokens).hasSize(22);
  }

  @Test
  void fiveSecondsWithoutAPongAreTheEndUnlessTheSilenceWasOurs() {
    assertThat(clock.isDead(OPENED_MS + 4999)).isFalse();
    assertThat(clock.isDead(OPENED_MS + 5000)).isTrue();
    clock.forgive(OPENED_MS + 5000);
    assertThat(clock.isDead(OPENED_MS + 9999)).isFalse();
  }

  @Test
  void theFirstPingGoesAtOnceWhateverTheClockShows() {
    new ProbeClock(new Probes(), new Random(5), 10).onTick(false, 10);
    assertThat(tokens).hasSize(1);
  }

  @Test
  void ofPingsThatNobodyAnswersTheNewestAreRemembered() {
    for (int i = 1; i <= 130; i++) {
      clock.probe(2000 + i);
    }
    assertThat(clock.onProbed(tokens.get(1), 2200)).as("the second of 130").isFalse();
    assertThat(clock.onProbed(tokens.get(2), 2200)).isTrue();
    assertThat(clock.provenMs()).isEqualTo(2003);
  }
}
