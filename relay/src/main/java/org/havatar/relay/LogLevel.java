package org.havatar.relay;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Which records are written. */
final class LogLevel {
  static final List<String> ALL = List.of("error", "warn", "info", "debug");

  private LogLevel() {}

  /** From now on, on all threads; libraries with a level of their own keep it. */
  static void set(String level) {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.toLevel(level));
    }
  }
}
