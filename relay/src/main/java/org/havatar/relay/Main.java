package org.havatar.relay;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line. Exit codes: 0 done, 1 it didn't work, 2 asked or configured wrongly. */
@Command(
    name = "relay",
    description = "Runs a relay node; SIGTERM or Ctrl-C ends it.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    subcommands = {UserCommand.class, RobotCommand.class})
final class Main implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(Main.class);
  static final int OK = 0;
  static final int FAILED = 1;
  static final int WRONG = 2;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Settings; --print-config shows all of them with their defaults.")
  private @Nullable Path configFile;

  @Option(names = "--check-config", description = "Say whether the settings are right, and end.")
  private boolean checkOnly;

  @Option(names = "--print-config", description = "Print the commented default settings, and end.")
  private boolean printOnly;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setExecutionExceptionHandler(new Faults());
  }

  /** Reads the settings that were asked for. */
  RelayConfig config() throws ConfigException {
    return RelayConfig.read(configFile, System.getenv());
  }

  @Override
  public Integer call() throws ConfigException, IOException, InterruptedException {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    if (printOnly) {
      out.print(SettingsReader.manual());
      out.flush();
      return OK;
    }
    RelayConfig config = config();
    if (checkOnly) {
      out.println("The settings are right.");
      return OK;
    }
    if (config.jsonLogs()) {
      LogFormat.useJson();
    }
    RunningRelay relay = RunningRelay.start(config);
    Runtime.getRuntime().addShutdownHook(new Thread(relay::close, "shutdown"));
    log.debug("running until a signal comes");
    new CountDownLatch(1).await();
    return OK;
  }
}
