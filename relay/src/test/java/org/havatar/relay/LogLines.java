package org.havatar.relay;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What is logged while a test runs, by whatever library. */
public final class LogLines implements AutoCloseable {
  private final Logger root =
      ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  public LogLines() {
    lines.setContext(root.getLoggerContext());
    lines.start();
    root.addAppender(lines);
  }

  /** Those that call somebody to act, and those with a stack trace. */
  public List<String> loud() {
    return lines.list.stream()
        .filter(line -> line.getLevel() == Level.ERROR || line.getThrowableProxy() != null)
        .map(LogLines::text)
        .toList();
  }

  /** Those that hold that text. */
  public List<String> with(String text) {
    return lines.list.stream().map(LogLines::text).filter(each -> each.contains(text)).toList();
  }

  private static String text(ILoggingEvent line) {
    return "%s %s: %s %s %s"
        .formatted(
            line.getLevel(),
            line.getLoggerName(),
            line.getFormattedMessage(),
            line.getKeyValuePairs(),
            line.getThrowableProxy() == null ? "" : line.getThrowableProxy().getMessage());
  }

  @Override
  public void close() {
    root.detachAppender(lines);
  }
}
