package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.authority.Register;
import org.havatar.transports.authority.RegisterListener;
import org.havatar.transports.authority.RegisterOptions;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What reaches the board of what the register accepted, and how it is let go of. */
class SteeringTest implements RegisterListener, BoardListener {
  private static final long ANN = 0xA11CEL;
  private static final RegisterOptions LIMITS =
      new RegisterOptions(500, 60, 1000, 300, 10_000, 60_000, 1000);

  private final FakeClock clock = new FakeClock();
  private final RecordingLine line = new RecordingLine();
  private final BoardLink board = new BoardLink(line, this);
  private final Steering steering = new Steering(board, LIMITS);
  private final Register register = new Register(LIMITS, this, 5, clock.getAsLong());
  private int sequence;
  private boolean wantsNeutral;

  @Override
  public void onLease(Lease lease) {}

  @Override
  public void onLatched(Stop.Cause cause, Numbered latch) {}

  @Override
  public void onStopConfirmed(Stopped stopped) {}

  @Override
  public void onBoardRestarted() {}

  @Override
  public void onBoardZero(Numbered latch) {}

  @Override
  public void onBoardAhead(long highestBoot) {}

  /** Ann drives, and the board has heard of nothing yet. */
  @BeforeEach
  void armed() {
    Propose take =
        new Propose(1, Propose.Action.TAKE, register.term(), ANN, "Ann", 1, 600_000, clock.stamp());
    assertThat(register.propose(take, clock.getAsLong())).isNull();
    ReleaseStop release =
        new ReleaseStop(register.term(), register.latch(), clock.stamp(), 500, ANN, 1);
    assertThat(register.releaseStop(release, clock.getAsLong())).isNull();
    board.onOpened(clock.getAsLong());
    clock.advance(20);
    hear();
    drive(0, 0);
    clock.advance(20);
    hear();
    line.setpoints.clear();
  }

  private void hear() {
    board.onBoard(
        new Board(
            wantsNeutral,
            false,
            false,
            0,
            7,
            clock.stamp(),
            register.term(),
            new Sequence(sequence),
            Numbered.NONE,
            0,
            0,
            7800,
            66,
            Reason.ACCEPTED,
            0),
        clock.getAsLong(),
        clock.getAsLong());
  }

  private Drive setpoint(int ttlMs, int left, int right) {
    sequence++;
    return new Drive(register.term(), new Sequence(sequence), clock.stamp(), ttlMs, 3, left, right);
  }

  private Ack drive(int left, int right) {
    return steering.drive(setpoint(800, left, right), register, clock.getAsLong());
  }

  private void letGo() {
    steering.letGo(register, clock.getAsLong());
  }

  @Test
  void anAcceptedSetpointIsPassedOnWithTheRobotsOwnLimits() {
    Drive given = setpoint(800, 400, -300);
    clock.advance(7);
    Ack ack = steering.drive(given, register, clock.getAsLong());
    assertThat(ack)
        .isEqualTo(
            new Ack(
                Reason.ACCEPTED,
                given.term(),
                given.sequence(),
                clock.stamp(),
                7,
                1000,
                400,
                -300));
    assertThat(line.setpoints).hasSize(1);
    Setpoint passed = line.setpoints.getFirst();
    assertThat(passed.drive()).isEqualTo(given);
    assertThat(passed.lifeMs()).isEqualTo(500);
    assertThat(passed.holdMs()).isEqualTo(60);
    assertThat(passed.arrivedAtMs()).isEqualTo(clock.getAsLong());
  }

  @Test
  void aSetpointsOwnTimeToLiveIsItsLifeWhenItIsLess() {
    steering.drive(setpoint(90, 400, 400), register, clock.getAsLong());
    assertThat(line.setpoints.getFirst().lifeMs()).isEqualTo(90);
  }

  @Test
  void aRefusedSetpointIsNotPassedOn() {
    Drive given = setpoint(800, 400, 400);
    clock.advance(501);
    hear();
    assertThat(steering.drive(given, register, clock.getAsLong()).reason()).isEqualTo(Reason.STALE);
    clock.advance(101);
    assertThat(drive(400, 400).reason()).isEqualTo(Reason.BOARD_SILENT);
    assertThat(line.setpoints).isEmpty();
  }

  @Test
  void aBoardThatWantsANeutralGetsOneAndTheAnswerSaysSo() {
    wantsNeutral = true;
    hear();
    Ack ack = drive(400, -300);
    assertThat(ack.leftPermille()).isZero();
    assertThat(ack.rightPermille()).isZero();
    assertThat(line.setpoints.getFirst().drive().isNeutral()).isTrue();
    letGo();
    assertThat(line.setpoints).as("a neutral is let go of already").hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"400,300", "400,0", "0,-300"})
  void lettingGoIsANeutralUnderTheNextNumberThatLivesFortyMilliseconds(int left, int right) {
    drive(left, right);
    clock.advance(10);
    letGo();
    assertThat(line.setpoints).hasSize(2);
    Setpoint own = line.setpoints.getLast();
    assertThat(own.drive())
        .isEqualTo(
            new Drive(register.term(), new Sequence(sequence + 1), clock.stamp(), 40, 0, 0, 0));
    assertThat(own.lifeMs()).isEqualTo(40);
    assertThat(own.holdMs()).isEqualTo(40);
    assertThat(own.arrivedAtMs()).isEqualTo(clock.getAsLong());
    letGo();
    assertThat(line.setpoints).as("once").hasSize(2);
  }

  @Test
  void whoStandsOrNeverDroveIsLetGoOfWithoutAWord() {
    new Steering(board, LIMITS).letGo(register, clock.getAsLong());
    new Steering(board, LIMITS).letGoAtEnd(register.term(), clock.getAsLong());
    letGo();
    drive(0, 0);
    letGo();
    assertThat(line.setpoints).hasSize(1);
  }

  @Test
  void aSetpointWhoseHoldIsOverIsNotLetGoOf() {
    drive(400, 400);
    clock.advance(59);
    letGo();
    assertThat(line.setpoints).hasSize(2);
    clock.advance(1);
    hear();
    drive(400, 400);
    clock.advance(60);
    letGo();
    assertThat(line.setpoints).hasSize(3);
  }

  @Test
  void aSetpointOfAnEarlierTermIsNotLetGoOf() {
    drive(400, 400);
    Numbered earlier = register.term();
    register.boardRestarted(clock.getAsLong());
    letGo();
    steering.letGoAtEnd(register.term(), clock.getAsLong());
    assertThat(line.setpoints).hasSize(1);
    steering.letGoAtEnd(earlier, clock.getAsLong());
    assertThat(line.setpoints).hasSize(2);
    assertThat(line.setpoints.getLast().drive().term()).isEqualTo(earlier);
  }

  @ParameterizedTest
  @CsvSource({"-1,0", "0,0", "17,17", "65535,65535", "70000,65535"})
  void aSetpointOverARoadThatEndsIsAnsweredWithItsAgeAndNothingElse(int ageMs, int shownMs) {
    Drive given = setpoint(800, 400, 400);
    clock.advance(ageMs);
    assertThat(Steering.refused(given, clock.getAsLong()))
        .isEqualTo(
            new Ack(
                Reason.NO_ROBOT, given.term(), given.sequence(), clock.stamp(), shownMs, 0, 0, 0));
  }
}
