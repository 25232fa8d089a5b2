package org.havatar.transports.authority;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose.Action;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Stop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which release of a stop is taken, and that a refused one releases nothing. */
class ReleasesTest {
  private final RobotFixture robot = new RobotFixture();

  @Test
  void aReleaseFromTheFutureIsRefused() {
    robot.armed();
    robot.stop(1, 0);
    ReleaseStop ahead =
        new ReleaseStop(
            robot.register.term(),
            robot.register.latch(),
            robot.now().plusMs(1),
            800,
            RobotFixture.ANNA,
            0);
    assertThat(codeOf(ahead)).isEqualTo("stamp_future");
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
  }

  @ParameterizedTest
  @CsvSource({"300,300,", "300,301,stale", "800,800,", "5000,801,stale"})
  void aReleaseIsTakenAtItsTimeToLiveAndNotOneMillisecondLater(
      int ttlMs, int ageMs, @Nullable String code) {
    robot.armed();
    robot.stop(1, 0);
    ReleaseStop release =
        new ReleaseStop(
            robot.register.term(),
            robot.register.latch(),
            robot.now(),
            ttlMs,
            RobotFixture.ANNA,
            3);
    robot.pass(ageMs);
    assertThat(codeOf(release)).isEqualTo(code);
  }

  @Test
  void aReleaseOfATermThatWasNeverAnnouncedIsRefused() {
    robot.armed();
    robot.stop(1, 0);
    ReleaseStop ahead =
        new ReleaseStop(
            robot.register.term().next(),
            robot.register.latch(),
            robot.now(),
            800,
            RobotFixture.ANNA,
            3);
    assertThat(codeOf(ahead)).isEqualTo(Codes.TERM_CHANGED);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
  }

  @Test
  void aReleaseOfALatchThatWasNeverSetIsRefused() {
    robot.armed();
    robot.stop(1, 0);
    ReleaseStop ahead =
        new ReleaseStop(
            robot.register.term(),
            robot.register.latch().next(),
            robot.now(),
            800,
            RobotFixture.ANNA,
            3);
    assertThat(codeOf(ahead)).isEqualTo(Codes.LATCH_CHANGED);
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.STOP);
  }

  @ParameterizedTest
  @CsvSource({"0,higher_rank_needed", "2,higher_rank_needed", "3,"})
  void anAdministratorsStopIsReleasedByTheHighestRankOnly(int rank, @Nullable String code) {
    robot.armed();
    robot.stop(1, Stop.ADMINISTRATOR);
    assertThat(codeOf(robot.releaseOf(RobotFixture.ANNA, rank))).isEqualTo(code);
    assertThat(robot.register.latchKind())
        .isEqualTo(code == null ? LatchKind.FAILSAFE : LatchKind.ADMINISTRATOR);
  }

  @Test
  void everyHaltNumbersItsLatchAlsoUnderAStrongerOneAndAReleaseKeepsTheNumber() {
    robot.armed();
    robot.stop(1, Stop.ADMINISTRATOR);
    Numbered administrators = robot.register.latch();
    robot.stop(2, 0);
    assertThat(robot.register.latch()).isEqualTo(administrators.next());
    robot.propose(Action.RELEASE, RobotFixture.ANNA, 0);
    robot.propose(Action.TAKE, RobotFixture.ANNA, 3);
    Numbered standing = robot.register.latch();
    assertThat(standing).isEqualTo(administrators.next().next().next());
    assertThat(codeOf(robot.releaseOf(RobotFixture.ANNA, 3))).isNull();
    assertThat(robot.register.latch()).isEqualTo(standing);
  }

  @Test
  void aReleaseThatIsCompletedTwiceLatchesNothingAgain() {
    robot.armed().send(500, 500);
    robot.register.completeRelease(robot.atMs());
    assertThat(robot.register.latchKind()).isEqualTo(LatchKind.NONE);
    assertThat(robot.register.holdRemainingMs(robot.atMs())).isEqualTo(100);
  }

  @Test
  void aReleaseThatCannotBeSavedSaysWhereAndWhyAndWhatToDo() {
    assertThat(
            Register.notSaved(
                robot.releaseOf(RobotFixture.ANNA, 0), "the robot's computer", "disk full"))
        .isEqualTo(
            new Refused(
                "release_stop",
                Codes.UNAVAILABLE,
                "Still stopped: the release can't be saved on the robot's computer (disk full)."
                    + " Free some space or mend its storage, then press release again.",
                null,
                RobotFixture.ANNA));
  }

  private @Nullable String codeOf(ReleaseStop release) {
    Refused refused = robot.register.releaseStop(release, robot.atMs());
    return refused == null ? null : refused.code();
  }
}
