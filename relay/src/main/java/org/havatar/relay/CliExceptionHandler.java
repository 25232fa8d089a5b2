package org.havatar.relay;

import org.havatar.relay.access.port.Unavailable;
import org.havatar.transports.settings.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells a person what went wrong, as sentences; only what nobody foresaw comes with its stack. */
final class CliExceptionHandler implements IExecutionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(CliExceptionHandler.class);

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    return switch (failure) {
      case SettingsException wrong -> {
        wrong.faults().forEach(command.getErr()::println);
        yield Main.WRONG;
      }
      case IllegalArgumentException wrong -> {
        command.getErr().println(wrong.getMessage());
        yield Main.WRONG;
      }
      case Unavailable known -> {
        command.getErr().println(known.getMessage());
        yield Main.FAILED;
      }
      default -> {
        LOG.error("unexpected", failure);
        yield Main.FAILED;
      }
    };
  }
}
