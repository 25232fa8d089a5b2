package org.havatar.bridge;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.havatar.transports.natives.NativeFolder;
import org.havatar.transports.settings.HangUpSignal;
import org.havatar.transports.settings.LiveSettings;
import org.havatar.transports.settings.Reload;
import org.havatar.transports.settings.SecretFile;
import org.havatar.transports.settings.Settings;
import org.havatar.transports.settings.SettingsException;
import org.havatar.transports.settings.SettingsSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The program: reads its configuration, raises the boot number, runs until it is told to end. */
@Command(
    name = "robot-bridge",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Connects a robot's motor board to the Havatar relay.")
public final class Main implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  /** After this a service manager would rather see the process gone. */
  private static final long EXIT_LIMIT_MS = 1000;

  private static final long GOODBYE_MS = 100;

  private static final int FOLLOW_LIMIT_S = 10;

  /** The exit status that a service manager expects after SIGTERM: 128 + 15. */
  private static final int TERMINATED = 143;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings; --print-config shows all of them with their defaults.")
  private @Nullable Path config;

  @Option(names = "--check-config", description = "Say whether the settings are right, and end.")
  private boolean checkConfig;

  @Option(names = "--print-config", description = "Print the commented default settings, and end.")
  private boolean printConfig;

  @Option(names = "--list-ports", description = "List this machine's serial ports and end.")
  private boolean listPorts;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  /** The jar's own version. */
  static final class Version implements IVersionProvider {
    static String software() {
      String version = Main.class.getPackage().getImplementationVersion();
      return "robot-bridge " + (version == null ? "unpackaged" : version);
    }

    @Override
    public String[] getVersion() {
      return new String[] {software()};
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    if (listPorts) {
      return printPorts();
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (printConfig) {
      out.print(BridgeConfiguration.MANUAL.text());
      out.flush();
      return ExitCode.OK;
    }
    SettingsSource source = new SettingsSource(BridgeConfiguration.MANUAL, config, System.getenv());
    try {
      Settings settings = source.read();
      BridgeConfiguration configuration = BridgeConfiguration.of(settings);
      if (checkConfig) {
        out.println("The settings are right; read: " + settings.sources() + ".");
        return ExitCode.OK;
      }
      configuration.log().apply();
      SecretFile.warnings(settings, config, "robot.key_file").forEach(LOG::warn);
      return run(
          configuration,
          new LiveSettings<>(
              source, settings, BridgeConfiguration::of, BridgeConfiguration.RELOADED));
    } catch (SettingsException e) {
      e.faults().forEach(System.err::println);
      return ExitCode.USAGE;
    } catch (FileSystemException e) {
      System.err.println("robot-bridge: " + e); // its message alone is a path
      return ExitCode.SOFTWARE;
    } catch (IOException e) {
      System.err.println("robot-bridge: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private static int printPorts() {
    try {
      NativeFolder.useTemporary();
    } catch (IOException e) {
      System.err.println("robot-bridge: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
    JSerialDevice.list().forEach(System.out::println);
    return ExitCode.OK;
  }

  private static int run(
      BridgeConfiguration configuration, LiveSettings<BridgeConfiguration> settings)
      throws IOException, InterruptedException {
    StopFile stopFile = new StopFile(configuration.stateDirectory());
    stopFile.prepare();
    BootNumber boot = BootNumber.raise(configuration.stateDirectory());
    NativeFolder.use(configuration.stateDirectory());
    HangUpSignal hangUp = new HangUpSignal();
    hangUp
        .install()
        .or(() -> HangUpAction.keptOver(JSerialDevice::load))
        .ifPresent(
            why -> LOG.warn("SIGHUP can't be caught, settings change at a restart: {}", why));
    KeyFile keyFile = new KeyFile(configuration.stateDirectory());
    StampClock clock = StampClock.ofThisMachine(new SecureRandom().nextInt() & 0xFFFF_FFFFL);
    VertxOptions options =
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(2)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false));
    Vertx vertx = Vertx.vertx(options);
    if (!vertx.isNativeTransportEnabled()) {
      LOG.warn("native transport is not available", vertx.unavailableNativeTransportCause());
    }
    BridgeVerticle.State state = new BridgeVerticle.State(boot, stopFile, keyFile, keyFile.read());
    BridgeVerticle bridge = new BridgeVerticle(configuration, clock, state, Version.software());
    CompletableFuture<String> deployment =
        vertx.deployVerticle(bridge).toCompletionStage().toCompletableFuture();
    String id;
    try {
      id = deployment.get();
    } catch (ExecutionException e) {
      LOG.error("could not start", e.getCause());
      return ExitCode.SOFTWARE;
    }
    JSerialDevice.beforePortsClose(() -> end(vertx, id));
    hangUp.onSignal(new Reload<>(settings, fresh -> follow(bridge, fresh)));
    // Ends with the process.
    new CountDownLatch(1).await();
    return ExitCode.OK;
  }

  /** Waits until the reloaded settings are in force; on the signal's thread. */
  private static void follow(BridgeVerticle bridge, BridgeConfiguration fresh)
      throws IOException, InterruptedException {
    try {
      bridge.follow(fresh).toCompletableFuture().get(FOLLOW_LIMIT_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("The certificates to trust can't be exchanged: " + e + ".", e);
    }
    fresh.log().apply();
  }

  /** Stops the motors, says goodbye, and gives the last frames a moment to leave. */
  private static void end(Vertx vertx, String deployment) {
    CountDownLatch ended = new CountDownLatch(1);
    vertx
        .undeploy(deployment)
        .onComplete(ignored -> vertx.setTimer(GOODBYE_MS, alsoIgnored -> ended.countDown()));
    try {
      if (!ended.await(EXIT_LIMIT_MS, TimeUnit.MILLISECONDS)) {
        LOG.warn("ended without saying goodbye to everybody");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Nothing is left to be done, and closing a port whose far end is stuck may take seconds.
    Runtime.getRuntime().halt(TERMINATED);
  }
}
