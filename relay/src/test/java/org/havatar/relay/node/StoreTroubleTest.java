package org.havatar.relay.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** However often sessions ask a store that fails, the log gets a line a second. */
class StoreTroubleTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(StoreTrouble.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private long nowMs = 5000;
  private final StoreTrouble trouble = new StoreTrouble(() -> nowMs);

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
  }

  @Test
  void theFirstIsALineAtOnceAndThenOneASecondWithTheirCount() {
    for (int i = 0; i < 1000; i++) {
      trouble.tell("accounts can't be asked: {}", new IllegalStateException("gone"));
    }
    assertThat(lines.list).hasSize(1);
    nowMs += StoreTrouble.EVERY_MS;
    trouble.tell("accounts can't be asked: {}", new IllegalStateException("gone"));
    assertThat(lines.list).hasSize(2);
    assertThat(lines.list.get(1).getFormattedMessage())
        .isEqualTo("accounts can't be asked: java.lang.IllegalStateException: gone");
    assertThat(lines.list.get(1).getKeyValuePairs().get(0).value).isEqualTo(1000L);
  }
}
