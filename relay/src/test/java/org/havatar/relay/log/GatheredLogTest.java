package org.havatar.relay.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GatheredLogTest {
  private final LoggerContext context = new LoggerContext();
  private final Logger logger = context.getLogger("a door");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private long nowMs = -7;
  private final GatheredLog gathered = new GatheredLog(logger, () -> nowMs);

  GatheredLogTest() {
    lines.setContext(context);
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.INFO);
  }

  private List<String> written() {
    return lines.list.stream()
        .map(line -> line.getLevel() + " " + line.getFormattedMessage() + keys(line))
        .toList();
  }

  private static String keys(ILoggingEvent line) {
    return line.getKeyValuePairs() == null ? "" : " " + line.getKeyValuePairs();
  }

  @Test
  void theFirstIsWrittenAtOnceAndThenOneASecondThatTellsHowManyWereLeftOut() {
    for (int i = 0; i < 5000; i++) {
      gathered.atInfo().log("refused {}", i);
    }
    nowMs += GatheredLog.EVERY_MS - 1;
    gathered.atInfo().log("one millisecond too early");
    nowMs += 1;
    gathered.atInfo().log("again");
    nowMs += GatheredLog.EVERY_MS;
    gathered.atWarn().log("alone");
    assertThat(written())
        .containsExactly("INFO refused 0", "INFO again [more=\"5000\"]", "WARN alone");
  }

  @Test
  void whatTheLevelHidesCountsForNothing() {
    logger.setLevel(Level.ERROR);
    gathered.atInfo().log("hidden");
    gathered.atError().log("seen");
    assertThat(written()).containsExactly("ERROR seen");
  }
}
