package org.havatar.relay.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LimitsTest {
  private static final Rate WIDE = new Rate(1000, 1000);
  private static final String ADDRESS = "203.0.113.1";

  /** What the shared counters will say; null: as many as asked for. */
  private final List<Future<Long>> counts = new ArrayList<>();

  private final List<String> asked = new ArrayList<>();
  private final List<String> observed = new ArrayList<>();
  private final LimitMeasures measures =
      new LimitMeasures() {
        @Override
        public void refused(Limit limit) {
          observed.add("refused " + limit.label());
        }

        @Override
        public void unshared(Limit limit) {
          observed.add("unshared " + limit.label());
        }
      };
  private long nowMs = 1_000_000;
  private final Limits limits = limits(false);

  private Limits limits(boolean exemptLoopback) {
    LimitOptions options =
        new LimitOptions(
            new Rate(10, 20),
            new Rate(10, 50),
            WIDE,
            new Rate(5, 10),
            2,
            new ConnectionOptions(new Rate(50, 250), 240, new Rate(100, 1000)),
            LimitOptions.ROBOTS,
            exemptLoopback);
    return new Limits(options, this::count, measures, () -> nowMs);
  }

  private Future<Long> count(String key, long amount, long windowMs) {
    asked.add(key + " +" + amount + " in " + windowMs);
    return counts.isEmpty() ? Future.succeededFuture(1L) : counts.remove(0);
  }

  private static int takeAll(Limits from, Limit limit, String address) {
    int taken = 0;
    while (from.takeByAddress(limit, address).result() == 0) {
      taken++;
    }
    return taken;
  }

  @Test
  void eachKindHasItsOwnBurst() {
    assertThat(takeAll(limits, Limit.API, ADDRESS)).isEqualTo(20);
    assertThat(takeAll(limits, Limit.COMMANDS, ADDRESS)).isEqualTo(50);
    assertThat(takeAll(limits, Limit.NEW_SOCKETS, ADDRESS)).isEqualTo(10);
    assertThat(observed).containsExactly("refused api", "refused commands", "refused new_sockets");
    assertThat(limits.takeByAddress(Limit.NEW_SOCKETS, ADDRESS).result()).isEqualTo(200);
  }

  @Test
  void anAccountIsCountedWhereverItAsksFromAndApartFromAddresses() {
    takeAll(limits, Limit.API, ADDRESS);
    for (int i = 0; i < 20; i++) {
      assertThat(limits.takeByAccount(Limit.ACCOUNT, "ana", ADDRESS).result()).isZero();
    }
    assertThat(limits.takeByAccount(Limit.ACCOUNT, "ana", ADDRESS).result()).isEqualTo(100);
    assertThat(limits.takeByAccount(Limit.ACCOUNT, "ben", ADDRESS).result()).isZero();
  }

  @Test
  void otherFiguresHoldFromTheNextRequestOn() {
    takeAll(limits, Limit.API, ADDRESS);
    limits.follow(UsualLimits.of(WIDE, WIDE, WIDE, WIDE, 1, false));
    nowMs += 10;
    assertThat(takeAll(limits, Limit.API, ADDRESS)).isEqualTo(10);
    assertThat(limits.openSocket(ADDRESS)).isPresent();
    assertThat(limits.openSocket(ADDRESS)).isEmpty();
  }

  @Test
  void thisMachineIsExemptByConfigurationOnly() {
    assertThat(takeAll(limits, Limit.API, "127.0.0.1")).isEqualTo(20);
    Limits lenient = limits(true);
    for (String own : List.of("127.0.0.1", "::1", "::ffff:127.0.0.1")) {
      for (int i = 0; i < 100; i++) {
        assertThat(lenient.takeByAddress(Limit.API, own).result()).isZero();
        assertThat(lenient.takeByAccount(Limit.ACCOUNT, "ana", own).result()).isZero();
        assertThat(lenient.openSocket(own)).isPresent();
        assertThat(lenient.openConnection(own)).isPresent();
        assertThat(lenient.takePageBytes(own, 1 << 20)).isZero();
      }
    }
    assertThat(takeAll(lenient, Limit.API, "unknown")).isEqualTo(20);
  }

  @Test
  void soManySocketsAreOpenAtOnceAndAClosedOneMakesRoomOnce() {
    Optional<Runnable> first = limits.openSocket(ADDRESS);
    limits.openSocket(ADDRESS);
    assertThat(limits.openSocket(ADDRESS)).isEmpty();
    assertThat(limits.openSocket("203.0.113.2")).isPresent();
    first.orElseThrow().run();
    first.orElseThrow().run();
    assertThat(limits.openSocket(ADDRESS)).isPresent();
    assertThat(limits.openSocket(ADDRESS)).isEmpty();
    assertThat(observed).containsExactly("refused open_sockets", "refused open_sockets");
  }

  @Test
  void twoHundredRobotsBehindOneAddressAreBackAtOnceAndAFloodIsNot() {
    List<Runnable> open = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      open.add(limits.openConnection(ADDRESS).orElseThrow());
    }
    for (int i = 0; i < 1000; i++) {
      limits.openConnection(ADDRESS).ifPresent(open::add);
    }
    assertThat(open).hasSize(240);
    assertThat(observed).contains("refused open_connections", "refused connections");
    assertThat(limits.openConnection("203.0.113.2")).isPresent();
    open.forEach(Runnable::run);
    nowMs += 1000;
    open.clear();
    for (int i = 0; i < 1000; i++) {
      limits.openConnection(ADDRESS).ifPresent(open::add);
    }
    assertThat(open).hasSize(50);
    assertThat(asked).isEmpty();
  }

  @Test
  void bytesOfThePageAreCountedForAnAddressAndALargeFileComesAfterAQuietTime() {
    assertThat(limits.takePageBytes(ADDRESS, 600 * 1024)).isZero();
    assertThat(limits.takePageBytes(ADDRESS, 600 * 1024)).isEqualTo(2000);
    assertThat(limits.takePageBytes("203.0.113.2", 600 * 1024)).isZero();
    nowMs += 2000;
    assertThat(limits.takePageBytes(ADDRESS, 600 * 1024)).isZero();
    assertThat(limits.takePageBytes(ADDRESS, 5000 * 1024)).isPositive();
    nowMs += 10_000;
    assertThat(limits.takePageBytes(ADDRESS, 5000 * 1024)).isZero();
    assertThat(observed).containsExactly("refused page_kb", "refused page_kb");
  }

  @Test
  void allNodesTogetherLetThroughWhatOneMay() {
    counts.add(Future.succeededFuture(40L));
    assertThat(limits.takeByAddress(Limit.API, ADDRESS).result()).isZero();
    counts.add(Future.succeededFuture(41L));
    assertThat(limits.takeByAddress(Limit.API, ADDRESS).result()).isEqualTo(2000);
    assertThat(asked).containsOnly("api address cb007101 +1 in 2000");
    assertThat(observed).containsExactly("refused api");
  }

  @Test
  void whatTheOwnBucketRefusesIsNotCountedTogether() {
    takeAll(limits, Limit.API, ADDRESS);
    asked.clear();
    limits.takeByAddress(Limit.API, ADDRESS);
    assertThat(asked).isEmpty();
  }

  @Test
  void whenTheSharedCountersFailTheOwnBucketDecidesAndItIsCounted() {
    counts.add(Future.failedFuture("gone"));
    assertThat(limits.takeByAddress(Limit.API, ADDRESS).result()).isZero();
    assertThat(observed).containsExactly("unshared api");
    assertThat(takeAll(limits, Limit.API, ADDRESS)).isEqualTo(19);
  }

  @Test
  void sharedCountersThatHangAreWaitedForABoundedTime() throws Exception {
    counts.add(Promise.<Long>promise().future());
    Future<Long> answer = limits.takeByAddress(Limit.API, ADDRESS);
    assertThat(
            answer
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, java.util.concurrent.TimeUnit.SECONDS))
        .isZero();
    assertThat(observed).containsExactly("unshared api");
  }
}
