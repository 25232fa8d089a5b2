package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Stamp;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private static final long START = 0xFFFF_FFF0L;

  private final Heartbeat heartbeat = new Heartbeat();

  private void upAndDriven(boolean driven) {
    heartbeat.restart(START);
    heartbeat.onDriven(driven, START);
  }

  private void echo(long stampMs, long nowMs) {
    heartbeat.onPong(new Pong(1, (int) stampMs, false, new Stamp(0)), nowMs);
  }

  @Test
  void whileDrivenTheNewestEchoMayBe500MillisecondsOld() {
    upAndDriven(true);
    echo(START + 90, START + 100);
    assertThat(heartbeat.isAlive(START + 590)).isTrue();
    assertThat(heartbeat.isAlive(START + 591)).isFalse();
  }

  @Test
  void whileNobodyDrivesItMayBe3SecondsOld() {
    upAndDriven(false);
    echo(START + 90, START + 100);
    assertThat(heartbeat.isAlive(START + 3090)).isTrue();
    assertThat(heartbeat.isAlive(START + 3091)).isFalse();
  }

  @Test
  void anEchoOfAnOldStampProvesNothingNew() {
    upAndDriven(true);
    echo(START + 10, START + 480);
    assertThat(heartbeat.isAlive(START + 510)).isTrue();
    assertThat(heartbeat.isAlive(START + 511)).isFalse();
  }

  @Test
  void echoesThatOvertakeEachOtherCountTheNewest() {
    upAndDriven(true);
    echo(START + 300, START + 310);
    echo(START + 100, START + 320);
    assertThat(heartbeat.isAlive(START + 800)).isTrue();
  }

  @Test
  void anEchoFromTheFutureProvesNothing() {
    upAndDriven(true);
    echo(START + 5000, START + 100);
    assertThat(heartbeat.isAlive(START + 501)).isFalse();
  }

  @Test
  void theSlowRhythmIsNotJudgedByTheFastLimitWhenADriveBegins() {
    upAndDriven(false);
    echo(START, START + 5);
    heartbeat.onDriven(true, START + 900);
    assertThat(heartbeat.isAlive(START + 900)).isTrue();
    assertThat(heartbeat.isAlive(START + 1400)).isTrue();
    assertThat(heartbeat.isAlive(START + 1401)).isFalse();
  }

  @Test
  void aDriveThatBeginsIsPingedAtOnce() {
    upAndDriven(false);
    assertThat(heartbeat.pingDue(START)).isNotNull();
    assertThat(heartbeat.pingDue(START + 200)).isNull();
    heartbeat.onDriven(true, START + 200);
    assertThat(heartbeat.pingDue(START + 200)).isNotNull();
  }

  @Test
  void pingsCarryTheStampAndGoOutEvery100MillisecondsOrEverySecond() {
    upAndDriven(true);
    Ping first = Objects.requireNonNull(heartbeat.pingDue(START));
    assertThat(first.senderMs()).isEqualTo((int) START);
    assertThat(heartbeat.pingDue(START + 99)).isNull();
    assertThat(heartbeat.pingDue(START + 100)).isNotNull();
    heartbeat.onDriven(false, START + 100);
    assertThat(heartbeat.pingDue(START + 1099)).isNull();
    assertThat(heartbeat.pingDue(START + 1100)).isNotNull();
  }

  @Test
  void aProcessThatWasHeldUpFirstReadsWhatWaits() {
    upAndDriven(true);
    heartbeat.forgive(START + 3000);
    assertThat(heartbeat.isAlive(START + 3000)).isTrue();
    assertThat(heartbeat.pingDue(START + 3000)).isNotNull();
    assertThat(heartbeat.isAlive(START + 3501)).isFalse();
  }

  @Test
  void whileNobodyDrivesTicksPingNoMoreOftenThanOnceASecond() {
    upAndDriven(false);
    assertThat(heartbeat.pingDue(START)).isNotNull();
    heartbeat.onDriven(false, START + 5);
    assertThat(heartbeat.pingDue(START + 5)).isNull();
  }

  @Test
  void aDriveThatBeginsRightAfterAPingIsPingedAtOnceToo() {
    upAndDriven(false);
    assertThat(heartbeat.pingDue(START)).isNotNull();
    heartbeat.onDriven(true, START + 5);
    assertThat(heartbeat.pingDue(START + 5)).isNotNull();
    heartbeat.onDriven(true, START + 10);
    assertThat(heartbeat.pingDue(START + 10)).isNull();
  }

  @Test
  void aNewUplinkIsPingedAtOnceHoweverYoungTheLastPingOfTheFormerIs() {
    upAndDriven(true);
    assertThat(heartbeat.pingDue(START)).isNotNull();
    heartbeat.restart(START + 1);
    assertThat(heartbeat.pingDue(START + 1)).isNotNull();
  }

  @Test
  void eachPingHasANumberOfItsOwn() {
    upAndDriven(true);
    for (int i = 1; i <= 3; i++) {
      Ping ping = Objects.requireNonNull(heartbeat.pingDue(START + 100L * i));
      assertThat(ping.id()).isEqualTo(i);
    }
  }
}
