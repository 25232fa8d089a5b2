package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.judge.HiccupMeter;
import org.havatar.ops.kit.OpenScene;
import org.havatar.ops.kit.Program;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.Wait;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SIGHUP in mid-drive: the settings change, the robot drives on. */
final class ReloadTest {
  private static final Duration RELOADS_WITHIN = Duration.ofSeconds(20);
  private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(30);
  private static final String OWN_LIMITS = "  exempt_loopback: true\n";
  private static final String RELOADED = "reloaded the settings";
  private static final String REFUSED = "nothing was changed";
  private final HiccupMeter machine = HiccupMeter.start();
  private long starvedBefore;
  private long upsBefore;

  @RegisterExtension private final OpenScene opened = OpenScene.forEachTest();

  @Test
  void anotherCertificateIsShownWhileAnOpenSocketDrivesOn() throws IOException {
    Path certificate = scene().folder().resolve("relay/certificate.pem");
    Path before = Files.copy(certificate, scene().folder().resolve("before.pem"));
    driveAtSpeed();
    long fromNs = System.nanoTime();
    rewrite("relay.yaml", OWN_LIMITS, OWN_LIMITS + "tls:\n  host_names: [robots.example.org]\n");
    reload(scene().relay(), RELOADED);

    assertThat(statusTrusting(certificate)).isEqualTo(200);
    assertThat(statusTrusting(before)).as("the old one is not shown any more").isEqualTo(-1);
    assertDroveOnSince(fromNs);
    assertThat(scene().relay().log()).contains("tls.host_names [] → [robots.example.org]");
  }

  @Test
  void otherLimitsTakeEffect() throws IOException {
    try (RelayApi api = scene().api()) {
      for (int request = 0; request < 30; request++) {
        assertThat(api.status("/api/robots")).isEqualTo(401);
      }
      rewrite("relay.yaml", OWN_LIMITS, "  api_per_second: 1\n  api_burst: 1\n");
      reload(scene().relay(), RELOADED);
      List<Integer> statuses = List.of(api.status("/api/robots"), api.status("/api/robots"));
      assertThat(statuses).as("with a burst of one").contains(429);
    }
  }

  @Test
  void wrongSettingsChangeNothingAndEndNothing() throws IOException {
    Path certificate = scene().folder().resolve("relay/certificate.pem");
    driveAtSpeed();
    long fromNs = System.nanoTime();
    rewrite(
        "relay.yaml",
        OWN_LIMITS,
        "  api_burst: none\n  api_per_secnod: 3\ntls:\n  host_names: [robots.example.org]\n");
    reload(scene().relay(), REFUSED);
    assertThat(scene().relay().log()).contains("Did you mean limits.api_per_second?");
    assertThat(statusTrusting(certificate)).isEqualTo(200);

    rewrite("relay.yaml", "  api_per_secnod: 3\n", "");
    reload(scene().relay(), REFUSED);
    assertThat(scene().relay().log()).contains("limits.api_burst has to be a whole number");
    assertDroveOnSince(fromNs);
  }

  @Test
  void whatNeedsARestartIsNamed() throws IOException {
    rewrite("relay.yaml", "  event_loops:", "  port: 1\n  event_loops:");
    rewrite("relay.yaml", "  port: " + scene().relayPort() + "\n", "");
    reload(scene().relay(), "these need a restart");
    assertThat(scene().relay().log())
        .contains("listen.port \"" + scene().relayPort() + "\" → \"1\"");
    try (RelayApi api = scene().api()) {
      assertThat(api.status("/health/ready")).isEqualTo(200);
    }
  }

