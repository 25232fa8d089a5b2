package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.havatar.transports.wire.Stamp;
import org.junit.jupiter.api.Test;

class RobotStampsTest {
  private final RobotStamps stamps = new RobotStamps();

  @Test
  void aMomentIsReckonedFromTheNewestStampBothWaysLessTwoMilliseconds() {
    stamps.onStamp(new Stamp(-10), 1000);
    assertThat(stamps.at(1000)).isEqualTo(new Stamp(-12));
    assertThat(stamps.at(1050)).isEqualTo(new Stamp(38));
    assertThat(stamps.at(900)).isEqualTo(new Stamp(-112));
    stamps.onStamp(new Stamp(-20), 1040); // overtaken by a newer one
    assertThat(stamps.at(1050)).isEqualTo(new Stamp(38));
  }

  @Test
  void nothingIsReckonedFurtherThanThreeSeconds() {
    assertThat(stamps.at(0)).isNull();
    stamps.onStamp(new Stamp(7), 10_000);
    assertThat(stamps.at(13_000)).isNotNull();
    assertThat(stamps.at(13_001)).isNull();
    assertThat(stamps.at(7000)).isNotNull();
    assertThat(stamps.at(6999)).isNull();
    stamps.forget();
    assertThat(stamps.at(10_000)).isNull();
  }

  @Test
  void nothingIsReckonedBackOverALeapOfOurOwnClock() {
    stamps.onStamp(new Stamp(-900), 9990); // a newcomer is told a beacon of long ago
    stamps.onStamp(new Stamp(0), 10_000);
    assertThat(stamps.at(9990)).isNotNull();
    stamps.onStamp(new Stamp(3120), 10_020); // 3.1 s went by meanwhile: ours stood still
    assertThat(stamps.at(9990)).isNull();
    assertThat(stamps.at(10_020)).as("this millisecond may have begun before").isNull();
    assertThat(stamps.at(10_021)).isEqualTo(new Stamp(3119));
    stamps.onStamp(new Stamp(3200), 10_140); // 40 ms late: mere delay
    assertThat(stamps.at(10_021)).isNotNull();
    stamps.forget();
    stamps.onStamp(new Stamp(90_000), 10_150);
    assertThat(stamps.at(10_010)).as("another robot's").isNotNull();
  }

  /** The robot's clock starts anywhere in its millisecond and runs 300 ppm slower than ours. */
  @Test
  void noReckonedStampIsEverLaterThanTheRobotsClockWas() {
    Random random = new Random(3);
    for (int run = 0; run < 200; run++) {
      RobotStamps own = new RobotStamps();
      double startMs = random.nextDouble() * 1000;
      double nowMs = 0;
      for (int i = 0; i < 50; i++) {
        nowMs += random.nextDouble() * 200;
        double madeMs = nowMs - random.nextDouble() * 150; // under way for so long
        own.onStamp(new Stamp((int) Math.floor(startMs + madeMs * 0.9997)), (long) nowMs);
        long askedMs = (long) nowMs + random.nextInt(2500);
        Stamp reckoned = own.at(askedMs);
        assertThat(reckoned).isNotNull();
        assertThat((double) reckoned.millis()).isLessThanOrEqualTo(startMs + askedMs * 0.9997);
      }
    }
  }

  @Test
  void aClockMayShowMomentsBeforeItsZero() {
    stamps.onStamp(new Stamp(7), -1000);
    assertThat(stamps.at(-1100)).isEqualTo(new Stamp(-95));
  }

  @Test
  void alsoOfAnotherRobotTheFirstStampMayBeLateAndTheThirdShowsALeap() {
    stamps.onStamp(new Stamp(90_000), 1000);
    stamps.onStamp(new Stamp(90_010), 1010);
    stamps.forget();
    stamps.onStamp(new Stamp(0), 2900); // a beacon of a second ago
    stamps.onStamp(new Stamp(1100), 3000);
    assertThat(stamps.at(2950)).isNotNull();
    stamps.onStamp(new Stamp(4120), 3020);
    assertThat(stamps.at(2950)).as("back over the leap").isNull();
  }
}
