package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.session.connection.ClockLeaps;
import org.junit.jupiter.api.Test;

class LeapWatchTest {
  private final ClockLeaps leaps = new ClockLeaps();
  private final List<String> told = new ArrayList<>();
  private long nowMs = 1000;
  private long epochMs = 1_800_000_000_000L;
  private final LeapWatch watch = new LeapWatch(() -> epochMs, leaps, new Told(), nowMs);

  private final class Told implements LeapWatch.Listener {
    @Override
    public void onRobotsAhead(long byMs) {
      told.add("robots " + byMs);
    }

    @Override
    public void onWallJump(long byMs) {
      told.add("wall " + byMs);
    }
  }

  private void pass(long ms) {
    nowMs += ms;
    epochMs += ms;
  }

  private void look() {
    watch.look(nowMs);
  }

  @Test
  void aFrozenProcessIsNoLeapForBothClocksWentOn() {
    pass(3000);
    look();
    assertThat(told).isEmpty();
  }

  @Test
  void aWallClockThatIsSlewedIsNoLeap() {
    for (int i = 0; i < 1000; i++) {
      pass(10);
      epochMs++;
      look();
    }
    epochMs += LeapWatch.LEAP_MS;
    look();
    assertThat(told).isEmpty();
  }

  @Test
  void aWallClockThatJumpsEitherWayIsOneAndIsToldOnce() {
    epochMs += 101;
    look();
    look();
    pass(LeapWatch.SAME_WITHIN_MS + 1);
    epochMs -= 101;
    look();
    look();
    assertThat(told).containsExactly("wall 101", "wall 0");
  }

  @Test
  void whatAnotherLoopNoticedIsToldOnce() {
    leaps.report(3000);
    look();
    look();
    assertThat(told).containsExactly("robots 3000");
  }

  @Test
  void twoWitnessesOfOneLeapDoNotAddUp() {
    leaps.report(2990);
    look();
    pass(5000);
    epochMs += 3000;
    look();
    assertThat(told).containsExactly("robots 2990", "wall 10");
    pass(LeapWatch.SAME_WITHIN_MS + 1);
    epochMs += 3000;
    look();
    assertThat(told).endsWith("wall 3000");
  }

  @Test
  void twoLeapsOfOneWitnessDo() {
    leaps.report(3000);
    look();
    leaps.report(500);
    look();
    assertThat(told).containsExactly("robots 3000", "robots 500");
  }

  @Test
  void whatWasNoticedBeforeThisLoopBeganIsNotTold() {
    leaps.report(3000);
    new LeapWatch(() -> epochMs, leaps, new Told(), nowMs).look(nowMs);
    assertThat(told).isEmpty();
  }

  @Test
  void theSecondWitnessOfALeapMayComeTenSecondsLaterWhateverWentBefore() {
    pass(3_600_000);
    leaps.report(3000);
    look();
    pass(LeapWatch.SAME_WITHIN_MS);
    epochMs += 3000;
    look();
    assertThat(told).containsExactly("robots 3000", "wall 0");
  }

  @Test
  void whatAWitnessShowsLaterIsAnotherLeap() {
    leaps.report(5000);
    look();
    pass(LeapWatch.SAME_WITHIN_MS + 1);
    epochMs += 3000;
    look();
    assertThat(told).containsExactly("robots 5000", "wall 3000");
  }

  @Test
  void thatTheWallClockWitnessedTheLeapBeforeMakesTheNextNoShorter() {
    epochMs += 5000;
    look();
    pass(LeapWatch.SAME_WITHIN_MS + 1);
    leaps.report(3000);
    look();
    assertThat(told).containsExactly("wall 5000", "robots 3000");
  }

  @Test
  void aWallClockThatWasSetBackMakesTheNextLeapNoShorter() {
    epochMs -= 101;
    look();
    pass(1000);
    epochMs += 3000;
    look();
    assertThat(told).containsExactly("wall 0", "wall 3000");
  }
}
