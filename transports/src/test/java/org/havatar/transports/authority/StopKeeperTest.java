package org.havatar.transports.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.havatar.transports.wire.LatchKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a crash at each moment would leave for the next start. */
final class StopKeeperTest {
  private static final StandingStop PRESSED = new StandingStop(LatchKind.STOP, true, 11, 7);
  private static final StandingStop LOCK = new StandingStop(LatchKind.ADMINISTRATOR, true, 12, 8);

  private final Disk disk = new Disk();
  private final List<String> troubles = new ArrayList<>();
  private final List<String> outcome = new ArrayList<>();
  private StopKeeper keeper = new StopKeeper(StandingStop.NONE, disk, troubles::add);
  private long nowMs = 1000;

  /** A disk whose saves end when the test says so. */
  private static final class Disk implements StopRecord {
    StandingStop content = StandingStop.NONE;
    int saves;
    private @Nullable StandingStop underWay;
    private Runnable saved = () -> {};
    private Consumer<String> failed = ignored -> {};

    @Override
    public void save(StandingStop stop, Runnable onSaved, Consumer<String> onFailed) {
      assertThat(underWay).as("one save at a time").isNull();
      saves++;
      underWay = stop;
      saved = onSaved;
      failed = onFailed;
    }

    void finish() {
      StandingStop wanted = underWay;
      assertThat(wanted).as("under way").isNotNull();
      content = wanted;
      underWay = null;
      saved.run();
    }

    void fail() {
      underWay = null;
      failed.accept("disk full");
    }

    boolean isIdle() {
      return underWay == null;
    }
  }

  private StopKeeper.Release release() {
    return new StopKeeper.Release() {
      @Override
      public void saved() {
        outcome.add("released, disk " + disk.content.kind());
      }

      @Override
      public void superseded() {
        outcome.add("superseded");
      }

      @Override
      public void notSaved(String why) {
        outcome.add("refused: " + why);
      }
    };
  }

  private void pressed(StandingStop stop) {
    keeper.onStanding(stop, nowMs);
  }

  private void pressedAndSaved(StandingStop stop) {
    pressed(stop);
    disk.finish();
  }

  private void pass(long ms) {
    nowMs += ms;
    keeper.onTick(nowMs);
  }

  @Test
  void aPressIsSavedOnceHoweverOftenItIsRepeated() {
    pressedAndSaved(PRESSED);
    for (int i = 0; i < 50; i++) {
      pressed(new StandingStop(LatchKind.STOP, true, 100 + i, i));
      pass(5);
    }
    assertThat(disk.saves).isEqualTo(1);
    assertThat(disk.content).isEqualTo(PRESSED);
    assertThat(keeper.isSaved()).isTrue();
  }

  @Test
  void aStrongerStopIsSavedAndTheNewestStateWinsBehindASlowDisk() {
    pressed(PRESSED);
    pressed(LOCK);
    pass(5);
    assertThat(keeper.isSaved()).isFalse();
    disk.finish();
    disk.finish();
    assertThat(disk.content).isEqualTo(LOCK);
    assertThat(disk.saves).isEqualTo(2);
  }

  @Test
  void aReleaseTakesEffectOnlyWhenItIsSaved() {
    pressedAndSaved(PRESSED);
    keeper.release(release(), nowMs);
    pass(500);
    assertThat(outcome).isEmpty();
    assertThat(keeper.isReleasing()).isTrue();
    disk.finish();
    assertThat(outcome).containsExactly("released, disk NONE");
    assertThat(keeper.isReleasing()).isFalse();
  }

  @Test
  void theReleaseOfAMereStartNeedsNoDisk() {
    keeper.release(release(), nowMs);
    assertThat(outcome).containsExactly("released, disk NONE");
    assertThat(disk.saves).isZero();
  }

  @Test
  void aReleaseBehindAPressThatIsStillBeingSavedWaitsForBoth() {
    pressed(PRESSED);
    keeper.release(release(), nowMs);
    disk.finish();
    assertThat(outcome).isEmpty();
    disk.finish();
    assertThat(outcome).containsExactly("released, disk NONE");
  }

