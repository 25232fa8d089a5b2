package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.havatar.ops.judge.BoardLog.Setpoint;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.OpenScene;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.TestDriver;
import org.havatar.ops.kit.Wait;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who sees late drives slowly (PROTOCOL.md §7, governor), up to the motors. */
final class GovernorTest {
  private static final Duration EACH_WAY = Duration.ofMillis(200);

  /** A beacon and a setpoint wait up to 20 ms each for their turn; the rest is this machine's. */
  private static final int SAMPLING_MS = 120;

  private static final int LONG_TTL_MS = 800;
  private static final int FULL = 1000;
  private static final int WITHIN_MS = 1000;
  private static final int FULL_UP_TO_MS = 150;
  private static final int ZERO_FROM_MS = 800;
  private static final Duration SETTLED = Duration.ofMillis(2500);
  private static final Duration FULL_AGAIN_WITHIN = Duration.ofMillis(1300);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<Ack> acks = new ArrayList<>();
  @RegisterExtension private final OpenScene opened = OpenScene.forEachTest();
  private Scene scene;
  private TestDriver driver;

  @BeforeEach
  void open() {
    scene = opened.get();
    driver = scene.newDriver(Accounts.USER, new SplittableRandom(5), this::hear);
    driver.timeToLive(LONG_TTL_MS);
    driver.connect(scene.api(scene.clientHop()));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private void hear(Message message, long atNs) {
    if (message instanceof Ack ack) {
      synchronized (acks) {
        acks.add(ack);
      }
    }
  }

  @Test
  void theCapFallsWithTheLoopAgeAndRisesAgain() {
    driver.takeWheel();
    driver.hold(FULL, FULL);
    Wait.until("full speed", PATIENCE, () -> scene.boardLog().output().leftPermille() == FULL);
    assertThat(beacon().has(Beacon.GOVERNED)).isFalse();
    assertThat(beacon().capPermille()).isEqualTo(FULL);

    scene.clientHop().delay(EACH_WAY);
    Wait.during(SETTLED);
    Beacon governed = beacon();
    int leastMs = (int) EACH_WAY.multipliedBy(2).toMillis();
    assertThat(governed.loopAgeMs()).isBetween(leastMs, leastMs + SAMPLING_MS);
    assertThat(governed.has(Beacon.GOVERNED)).isTrue();
    assertThat(governed.capPermille()).isBetween(capOf(leastMs + SAMPLING_MS), capOf(leastMs));
    int output = scene.boardLog().output().leftPermille();
    assertThat(output).isBetween(capOf(leastMs + SAMPLING_MS), capOf(leastMs));

    long fromNs = System.nanoTime();
    scene.clientHop().delay(Duration.ZERO);
    Wait.until("the full cap", PATIENCE, () -> beacon().capPermille() == FULL);
    long tookNs = System.nanoTime() - fromNs;
    assertThat(beacon().has(Beacon.GOVERNED)).isFalse();
    Wait.until("full speed", PATIENCE, () -> scene.boardLog().output().leftPermille() == FULL);
    System.out.printf(
        "governor: loop age %d ms, cap %d permille; full cap again after %.0f ms%n",
        governed.loopAgeMs(), governed.capPermille(), tookNs / 1e6);
    assertThat(tookNs).isLessThanOrEqualTo(FULL_AGAIN_WITHIN.toNanos());
    assertCapsFollowTheRule();
    assertThat(scene.wronglyExecuted()).isEmpty();
  }

  private Beacon beacon() {
    Beacon beacon = driver.view().beacon();
    if (beacon == null) {
      throw new IllegalStateException("no beacon");
    }
    return beacon;
  }

  /** Every acknowledgement whose last second was heard in full, against the rule's own words. */
  private void assertCapsFollowTheRule() {
    List<Ack> heard;
    synchronized (acks) {
      heard = acks.stream().filter(GovernorTest::isCounted).toList();
    }
    List<Setpoint> executed = scene.boardLog().since(Long.MIN_VALUE / 2, Setpoint.class);
    int judged = 0;
    int below = 0;
    int first = 0;
    for (int i = 1; i < heard.size(); i++) {
      if (!follows(heard.get(i - 1), heard.get(i))) {
        first = i;
      }
      int from = i;
      while (from > first
          && heard.get(i).stamp().ageMsOf(heard.get(from - 1).stamp()) <= WITHIN_MS) {
        from--;
      }
      if (from == first && first > 0) {
        continue; // what was missed may count
      }
      Ack ack = heard.get(i);
      int cap = capOf(percentile90(heard.subList(from, i + 1)));
      assertThat(ack.capPermille()).as("cap of %s", ack).isEqualTo(cap);
      judged++;
      below += cap < FULL ? 1 : 0;
      Setpoint setpoint = executedOf(executed, ack);
      if (setpoint != null && ack.reason() == Reason.ACCEPTED) {
        assertThat(setpoint.leftPermille()).isEqualTo(ack.leftPermille()).isLessThanOrEqualTo(cap);
      }
    }
    System.out.printf("governor: %d caps held against the rule, %d below full%n", judged, below);
    assertThat(below).as("caps below full that could be judged").isGreaterThan(50);
  }

  /** From the robot itself, of a setpoint that passed term and sequence. */
  private static boolean isCounted(Ack ack) {
    return switch (ack.reason()) {
      case ACCEPTED, LATCHED_STOP, LATCHED_FAILSAFE, BOARD_SILENT -> true;
      case STALE -> ack.stamp().millis() != 0;
      default -> false;
    };
  }

  private static boolean follows(Ack before, Ack ack) {
    return ack.term().equals(before.term()) && ack.sequence().equals(before.sequence().next());
  }

  private static @Nullable Setpoint executedOf(List<Setpoint> executed, Ack ack) {
    return executed.stream()
        .filter(s -> s.term().equals(ack.term()) && s.sequence().equals(ack.sequence()))
        .findAny()
        .orElse(null);
  }

  private static int percentile90(List<Ack> window) {
    List<Integer> ages = window.stream().map(Ack::ageMs).sorted().toList();
    return ages.get((int) Math.ceil(0.9 * ages.size()) - 1);
  }

  private static int capOf(int loopAgeMs) {
    if (loopAgeMs <= FULL_UP_TO_MS) {
      return FULL;
    }
    return FULL * Math.max(0, ZERO_FROM_MS - loopAgeMs) / (ZERO_FROM_MS - FULL_UP_TO_MS);
  }
}
