package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.judge.SentCommands;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.Program;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.RelayHost;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.Site;
import org.havatar.ops.kit.TestDriver;
import org.havatar.ops.kit.Wait;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bridge that knows two relays, each of which stands alone; the one that it uses goes. */
final class FailoverTest {
  private static final Duration OVER_WITHIN = Duration.ofMillis(2500);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int AT_SPEED_PERMILLE = 700;

  private final Site site = Site.create("failover", 2);
  private final RelayHost first = site.relay(0);
  private final RelayHost second = site.relay(1);
  private final SentCommands sent = new SentCommands();
  private final BoardLog board = new BoardLog(site.boardEvents());
  private final Program boardProgram = site.startBoard();
  private final Program firstRelay = first.start();
  private final Program secondRelay = second.start();
  private final Program bridge = site.startBridge();
  private final TestDriver driver = new TestDriver(Accounts.ROBOT, sent, new SplittableRandom(1));

  @AfterEach
  void close() {
    driver.close();
    List.of(bridge, firstRelay, secondRelay, boardProgram).forEach(Program::close);
  }

  @Test
  void theDriveGoesOnOverTheSecondRelayAfterTheFirstWasKilled() {
    goesOn("kill -9", firstRelay::kill);
  }

  @Test
  void theDriveGoesOnOverTheSecondRelayAfterTheFirstLeft() {
    goesOn("SIGTERM", firstRelay::startTerminating);
  }

  private void goesOn(String fault, Runnable cause) {
    try (RelayApi relay = new RelayApi(second.port(), second.certificate())) {
      String ticket = relay.ticket(relay.login(Accounts.USER, Accounts.PASSWORD));
      driver.connect(new RelayApi(first.port(), first.certificate()));
      driveAtSpeed();
      long faultNs = System.nanoTime();
      cause.run();
      Wait.until("zero output", PATIENCE, () -> board.output().isZero());
      long stillNs = board.stillSince(faultNs);
      driver.disconnect();
      driver.client().open(relay, ticket, null);
      long overNs = System.nanoTime();
      System.out.printf(
          "failover %s: stopped after %.1f, robot at the second relay after %.1f ms%n",
          fault, (stillNs - faultNs) / 1e6, (overNs - faultNs) / 1e6);
      assertThat(stillNs - faultNs).isLessThan(StopRuns.DEADLINE.toNanos());
      assertThat(overNs - faultNs).isLessThan(OVER_WITHIN.toNanos());
      driveAtSpeed();
    }
    assertThat(sent.wronglyExecuted(board.since(Long.MIN_VALUE / 2, BoardLog.Setpoint.class)))
        .isEmpty();
  }

  private void driveAtSpeed() {
    driver.takeWheel();
    driver.hold(Scene.FULL_PERMILLE, Scene.FULL_PERMILLE);
    Wait.until(
        "motors at speed", PATIENCE, () -> board.output().leftPermille() >= AT_SPEED_PERMILLE);
  }
}
