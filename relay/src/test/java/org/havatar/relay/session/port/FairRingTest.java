package org.havatar.relay.session.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What waits to be written: bounded, in order, and nobody's records push out another's. */
class FairRingTest {
  private static final int CAPACITY = 100;

  private final FairRing<CommandRecord> ring = new FairRing<>(CAPACITY, CommandRecord::account);

  private void add(String account, int number) {
    ring.add(new CommandRecord("tank-1", number, number, account, 5, "stop", 0, 0, "held", 1));
  }

  private static List<Long> of(String account, List<CommandRecord> all) {
    return all.stream()
        .filter(each -> each.account().equals(account))
        .map(CommandRecord::firstMs)
        .toList();
  }

  @Test
  void anAccountThatFloodsGivesUpItsOwnOldest() {
    for (int i = 0; i < 30; i++) {
      add("ann", i);
    }
    for (int i = 0; i < 50_000; i++) {
      add("ben", i);
    }
    add("cy", 1);
    List<CommandRecord> all = ring.take(CAPACITY);
    assertThat(of("ann", all)).hasSize(30);
    assertThat(of("cy", all)).hasSize(1);
    assertThat(of("ben", all)).hasSize(69).endsWith(49_999L);
    assertThat(ring.dropped()).isEqualTo(30 + 50_000 + 1 - CAPACITY);
    assertThat(ring.take(1)).isEmpty();
  }

  @Test
  void whatIsTakenKeepsTheOrderInWhichItCame() {
    Random random = new Random(1);
    int number = 0;
    long last = -1;
    for (int round = 0; round < 200; round++) {
      for (int i = random.nextInt(60); i > 0; i--) {
        number++;
        add("account-" + random.nextInt(5), number);
      }
      for (CommandRecord each : ring.take(random.nextInt(60))) {
        assertThat(each.firstMs()).isGreaterThan(last);
        last = each.firstMs();
      }
    }
    int left = ring.take(CAPACITY).size();
    assertThat(left).isLessThanOrEqualTo(CAPACITY);
    assertThat(ring.take(1)).isEmpty();
  }

  @Test
  void whatCouldNotBeWrittenIsCountedWithWhatHadToGo() {
    for (int i = 0; i < CAPACITY + 2; i++) {
      add("ann", i);
    }
    assertThat(ring.dropped()).isEqualTo(2);
    ring.lost(4);
    assertThat(ring.dropped()).isEqualTo(6);
    assertThat(of("ann", ring.take(3))).containsExactly(2L, 3L, 4L);
  }
}
