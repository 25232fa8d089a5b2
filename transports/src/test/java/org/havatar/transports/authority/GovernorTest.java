package org.havatar.transports.authority;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GovernorTest {
  private final Governor governor = new Governor(1000);
  private final RobotFixture robot = new RobotFixture();

  private void feed(int count, int ageMs, long fromMs) {
    for (int i = 0; i < count; i++) {
      governor.onSetpoint(ageMs, fromMs + i * 20L);
    }
  }

  @ParameterizedTest
  @CsvSource({"0,1000", "150,1000", "151,998", "475,500", "799,1", "800,0", "65000,0"})
  void theCapFallsLinearlyFromTheFullAgeToTheZeroAge(int ageMs, int capPermille) {
    feed(50, ageMs, 0);
    assertThat(governor.capPermille(980)).isEqualTo(capPermille);
    assertThat(governor.isGoverning(980)).isEqualTo(capPermille < 1000);
  }

  @ParameterizedTest
  @CsvSource({"1000,500,500", "600,475,300", "0,100,0"})
  void theCapIsAShareOfTheRobotsOwnLimit(int limitPermille, int ageMs, int capPermille) {
    Governor limited = new Governor(limitPermille);
    limited.onSetpoint(ageMs == 500 ? 475 : ageMs, 0);
    assertThat(limited.capPermille(0)).isEqualTo(capPermille);
  }

  @Test
  void oneLateSetpointInTenIsForgivenAndTheNextIsNot() {
    feed(45, 40, 0);
    feed(5, 600, 900);
    assertThat(governor.capPermille(980)).isEqualTo(1000);
    governor.onSetpoint(600, 981);
    assertThat(governor.capPermille(981)).isEqualTo(307);
  }

  @Test
  void aSecondAfterTheLastLateSetpointTheCapIsFullAgain() {
    feed(10, 600, 0); // the last at 180 ms
    feed(1, 40, 1180);
    assertThat(governor.capPermille(1180)).isLessThan(1000);
    assertThat(governor.capPermille(1181)).isEqualTo(1000);
  }

  @Test
  void moreSetpointsThanAnyDriverSendsPushOutTheOldest() {
    feed(1000, 600, 0);
    for (int i = 0; i < 128; i++) {
      governor.onSetpoint(10, 19_980);
    }
    assertThat(governor.capPermille(19_980)).isEqualTo(1000);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 256})
  void exactlyTheLastHundredAndTwentyEightCount(int sent) {
    for (int i = 0; i < sent - 12; i++) {
      governor.onSetpoint(10, 0);
    }
    for (int i = 0; i < 12; i++) {
      governor.onSetpoint(600, 0);
    }
    assertThat(governor.capPermille(0)).isEqualTo(1000); // 12 of 128 are less than a tenth
    governor.onSetpoint(600, 0);
    assertThat(governor.capPermille(0)).isEqualTo(307);
  }

  @Test
  void aRepeatedOldCommandTeachesNothingHoweverOldItHasGrown() {
    robot.armed();
    Drive old = robot.drive(100, 100);
    robot.judge(old);
    for (int i = 0; i < 60; i++) {
      robot.pass(11);
      assertThat(robot.reasonOf(old)).isEqualTo(Reason.SEQUENCE_OLD);
    }
    assertThat(robot.beacon().capPermille()).isEqualTo(1000);
  }

  @Test
  void aDriverWhoSeesLateDrivesSlowlyAndIsToldSo() {
    robot.armed();
    for (int i = 0; i < 50; i++) {
      robot.pass(20);
      robot.judge(robot.driveAged(475, 800));
    }
    Ack ack = robot.judge(robot.driveAged(475, 800));
    assertThat(ack.capPermille()).isEqualTo(500);
    assertThat(ack.leftPermille()).isEqualTo(250);
    assertThat(robot.beacon().capPermille()).isEqualTo(500);
    assertThat(robot.beacon().has(Beacon.GOVERNED)).isTrue();
  }

  @Test
  void aCapNeverRoundsUp() {
    robot.armed();
    for (int i = 0; i < 20; i++) {
      robot.pass(20);
      robot.judge(robot.driveAged(475, 800));
    }
    Ack ack = robot.send(999, -999);
    assertThat(ack.capPermille()).isEqualTo(500);
    assertThat(ack.leftPermille()).isEqualTo(499);
    assertThat(ack.rightPermille()).isEqualTo(-499);
  }

  @Test
  void staleSetpointsLowerTheCapThatTheFirstFreshOneFinds() {
    robot.armed();
    for (int i = 0; i < 20; i++) {
      robot.pass(20);
      assertThat(robot.reasonOf(robot.driveAged(700, 300))).isEqualTo(Reason.STALE);
    }
    assertThat(robot.send(1000, 1000).capPermille()).isEqualTo(153);
  }

  @Test
  void stampsFromTheFutureAndOldSequencesTeachNothing() {
    robot.armed();
    for (int i = 0; i < 50; i++) {
      robot.pass(20);
      robot.judge(robot.driveAged(-5, 800));
    }
    assertThat(robot.send(1000, 1000).capPermille()).isEqualTo(1000);
  }

  @Test
  void aNewDriverIsNotJudgedByTheFormerOnesLoop() {
    robot.armed();
    for (int i = 0; i < 50; i++) {
      robot.pass(20);
      robot.judge(robot.driveAged(700, 800));
    }
    robot.propose(Propose.Action.TAKE_OVER, RobotFixture.BERT, 3);
    assertThat(robot.beacon().capPermille()).isEqualTo(1000);
    assertThat(robot.beacon().has(Beacon.GOVERNED)).isFalse();
  }
}