  @Test
  void theBridgeDrivesOnAndTakesWhatIsSafeToTake() throws IOException {
    driveAtSpeed();
    long fromNs = System.nanoTime();
    rewrite(
        "robot-bridge.yaml",
        "serial:",
        "log:\n  level: debug\ndrive:\n  cap_permille: 100\nserial:");
    reload(scene().bridge(), RELOADED);
    Wait.until(
        "the warning",
        RELOADS_WITHIN,
        () -> scene().bridge().log().contains("these need a restart: [drive.cap_permille"));
    assertThat(scene().bridge().log()).contains("log.level \"info\" → \"debug\"");
    assertDroveOnSince(fromNs);

    rewrite("robot-bridge.yaml", "  level: debug", "  level: loud\n  key: hvr_never-shown");
    reload(scene().bridge(), REFUSED);
    assertThat(scene().bridge().log()).doesNotContain("hvr_");
    assertDroveOnSince(fromNs);
  }

  @Test
  void theBridgeTrustsAnotherCertificateFromTheNextDialOn() throws IOException {
    rewrite("relay.yaml", OWN_LIMITS, OWN_LIMITS + "tls:\n  host_names: [robots.example.org]\n");
    reload(scene().relay(), RELOADED);
    long ups = timesUp();
    scene().robotHop().strand();
    Wait.until(
        "a refused certificate",
        CONNECTS_WITHIN,
        () -> scene().bridge().log().contains("trying again until it works"));
    assertThat(timesUp()).isEqualTo(ups);
    reload(scene().bridge(), RELOADED);
    Wait.until("an uplink", CONNECTS_WITHIN, () -> timesUp() > ups);
  }

  private long timesUp() {
    return scene().bridge().log().lines().filter(line -> line.contains("uplink up")).count();
  }

  /** Lines of the programs that tell that the machine didn't run them in time. */
  private long starvations() {
    return linesWith(scene().bridge(), "was held up for")
        + linesWith(scene().bridge(), "doesn't echo our stamps")
        + linesWith(scene().relay(), "stood still");
  }

  private void driveAtSpeed() {
    scene().driveAtSpeed();
    starvedBefore = starvations();
    upsBefore = timesUp();
  }

  /**
   * A run in which the machine stood still, by this process's own measure too, proves nothing. A
   * program that stands still while the machine runs is what this test is to find.
   */
  private void assertDroveOnSince(long fromNs) {
    boolean starved = starvations() != starvedBefore;
    assumeThat(starved && machine.sawOneBetween(fromNs, System.nanoTime()))
        .as("starved by the machine")
        .isFalse();
    assertThat(starved).as("a program stood still though the machine ran").isFalse();
    assertThat(scene().driver().isConnected()).as("its socket stayed open").isTrue();
    assertThat(scene().driver().hasWheel()).as("it was never stopped").isTrue();
    assertThat(scene().boardLog().notesSince(fromNs, "stop")).isEmpty();
    assertThat(timesUp()).as("the robot's socket stayed open").isEqualTo(upsBefore);
    long nowNs = System.nanoTime();
    Wait.until(
        "setpoints after the reload",
        RELOADS_WITHIN,
        () ->
            scene().boardLog().since(nowNs, BoardLog.Setpoint.class).stream()
                .anyMatch(BoardLog.Setpoint::moves));
    assertThat(scene().wronglyExecuted()).isEmpty();
  }

  private int statusTrusting(Path certificate) {
    try (RelayApi api = new RelayApi(scene().relayPort(), certificate)) {
      return api.status("/health/ready");
    }
  }

  /** Sends SIGHUP; returns when one more line with {@code answer} was logged. */
  private static void reload(Program program, String answer) {
    long before = linesWith(program, answer);
    program.hangUp();
    Wait.until(answer, RELOADS_WITHIN, () -> linesWith(program, answer) > before);
  }

  private static long linesWith(Program program, String part) {
    return program.log().lines().filter(line -> line.contains(part)).count();
  }

  private void rewrite(String name, String old, String fresh) throws IOException {
    Path file = scene().folder().resolve(name);
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replace(old, fresh));
  }

  @AfterEach
  void endMeasure() {
    machine.close();
  }

  private Scene scene() {
    return opened.get();
  }
}
