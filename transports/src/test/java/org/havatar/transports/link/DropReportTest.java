package org.havatar.transports.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.havatar.transports.wire.Reason;
import org.junit.jupiter.api.Test;

class DropReportTest {

  @Test
  void eachDropIsToldOnce() {
    Drops drops = new Drops();
    DropReport report = new DropReport(drops);
    drops.count(Reason.CRC);
    drops.count(Reason.CRC);
    drops.count(Reason.STALE);
    assertThat(report.takeNew()).isEqualTo(Map.of(Reason.CRC, 2L, Reason.STALE, 1L));
    assertThat(report.takeNew()).isEmpty();
    drops.count(Reason.CRC);
    Map<Reason, Long> more = report.takeNew();
    assertThat(DropReport.text(more)).isEqualTo("crc=1");
  }
}
