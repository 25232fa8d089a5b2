package org.havatar.relay.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.access.robots.KeptStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeptStopRecordTest {
  @Test
  void whatIsWrittenIsRead() {
    KeptStop lock = new KeptStop(true, false, -1, Long.MIN_VALUE);
    assertThat(RobotRecords.keptStop(RobotRecords.of(lock))).isEqualTo(lock);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"administrator\":false,\"pressed\":false,\"stop_id\":1}",
        "{\"administrator\":\"no\",\"pressed\":false,\"stop_id\":1,\"origin\":2}",
        "{\"administrator\":false,\"pressed\":null,\"stop_id\":1,\"origin\":2}"
      })
  void whateverCantBeReadCountsAsPressed(String text) {
    assertThat(RobotRecords.keptStop(text)).isEqualTo(KeptStop.UNREADABLE);
  }
}
