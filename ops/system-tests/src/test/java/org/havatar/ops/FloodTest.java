package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.havatar.ops.judge.Measured;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.Program;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.RelayHost;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.TestDriver;
import org.havatar.ops.kit.Wait;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The least account, and strangers, flood the relay beside somebody who drives. The driver's
 * figures are held against those beside the same attacker who floods something else, so that what
 * the attacker's own work costs this machine doesn't count. The limits are the usual ones.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FloodTest {
  private static final int SECONDS = Integer.getInteger("havatar.attacks.seconds", 6);

  /** What a flood may make of the percentile that counts. */
  private static final double MOST_TIMES = 2;

  /**
   * A drive is 50 commands a second: of six seconds the 99th percentile is the third worst of 300,
   * which a busy machine decides and not the flood. A run of half a minute tells it.
   */
  private static final int PERCENTILE = SECONDS < 30 ? 90 : 99;

  private static final int CRAWL_PERMILLE = 100;
  private static final Duration MOVES_WITHIN = Duration.ofSeconds(20);

  /** A busy machine may spoil one comparison: the next one has to hold. */
  private static final int TRIES = 5;

  /** A relay that has run for minutes has compiled by then what the flood makes it do. */
  private static final int WARM_UP_SECONDS = 2;

  private final Scene scene;
  private final Flood flood;
  private final Program sink;
  private final int sinkPort;
  private final TestDriver driver;
  private volatile Measured loops = new Measured();

  FloodTest() {
    scene = Scene.open("FloodTest", RelayHost::startUnderAttack);
    scene.driver().disconnect();
    driver = scene.newDriver(Accounts.OWNER, new SplittableRandom(3), this::hear);
    try (RelayApi api = scene.api()) {
      String first = api.login(Accounts.VISITOR, Accounts.PASSWORD);
      flood = new Flood(scene, List.of(first, api.login(Accounts.VISITOR, Accounts.PASSWORD)));
    }
    sink = flood.startSink();
    sinkPort = Flood.portOf(sink);
    driver.connect(scene.api());
  }

  @AfterAll
  void close() {
    driver.close();
    sink.close();
    scene.close();
  }

  private void hear(Message message, long atNs) {
    if (message instanceof Ack ack) {
      long madeNs = scene.sent().madeNs(ack.term(), ack.sequence());
      loops.add(atNs - madeNs);
    }
  }

  /** Of drives and their acknowledgements, beside a flood of that port. */
  private Measured beside(Flood.Kind kind, int port) {
    takeWheel();
    loops = new Measured();
    String did = flood.run(kind, port, SECONDS);
    Measured measured = loops;
    System.out.printf(
        "floods: %s of the %s: %s; %s%n",
        kind, port == sinkPort ? "sink " : "relay", measured.describe(), did);
    return measured;
  }

  private void takeWheel() {
    driver.takeWheel();
    driver.hold(CRAWL_PERMILLE, CRAWL_PERMILLE);
    Wait.until("moving", MOVES_WITHIN, () -> scene.boardLog().output().leftPermille() > 0);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STOPS")
  void whoDrivesBesideItFeelsNothing(Flood.Kind kind) {
    takeWheel();
    flood.run(kind, scene.relayPort(), WARM_UP_SECONDS);
    double ratio = Double.MAX_VALUE;
    for (int i = 0; i < TRIES && ratio > MOST_TIMES; i++) {
      Measured apart = beside(kind, sinkPort);
      Measured attacked = beside(kind, scene.relayPort());
      ratio = ratio(attacked, apart, PERCENTILE);
      System.out.printf(
          "floods: %s, p90 of the drive %.2f times, p99 %.2f times%n",
          kind, ratio(attacked, apart, 90), ratio(attacked, apart, 99));
      assertThat(driver.hasWheel()).as("still drives").isTrue();
      assertThat(driver.view().latch()).as("what has stopped the robot").isEqualTo(LatchKind.NONE);
    }
    assertThat(ratio).isLessThanOrEqualTo(MOST_TIMES);
  }

  private static double ratio(Measured attacked, Measured apart, int percentile) {
    return attacked.percentileMs(percentile) / apart.percentileMs(percentile);
  }

  @Test
  void aFloodOfStopsStopsOnceAndItsPresserCanBeRemoved() {
    takeWheel();
    int links = uplinks();
    String did = flood.run(Flood.Kind.STOPS, scene.relayPort(), SECONDS);
    System.out.println("floods: " + did);
    assertThat(driver.isConnected()).as("the driver's link").isTrue();
    assertThat(uplinks()).as("the robot's links").isEqualTo(links);
    Wait.until("the stop", MOVES_WITHIN, () -> driver.view().latch() != LatchKind.NONE);
    try (Program again = flood.start(Flood.Kind.STOPS, scene.relayPort(), 2 * SECONDS);
        RelayApi api = scene.api()) {
      String owner = api.login(Accounts.OWNER, Accounts.PASSWORD);
      String path = "/api/robots/" + Accounts.ROBOT;
      assertThat(api.ask("PATCH", path, owner, "{\"audience\":\"granted\"}").statusCode())
          .isEqualTo(200);
      takeWheel();
      assertThat(again.isAlive()).as("the attacker goes on").isTrue();
      assertThat(api.ask("PATCH", path, owner, "{\"audience\":\"everyone\"}").statusCode())
          .isEqualTo(200);
    }
    assertThat(scene.wronglyExecuted()).isEmpty();
  }

  private int uplinks() {
    return scene.bridge().log().split("uplink up", -1).length;
  }
}
