package org.havatar.transports.settings;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a program logs: the keys {@code log.level} and {@code log.format} that both programs have.
 * The text layout stands in each program's {@code logback.xml}.
 *
 * @param level the least that is written: error, warn, info or debug
 * @param isJson each line one JSON object
 */
public record ProgramLog(String level, boolean isJson) {
  private static final List<String> LEVELS = List.of("error", "warn", "info", "debug");

  public static ProgramLog read(Settings settings) {
    return new ProgramLog(
        settings.oneOf("log.level", LEVELS),
        settings.oneOf("log.format", List.of("text", "json")).equals("json"));
  }

  /** From now on, on all threads; libraries with a level of their own keep it. */
  public void apply() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.toLevel(level));
      if (isJson) {
        useJson(context);
      }
    }
  }

  private static void useJson(LoggerContext context) {
    Iterator<Appender<ILoggingEvent>> appenders =
        context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
    while (appenders.hasNext()) {
      if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> appender
          && !(appender.getEncoder() instanceof JsonEncoder)) {
        appender.setEncoder(json(context));
      }
    }
  }

  /** With the message as a person reads it, and its keys beside it. */
  static JsonEncoder json(LoggerContext context) {
    JsonEncoder json = new JsonEncoder();
    json.setContext(context);
    json.setWithSequenceNumber(false);
    json.setWithContext(false);
    json.setWithNanoseconds(false);
    json.setWithMessage(false);
    json.setWithArguments(false);
    json.setWithFormattedMessage(true);
    json.start();
    return json;
  }
}