  @Test
  void aPressDuringTheSaveOfAReleaseStandsAndIsSavedAgain() {
    pressedAndSaved(PRESSED);
    keeper.release(release(), nowMs);
    pressed(PRESSED);
    assertThat(outcome).containsExactly("superseded");
    disk.finish();
    assertThat(outcome).hasSize(1);
    disk.finish();
    assertThat(disk.content).isEqualTo(PRESSED);
    assertThat(keeper.isSaved()).isTrue();
  }

  @Test
  void aReleaseThatCantBeSavedIsRefusedAndTheStopIsSavedAnew() {
    pressedAndSaved(PRESSED);
    keeper.release(release(), nowMs);
    disk.fail();
    assertThat(outcome).containsExactly("refused: disk full");
    disk.finish();
    assertThat(disk.content).isEqualTo(PRESSED);
    assertThat(outcome).hasSize(1);
  }

  @Test
  void aReleaseThatIsAnsweredAlreadyIsNotAnsweredAgainWhenItsSaveFailsLater() {
    pressedAndSaved(PRESSED);
    keeper.release(release(), nowMs);
    pass(StopKeeper.RELEASE_LIMIT_MS);
    disk.fail();
    assertThat(outcome).containsExactly("refused: the storage takes too long");
    disk.finish();
    assertThat(disk.content).isEqualTo(PRESSED);
  }

  @Test
  void aFailureLeavesNothingSavedAndIsToldAgainOnlyAfterASuccess() {
    pressed(PRESSED);
    disk.fail();
    assertThat(keeper.isSaved()).isFalse();
    pass(StopKeeper.AGAIN_MS);
    disk.finish();
    assertThat(keeper.isSaved()).isTrue();
    pressed(LOCK);
    disk.fail();
    assertThat(troubles).containsExactly("disk full", "disk full");
  }

  @Test
  void aClockThatBeginsBelowZeroCountsAsAnyOther() {
    nowMs = -50_000;
    pressed(PRESSED);
    disk.fail();
    pass(StopKeeper.AGAIN_MS - 1);
    assertThat(disk.isIdle()).isTrue();
    pass(1);
    disk.finish();
    assertThat(disk.content).isEqualTo(PRESSED);
  }

  @Test
  void aReleaseBehindAPressThatCantBeSavedIsNotAnsweredByThatFailure() {
    pressed(PRESSED);
    disk.fail();
    keeper.release(release(), nowMs);
    disk.finish();
    assertThat(outcome).containsExactly("released, disk NONE");
  }

  @Test
  void aReleaseThatTheDiskHoldsUpIsRefusedAndNeverTakesEffectLater() {
    pressedAndSaved(LOCK);
    keeper.release(release(), nowMs);
    pass(StopKeeper.RELEASE_LIMIT_MS - 1);
    assertThat(outcome).isEmpty();
    pass(1);
    assertThat(outcome).hasSize(1).first().asString().startsWith("refused");
    disk.finish();
    disk.finish();
    assertThat(disk.content).isEqualTo(LOCK);
    assertThat(outcome).hasSize(1);
  }

  @Test
  void aPressThatCantBeSavedIsTriedAgainAndToldOnce() {
    pressed(PRESSED);
    for (int i = 0; i < 5; i++) {
      disk.fail();
      pass(StopKeeper.AGAIN_MS - 1);
      assertThat(disk.isIdle()).isTrue();
      pass(1);
    }
    disk.finish();
    assertThat(disk.content).isEqualTo(PRESSED);
    assertThat(troubles).containsExactly("disk full");
  }

  @Test
  void aPressIsSavedAgainAfterARelease() {
    pressedAndSaved(PRESSED);
    keeper.release(release(), nowMs);
    disk.finish();
    pressedAndSaved(LOCK);
    assertThat(disk.content).isEqualTo(LOCK);
  }

  @Test
  void whatTheStartFoundNeedsNoSave() {
    disk.content = LOCK;
    keeper = new StopKeeper(LOCK, disk, troubles::add);
    pass(5);
    assertThat(keeper.isSaved()).isTrue();
    pressed(LOCK);
    pass(5);
    assertThat(disk.saves).isZero();
    keeper.release(release(), nowMs);
    disk.finish();
    assertThat(outcome).containsExactly("released, disk NONE");
  }
}
