package org.havatar.transports.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Reason;
import org.junit.jupiter.api.Test;

/** By a clock of the test's own; with TLS in {@code Http2FrontTest}. */
final class BeforeHttpTest {
  private static final int LIMIT_MS = 1000;

  private final Drops drops = new Drops();
  private final EmbeddedChannel connection = new EmbeddedChannel();

  BeforeHttpTest() {
    connection.freezeTime();
    BeforeHttp.watch(connection, LIMIT_MS, () -> 0, drops);
  }

  private void pass(int ms) {
    connection.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
    connection.runScheduledPendingTasks();
  }

  @Test
  void whoNeverBeginsIsEndedWhateverComesMeanwhile() {
    pass(LIMIT_MS - 1);
    connection.writeInbound("something");
    assertThat(connection.<String>readInbound()).isEqualTo("something");
    assertThat(connection.isOpen()).isTrue();
    assertThat(drops.snapshot()).isEmpty();
    pass(1);
    assertThat(connection.isOpen()).isFalse();
    assertThat(drops.snapshot()).isEqualTo(Map.of(Reason.MALFORMED, 1L));
  }

  @Test
  void whoHasBegunStays() {
    BeforeHttp.end(connection.pipeline());
    pass(2 * LIMIT_MS);
    assertThat(connection.isOpen()).isTrue();
    BeforeHttp.end(connection.pipeline());
    assertThat(connection.pipeline().names()).hasSize(1);
  }
}
