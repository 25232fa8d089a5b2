package org.havatar.transports.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Decoded;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BadMessagesTest {
  private final Drops drops = new Drops();
  private final BadMessages bad = new BadMessages(drops, true);

  @Test
  void unknownTypesAreCountedAnsweredOnceASecondAndNeverAbuse() {
    assertThat(count(bad.onBad(of("unknown_type"), 0))).isEqualTo(1);
    for (int i = 0; i < 50; i++) {
      assertThat(bad.onBad(of("unknown_type"), 999)).isNull();
    }
    assertThat(count(bad.onBad(of("unknown_type"), 1000))).isEqualTo(51);
    assertThat(bad.isAbuse(1000)).isFalse();
    assertThat(drops.of(Reason.UNKNOWN_TYPE)).isEqualTo(52);
  }

  @Test
  void tenMalformedMessagesInTenSecondsAreAbuse() {
    for (int i = 0; i < 9; i++) {
      bad.onBad(of("bad_json"), i * 1000L);
      assertThat(bad.isAbuse(i * 1000L)).isFalse();
    }
    bad.onBad(of("out_of_range"), 10_000);
    assertThat(bad.isAbuse(10_000)).isTrue();
  }

  @Test
  void typesThatOnlyAnOlderPeerSendsAreNoAbuseOfItsOwn() {
    BadMessages older = new BadMessages(drops, false);
    for (int i = 0; i < 50; i++) {
      older.onBad(of("unknown_message"), 0);
      bad.onBad(of("unknown_message"), 0);
    }
    assertThat(older.isAbuse(0)).isFalse();
    assertThat(bad.isAbuse(0)).isTrue();
  }

  @Test
  void honestMistakesSpreadOverTimeAreForgiven() {
    for (int i = 0; i < 100; i++) {
      bad.onBad(of("malformed"), i * 1200L);
      assertThat(bad.isAbuse(i * 1200L)).isFalse();
    }
  }

  @Test
  void differentMistakesAreAnsweredEach() {
    assertThat(bad.onBad(of("missing_field"), 0)).isNotNull();
    assertThat(bad.onBad(of("unknown_message"), 0)).isNotNull();
  }

  private static Decoded.Bad of(String code) {
    return new Decoded.Bad(code, "test");
  }

  private static long count(@Nullable ErrorReport report) {
    return report == null || report.count() == null ? -1 : report.count();
  }
}
