package org.havatar.bridge;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** What a class logs from a level upwards (else from warnings), until closed. */
final class LogCapture implements AutoCloseable {
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final Logger logger;

  LogCapture(Class<?> of) {
    this(of, Level.WARN);
  }

  LogCapture(Class<?> of, Level least) {
    logger = (Logger) LoggerFactory.getLogger(of);
    appender.start();
    logger.addAppender(appender);
    logger.setAdditive(false);
    logger.setLevel(least);
  }

  List<String> messages() {
    return List.copyOf(appender.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** What the events name as {@code key}, in their order. */
  List<String> values(String key) {
    return List.copyOf(appender.list).stream()
        .map(ILoggingEvent::getKeyValuePairs)
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .filter(pair -> pair.key.equals(key))
        .map(pair -> String.valueOf(pair.value))
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setAdditive(true);
    logger.setLevel(null);
  }
}
