package org.havatar.relay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxBootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.havatar.relay.access.Store;
import org.havatar.relay.metrics.ConnectionMeters.Connection;
import org.havatar.relay.metrics.ConnectionMeters.Role;
import org.havatar.relay.session.connection.Session.Dialect;
import org.havatar.relay.session.port.SessionMetrics.Hop;
import org.havatar.relay.session.port.SessionMetrics.LiveRobot;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.link.Refusal;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class NodeMetersTest {
  private static final LinkInfo LINK = new LinkInfo("websocket", "192.0.2.1", true);
  private static final Path PAGE = Path.of("..", "ops", "docs", "observing.md");

  private final NodeMeters meters = new NodeMeters();
  private final Drops drops = new Drops();
  private final Store store;
  private boolean isReady = true;
  private long nowNs;

  NodeMetersTest() {
    meters.bindDrops(drops);
    meters.bindCommandLog(() -> 7, () -> 2);
    meters.bindDriveAudit(() -> 0, () -> 0);
    meters.bindAuditCopy("file", () -> 0, () -> 0);
    meters.bindClock(() -> 0);
    meters.bindStore(() -> true, () -> 1);
    meters.bindNode("n1", "1.0", () -> isReady);
    store = meters.measured(NoStore.create(), () -> nowNs);
    meters.loopLag(0, () -> nowNs, 10);
  }

  @AfterEach
  void close() {
    meters.close();
  }

  private static Beacon beacon(int batteryMv, int batteryPercent) {
    return new Beacon(
        0,
        LatchKind.NONE,
        1,
        1,
        1,
        1,
        new Stamp(1),
        0,
        0,
        batteryMv,
        batteryPercent,
        0,
        0,
        0,
        1000,
        1,
        Sequence.ZERO);
  }

  @Test
  void everySeriesIsDocumentedAndEveryDocumentedSeriesExists() throws IOException {
    meters.connections().expect("websocket");
    meters.sessions().robotUp("tank-1", LINK);
    Vertx vertx = meters.instrument(VertxBootstrap.create(), new VertxOptions()).init().vertx();
    try {
      vertx
          .executeBlocking(() -> true)
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(20, TimeUnit.SECONDS)
          .join();
      Set<String> documented =
          Pattern.compile("^\\| `([a-z]+_[a-z0-9_]+)` \\|", Pattern.MULTILINE)
              .matcher(Files.readString(PAGE))
              .results()
              .map(result -> result.group(1))
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> exposed = families();
      // They come with the first collection of garbage.
      exposed.add("jvm_gc_pause_seconds");
      exposed.add("jvm_gc_concurrent_phase_time_seconds");
      assertThat(exposed).isEqualTo(documented);
    } finally {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(20, TimeUnit.SECONDS)
          .join();
    }
  }

  /** Without the maxima that come with every histogram. */
  private Set<String> families() {
    return Pattern.compile("^# TYPE (\\S+) ", Pattern.MULTILINE)
        .matcher(meters.scrape())
        .results()
        .map(MatchResult::group)
        .map(line -> line.split(" ", -1)[2])
        .filter(name -> !name.endsWith("_seconds_max"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyReasonIsAnOutcomeAndEveryRefusalADropUnderItsWireName() {
    drops.count(Reason.STALE);
    meters.sessions().commandSettled(Reason.ACCEPTED);
    String text = meters.scrape();
    for (Reason reason : Reason.values()) {
      assertThat(text).contains("havatar_commands_total{outcome=\"" + reason.wireName() + "\"}");
    }
    assertThat(text)
        .contains("havatar_commands_total{outcome=\"unanswered\"} 0.0")
        .contains("havatar_commands_total{outcome=\"accepted\"} 1.0")
        .contains("havatar_drops_total{reason=\"stale\"} 1.0")
        .doesNotContain("havatar_drops_total{reason=\"accepted\"}");
  }

  @Test
  void histogramsReachFromTenMicrosecondsToATenthOfASecond() {
    meters.sessions().commandPassed(Hop.SAME_LOOP, 15_000);
    assertThat(meters.scrape())
        .contains("havatar_command_own_seconds_bucket{hop=\"same_loop\",le=\"1.0E-5\"} 0")
        .contains("havatar_command_own_seconds_bucket{hop=\"same_loop\",le=\"2.0E-5\"} 1")
        .contains("havatar_command_own_seconds_bucket{hop=\"same_loop\",le=\"0.1\"} 1")
        .contains("havatar_command_own_seconds_count{hop=\"other_loop\"} 0");
  }

  @Test
  void aRobotsBatteryIsThereWhileItIsConnectedOnly() {
    LiveRobot robot = meters.sessions().robotUp("tank-1", LINK);
    robot.onBeacon(beacon(12_600, 80));
    assertThat(meters.scrape())
        .contains("havatar_robot_battery_ratio{robot=\"tank-1\"} 0.8")
        .contains("havatar_robot_battery_volts{robot=\"tank-1\"} 12.6");
    robot.onBeacon(beacon(0, 255));
    assertThat(meters.scrape()).contains("havatar_robot_battery_ratio{robot=\"tank-1\"} NaN");
    LiveRobot newer = meters.sessions().robotUp("tank-1", LINK);
    newer.onBeacon(beacon(12_000, 70));
    robot.gone();
    assertThat(meters.scrape()).contains("havatar_robot_battery_ratio{robot=\"tank-1\"} 0.7");
    newer.gone();
    assertThat(meters.scrape()).doesNotContain("tank-1").contains("havatar_robots 0.0");
  }

  private static long own(String text) {
    return text.lines().filter(line -> line.startsWith("havatar_")).count();
  }

  @Test
  void labelsAreBoundedWhateverManyPeersDo() {
    meters.connections().expect("websocket");
    long before = own(meters.scrape());
    int peers = 100 * CloseCode.values().length;
    for (int i = 0; i < peers; i++) {
      Connection socket = meters.connections().opened("websocket", Role.CLIENT, Dialect.UNDECIDED);
      socket.speaks(i % 2 == 0 ? Dialect.OLDER : Dialect.PROTOCOL);
      socket.closed(CloseCode.values()[i % CloseCode.values().length]);
      meters.connections().refused(Refusal.UNAUTHENTICATED);
      meters.sessions().robotUp("robot-" + i, LINK).gone();
    }
    String text = meters.scrape();
    assertThat(own(text)).isEqualTo(before);
    assertThat(text)
        .contains("havatar_handshakes_refused_total{reason=\"unauthenticated\"} " + peers + ".0")
        .contains("havatar_connections_closed_total{code=\"4408\",role=\"client\"} 100.0");
    assertThat(meters.connections().byRole())
        .containsEntry("client", 0L)
        .containsEntry("robot", 0L);
  }

  @Test
  void aSocketIsCountedUnderTheDialectThatItShowsInTheEnd() {
    meters.connections().expect("websocket");
    Connection socket = meters.connections().opened("websocket", Role.ROBOT, Dialect.UNDECIDED);
    socket.speaks(Dialect.OLDER);
    assertThat(meters.scrape())
        .contains(
            "havatar_connections{dialect=\"older\",role=\"robot\",transport=\"websocket\"} 1.0")
        .contains(
            "havatar_connections{dialect=\"undecided\",role=\"robot\",transport=\"websocket\"}"
                + " 0.0");
  }

  @Test
  void aTickThatComesInTimeIsNotLate() {
    LoopLag lag = meters.loopLag(3, () -> nowNs, 10);
    nowNs += 10_000_000;
    lag.onTick();
    nowNs += 35_000_000;
    lag.onTick();
    assertThat(meters.scrape())
        .contains("havatar_loop_lag_seconds_bucket{loop=\"3\",le=\"0.001\"} 1")
        .contains("havatar_loop_lag_seconds_bucket{loop=\"3\",le=\"0.02\"} 1")
        .contains("havatar_loop_lag_seconds_bucket{loop=\"3\",le=\"0.05\"} 2")
        .contains("havatar_loop_lag_seconds_sum{loop=\"3\"} 0.025");
  }

  @Test
  void aStoreThatFailsIsTimedAndCounted() {
    assertThat(store.robots().recordBoot("tank-1", 1, 2).failed()).isTrue();
    assertThat(meters.scrape())
        .contains("havatar_store_failures_total{operation=\"robots.record_boot\"} 1.0")
        .contains("havatar_store_seconds_count{operation=\"robots.record_boot\"} 1")
        .contains("havatar_store_failures_total{operation=\"probe\"} 0.0");
  }

  @Test
  void whetherItIsReadyIsToldAsOneOrNought() {
    assertThat(meters.scrape()).contains("havatar_node_ready 1.0");
    isReady = false;
    assertThat(meters.scrape()).contains("havatar_node_ready 0.0");
  }
}
