package org.havatar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Reason;
import org.junit.jupiter.api.Test;

final class DropsReportTest {
  @Test
  void eachReportCountsWhatCameSinceTheOneBefore() {
    Drops drops = new Drops();
    DropsReport report = new DropsReport(drops);
    assertThat(report.fresh()).isEmpty();
    drops.count(Reason.STALE);
    drops.count(Reason.STALE);
    assertThat(report.fresh()).isEqualTo(Map.of(Reason.STALE, 2L));
    drops.count(Reason.STALE);
    drops.count(Reason.MALFORMED);
    assertThat(report.fresh()).isEqualTo(Map.of(Reason.STALE, 1L, Reason.MALFORMED, 1L));
    assertThat(report.fresh()).isEmpty();
  }
}
