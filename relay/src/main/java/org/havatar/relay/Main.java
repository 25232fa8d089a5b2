package org.havatar.relay;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.config.DataDirectory;
import org.havatar.relay.config.RelayConfig;
import org.havatar.relay.config.StartWarnings;
import org.havatar.relay.node.RunningRelay;
import org.havatar.relay.node.Version;
import org.havatar.transports.natives.NativeFolder;
import org.havatar.transports.settings.HangUpSignal;
import org.havatar.transports.settings.LiveSettings;
import org.havatar.transports.settings.Reload;
import org.havatar.transports.settings.Settings;
import org.havatar.transports.settings.SettingsException;
import org.havatar.transports.settings.SettingsSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** The command line. Exit codes: 0 done, 1 it didn't work, 2 asked or configured wrongly. */
@Command(
    name = "relay",
    description = "Runs a relay node; SIGHUP reloads its settings, SIGTERM or Ctrl-C ends it.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    subcommands = {
      UserCommand.class,
      RobotCommand.class,
      AuditCommand.class,
      ClusterCertificateCommand.class
    })
final class Main implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
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
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new CliExceptionHandler());
  }

  /** Reads the settings that were asked for, for a command that is about to use the store. */
  RelayConfig config() throws SettingsException {
    RelayConfig config = check(source().read());
    unpackNativesIn(config);
    return config;
  }

  private static void unpackNativesIn(RelayConfig config) {
    Path data = DataDirectory.prepare(config.dataDirectory());
    try {
      NativeFolder.use(data);
    } catch (IOException e) {
      throw new Unavailable("Libraries can't be loaded: " + e.getMessage(), e);
    }
  }

  private SettingsSource source() {
    return new SettingsSource(RelayConfig.MANUAL, configFile, System.getenv());
  }

  private static RelayConfig check(Settings settings) throws SettingsException {
    return RelayConfig.of(settings, System.getenv(), InstantSource.system().instant());
  }

  @Command(
      name = "export",
      description =
          "Writes all that the store holds as JSON Lines, secrets such as hashes of passwords and"
              + " the key that signs tokens included; so the file is made readable by you only."
              + " Works while the relay runs.")
  int export(
      @Parameters(paramLabel = "FILE", description = "New file, or - for standard output.")
          String file)
      throws SettingsException, IOException, InterruptedException {
    new StoreCommands(config()).export(file);
    return OK;
  }

  @Command(
      name = "import",
      description =
          "Reads an export or a backup into the store, all or nothing, after every line was"
              + " checked. Restart relays that run on that store: they know its old key.")
  int importFrom(
      @Parameters(paramLabel = "FILE", description = "What export wrote; - for standard input.")
          String file,
      @Option(
              names = "--replace",
              description = "Also when the store isn't empty: what it holds is lost.")
          boolean replace)
      throws SettingsException, IOException, InterruptedException {
    new StoreCommands(config()).importFrom(file, replace);
    return OK;
  }

  @Command(
      name = "backup",
      description =
          "Writes an export with the time in its name to a directory. Works while the relay runs.")
  int backup(
      @Parameters(paramLabel = "DIR", description = "Made when it doesn't exist.") Path directory)
      throws SettingsException, IOException, InterruptedException {
    new StoreCommands(config()).backup(directory);
    return OK;
  }

  @Override
  public Integer call() throws SettingsException, IOException, InterruptedException {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    if (printOnly) {
      out.print(RelayConfig.MANUAL.text());
      out.flush();
      return OK;
    }
    SettingsSource source = source();
    Settings settings = source.read();
    RelayConfig config = check(settings);
    if (checkOnly) {
      out.println("The settings are right; read: " + settings.sources() + ".");
      return OK;
    }
    config.log().program().apply();
    unpackNativesIn(config);
    StartWarnings.of(config, settings, configFile).forEach(LOG::warn);
    HangUpSignal hangUp = new HangUpSignal();
    hangUp
        .install()
        .ifPresent(why -> LOG.warn("SIGHUP can't be caught, so it ends the relay: {}", why));
    RunningRelay relay = RunningRelay.start(config);
    LiveSettings<RelayConfig> live =
        new LiveSettings<>(source, settings, Main::check, RelayConfig.RELOADED);
    hangUp.onSignal(new Reload<>(live, relay::follow));
    Runtime.getRuntime().addShutdownHook(new Thread(relay::close, "shutdown"));
    LOG.debug("running until a signal comes");
    new CountDownLatch(1).await();
    return OK;
  }
}
