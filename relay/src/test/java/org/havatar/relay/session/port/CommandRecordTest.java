package org.havatar.relay.session.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which commands are one run, and what is left of a record whose account is forgotten. */
class CommandRecordTest {
  private static final long LONGEST_MS = 5000;

  private static CommandRecord drive(long firstMs, long lastMs, int count) {
    return new CommandRecord(
        "tank-1", firstMs, lastMs, "ann", 7, "drive", 100, -50, "accepted", count);
  }

  private static CommandRecord another(
      String robotId, String account, long holder, String kind, int left, int right, String fate) {
    return new CommandRecord(robotId, 1020, 1020, account, holder, kind, left, right, fate, 1);
  }

  static Stream<CommandRecord> others() {
    return Stream.of(
        another("tank-2", "ann", 7, "drive", 100, -50, "accepted"),
        another("tank-1", "ben", 7, "drive", 100, -50, "accepted"),
        another("tank-1", "ann", 8, "drive", 100, -50, "accepted"),
        another("tank-1", "ann", 7, "stop", 100, -50, "accepted"),
        another("tank-1", "ann", 7, "drive", 101, -50, "accepted"),
        another("tank-1", "ann", 7, "drive", 100, -51, "accepted"),
        another("tank-1", "ann", 7, "drive", 100, -50, "stale"));
  }

  @Test
  void equalCommandsAreOneRunFromTheFirstToTheLast() {
    assertThat(drive(1000, 1000, 1).with(drive(1020, 1020, 1), LONGEST_MS))
        .isEqualTo(drive(1000, 1020, 2));
    assertThat(drive(1000, 1020, 2).with(drive(1020, 1060, 3), LONGEST_MS))
        .isEqualTo(drive(1000, 1060, 5));
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatDiffersInAnythingButItsTimeIsAnotherRun(CommandRecord other) {
    assertThat(drive(1000, 1000, 1).with(other, LONGEST_MS)).isNull();
  }

  @Test
  void aRunIsShorterThanTheLongest() {
    CommandRecord run = drive(1000, 1000, 1);
    assertThat(run.with(drive(5999, 5999, 1), LONGEST_MS)).isEqualTo(drive(1000, 5999, 2));
    assertThat(run.with(drive(6000, 6000, 1), LONGEST_MS)).isNull();
  }

  @Test
  void aRunNeverGoesBackInTime() {
    CommandRecord run = drive(1000, 1000, 1);
    assertThat(run.with(drive(1000, 1000, 1), LONGEST_MS)).isEqualTo(drive(1000, 1000, 2));
    assertThat(run.with(drive(999, 999, 1), LONGEST_MS)).isNull();
  }

  @Test
  void underAPseudonymAllButTheClientStays() {
    assertThat(drive(1000, 1020, 2).of("somebody-1"))
        .isEqualTo(
            new CommandRecord(
                "tank-1", 1000, 1020, "somebody-1", 0, "drive", 100, -50, "accepted", 2));
  }
}
