package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final int[] BASES_MS = {100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000};

  @Test
  void waitsDoubleFrom100MillisecondsTo5SecondsSpreadByHalf() {
    for (int seed = 0; seed < 200; seed++) {
      Backoff backoff = new Backoff(new Random(seed), Backoff.UPLINK_LONGEST_MS);
      for (int baseMs : BASES_MS) {
        assertThat(backoff.next()).isBetween(baseMs / 2, baseMs + baseMs / 2);
      }
    }
  }

  @Test
  void theSpreadIsUsedInFull() {
    int[] first =
        IntStream.range(0, 2000)
            .map(seed -> new Backoff(new Random(seed * 7919L), 5000).next())
            .toArray();
    assertThat(IntStream.of(first).min().getAsInt()).isLessThan(55);
    assertThat(IntStream.of(first).max().getAsInt()).isGreaterThan(145);
  }

  @Test
  void aSuccessStartsAnew() {
    Backoff backoff = new Backoff(new Random(1), 5000);
    IntStream.range(0, 9).forEach(i -> backoff.next());
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(150);
  }

  @Test
  void theSerialPortNeverWaitsLong() {
    Backoff backoff = new Backoff(new Random(1), Backoff.SERIAL_LONGEST_MS);
    for (int i = 0; i < 50; i++) {
      assertThat(backoff.next()).isLessThanOrEqualTo(1500);
    }
  }

  @Test
  void theLeastWaitIsHalfTheBaseAndTheLongestOneAndAHalf() {
    Backoff least = new Backoff(new EdgeRandom(false), 400);
    Backoff longest = new Backoff(new EdgeRandom(true), 400);
    for (int baseMs : new int[] {100, 200, 400, 400}) {
      assertThat(least.next()).isEqualTo(baseMs / 2);
      assertThat(longest.next()).isEqualTo(baseMs + baseMs / 2);
    }
  }
}
