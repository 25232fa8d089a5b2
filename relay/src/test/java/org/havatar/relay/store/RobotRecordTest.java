package org.havatar.relay.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.access.robots.Robot;
import org.havatar.relay.access.robots.RobotAcl;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.RobotEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RobotRecordTest {
  private static final String EARLIER =
      "{\"robot_id\":\"tank-1\",\"name\":\"Tank\",\"type\":\"tank\",\"owner\":\"ana\","
          + "\"audience\":\"granted\",\"active\":true%s}";

  @Test
  void theLimitOfAHoldIsReadAsItWasWritten() {
    RobotEntry slow =
        new RobotEntry(new Robot("a", "A", "t", 600), RobotDetails.NONE, RobotAcl.of("ana"));
    assertThat(RobotRecords.robot(RobotRecords.of(slow))).isEqualTo(slow);
  }

  @Test
  void aRobotOfAnEarlierRelayLetsGoAfterAMinute() {
    assertThat(RobotRecords.robot(EARLIER.formatted("")).robot().holdLimitS()).isEqualTo(60);
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "-1, 5", "5, 5", "600, 600", "601, 600", "9999999999, 600", "null, 60"})
  void aLimitThatNoRelayWroteIsBroughtIntoItsBounds(String written, int limitS) {
    String text = EARLIER.formatted(",\"hold_limit_s\":" + written);
    assertThat(RobotRecords.robot(text).robot().holdLimitS()).isEqualTo(limitS);
  }
}
