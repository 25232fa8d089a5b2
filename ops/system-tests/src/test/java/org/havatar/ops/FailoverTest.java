package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bridge that knows two relays, each of which stands alone; the one that it uses goes. */
final class FailoverTest {
  private static final Duration OVER_WITHIN = Duration.ofMillis(2500);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int AT_SPEED_PERMILLE = 700;

  private final Site first = Site.create("failover-first");
  private final Site second = Site.create("failover-second");
  private final SentCommands sent = new SentCommands();
  private final BoardLog board = new BoardLog(first.boardEvents());
  private final Program boardProgram = first.startBoard();
  private final Program firstRelay = first.startRelay();
  private final Program secondRelay = second.startRelay();
  private final Program bridge =
      first.startBridge(List.of(first.relayPort(), second.relayPort()), bothCertificates());
  private final TestDriver driver = new TestDriver(Accounts.ROBOT, sent, new SplittableRandom(1));

  private Path bothCertificates() {
    try {
      Path both = first.folder().resolve("both.pem");
      String one = Files.readString(first.certificate());
      return Files.writeString(both, one + Files.readString(second.certificate()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

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
    try (RelayApi relay = new RelayApi(second.relayPort(), second.certificate())) {
      String ticket = relay.ticket(relay.login(Accounts.USER, Accounts.PASSWORD));
      driver.connect(new RelayApi(first.relayPort(), first.certificate()));
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
