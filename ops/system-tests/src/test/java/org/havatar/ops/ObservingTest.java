package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.OpenScene;
import org.havatar.ops.kit.Presser;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.Wait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who was not there reads afterwards, in metrics and log, what happened. */
final class ObservingTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @RegisterExtension private final OpenScene opened = OpenScene.forEachTest();

  @Test
  void aDriveAStopAndAPulledCableAreInTheMetrics() {
    Scene scene = opened.get();
    scene.driveAtSpeed();
    assertThat(series("havatar_commands_total{outcome=\"accepted\"}")).isPositive();
    assertThat(series("havatar_command_own_seconds_count{.*}")).isPositive();
    assertThat(series("havatar_command_round_trip_seconds_count")).isPositive();
    assertThat(series("havatar_loop_age_seconds_count")).isPositive();
    assertThat(series("havatar_lease_events_total{cause=\"taken\"}")).isEqualTo(1);
    assertThat(series("havatar_robots")).isEqualTo(1);
    assertThat(series("havatar_robot_battery_ratio{robot=\"" + Accounts.ROBOT + "\"}"))
        .isBetween(0.0, 1.0);

    try (Presser presser = new Presser(scene, new SplittableRandom(5))) {
      presser.press();
    }
    assertThat(series("havatar_stops_total{presser=\".*\"}")).isEqualTo(1);
    assertThat(series("havatar_stop_confirmation_seconds_count")).isEqualTo(1);
    assertThat(series("havatar_stop_confirmation_seconds_max")).isBetween(0.0, 0.5);
    assertThat(series("havatar_stops_unconfirmed_total")).isZero();
    Wait.until("drives refused", SOON, () -> series(refused("latched_stop")) > 0);

    scene.driveAtSpeed();
    scene.tellBoard("unplug");
    Wait.until("drives refused", SOON, () -> series(refused("board_silent")) > 0);
  }

  @Test
  void theLogTellsWhoCameAndWentByKeys() {
    Scene scene = opened.get();
    scene.driveAtSpeed();
    scene.bridge().kill();
    Wait.until("the robot's leaving", SOON, () -> scene.relay().log().contains("robot gone"));
    String robot = "robot=" + Accounts.ROBOT;
    assertThat(scene.relay().log().lines())
        .anySatisfy(line -> assertThat(line).contains("robot welcome", robot, "session=", "node="))
        .anySatisfy(line -> assertThat(line).contains("robot gone", robot, "session="))
        .anySatisfy(line -> assertThat(line).contains("client welcome", "session=", "account="));
    assertThat(scene.bridge().log().lines())
        .anySatisfy(line -> assertThat(line).contains("lease TAKEN", robot, "term=", "holder="));
    assertThat(series("havatar_robots")).isZero();
    assertThat(scene.site().relay().metrics()).doesNotContain("havatar_robot_battery_ratio{");
  }

  private static String refused(String reason) {
    return "havatar_commands_total{outcome=\"" + reason + "\"}";
  }

  /** The sum of the series whose name and labels match, 0 when there is none. */
  private double series(String pattern) {
    String quoted = pattern.replace("{", "\\{").replace("}", "\\}");
    Matcher found =
        Pattern.compile("^" + quoted + " (\\S+)$", Pattern.MULTILINE)
            .matcher(opened.get().site().relay().metrics());
    double sum = 0;
    while (found.find()) {
      sum += Double.parseDouble(found.group(1));
    }
    return sum;
  }
}
