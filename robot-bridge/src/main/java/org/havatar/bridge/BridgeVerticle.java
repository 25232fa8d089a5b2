package org.havatar.bridge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.havatar.transports.authority.StandingStop;
import org.havatar.transports.authority.StopRecord;
import org.havatar.transports.link.DropReport;
import org.havatar.transports.link.Drops;
import org.havatar.transports.websocket.WebSocketDialer;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds the robot to its serial port and its relay, and keeps its time. One event loop. */
final class BridgeVerticle extends VerticleBase {
  static final long TICK_MS = 5;

  /** The board has this long to confirm that the motors are off before the process ends. */
  static final long SHUTDOWN_LIMIT_MS = 300;

  private static final Logger LOG = LoggerFactory.getLogger(BridgeVerticle.class);
  private static final long REPORT_MS = 1000;

  private final BridgeConfiguration configuration;
  private final StampClock clock;
  private final BootNumber boot;
  private final StopFile stopFile;
  private final KeyFile keyFile;
  private final KeyChain keys;
  private final String software;
  private final SecureRandom random = new SecureRandom();
  private final Drops serialDrops = new Drops();
  private final Drops uplinkDrops = new Drops();
  private final DropReport serialReport = new DropReport(serialDrops);
  private final DropReport uplinkReport = new DropReport(uplinkDrops);

  private @Nullable WebSocketDialer dialer;
  private @Nullable Uplinks uplinks;
  private @Nullable Robot robot;
  private @Nullable SerialPortLink serial;

  /** What is on this machine's disk. */
  record State(BootNumber boot, StopFile stopFile, KeyFile keyFile, List<String> keys) {
    /** Without the keys: records end up in logs. */
    @Override
    public String toString() {
      return "boot=" + boot.current() + " keys=" + keys.size();
    }
  }

  /**
   * @param state its boot number is already raised for this start
   */
  BridgeVerticle(
      BridgeConfiguration configuration, StampClock clock, State state, String software) {
    this.configuration = configuration;
    this.clock = clock;
    this.boot = state.boot;
    this.stopFile = state.stopFile;
    this.keyFile = state.keyFile;
    this.keys = new KeyChain(configuration.relays().key(), state.keys, this::store);
    this.software = software;
  }

  @Override
  public Future<?> start() {
    SerialLanes lanes = new SerialLanes(clock, serialDrops);
    Robot started = newRobot(lanes);
    robot = started;
    Uplinks ways = newUplinks(started);
    uplinks = ways;
    started.connect(ways.both());
    serial = newSerialPortLink(lanes, started);
    serial.start();
    FaultBarrier promoting = new FaultBarrier("the choice of an uplink", clock);
    vertx.setPeriodic(
        TICK_MS,
        ignored -> {
          started.onTick();
          promoting.run(() -> ways.onTick(clock.getAsLong()));
        });
    FaultBarrier reporting = new FaultBarrier("the report of what was dropped", clock);
    vertx.setPeriodic(REPORT_MS, ignored -> reporting.run(() -> report(started)));
    LOG.atInfo()
        .addKeyValue("robot", configuration.robotId())
        .addKeyValue("boot", boot.current())
        .log("{} serial={} relays={}", software, configuration.serial(), configuration.relays());
    return Future.succeededFuture();
  }

  private Robot newRobot(SerialLanes lanes) {
    Robot.Identity identity = new Robot.Identity(configuration.robotId(), notZero(), software);
    BootNumbering.Boots boots = new BootNumbering.Boots(boot.current(), this::adopt);
    // A thread of its own: a stop never waits for what else is written, nor holds that up.
    WorkerExecutor disk = vertx.createSharedWorkerExecutor("standing-stop", 1);
    StopRecord record = (stop, saved, failed) -> save(disk, stop, saved, failed);
    Robot.Kept kept = new Robot.Kept(boots, stopFile.read(), record);
    return new Robot(identity, configuration.limits(), clock, lanes, kept);
  }

  private void save(
      WorkerExecutor disk, StandingStop stop, Runnable saved, Consumer<String> failed) {
    disk.<Boolean>executeBlocking(
            () -> {
              stopFile.save(stop);
              return true;
            })
        .onSuccess(ignored -> saved.run())
        .onFailure(failure -> failed.accept(String.valueOf(failure.getMessage())));
  }

  private Uplinks newUplinks(Robot listener) {
    // In a field: a client that nobody references is closed when garbage is collected.
    dialer = new WebSocketDialer(vertx, trust(configuration), clock, uplinkDrops);
    return new Uplinks(
        options(configuration),
        new Uplink.Surroundings(dialer, clock, random, uplinkDrops),
        listener);
  }

  private static @Nullable TrustOptions trust(BridgeConfiguration configuration) {
    String pem = configuration.relays().trust();
    return pem.isEmpty() ? null : new PemTrustOptions().addCertValue(Buffer.buffer(pem));
  }

  private Uplink.Options options(BridgeConfiguration configuration) {
    return new Uplink.Options(configuration.relays().addresses(), keys);
  }

  /** Ordered: what was handed over last stays. */
  private void store(List<String> fresh, Runnable stored, Consumer<String> failed) {
    vertx
        .<Boolean>executeBlocking(
            () -> {
              keyFile.write(fresh);
              return true;
            })
        .onSuccess(ignored -> stored.run())
        .onFailure(failure -> failed.accept(failure.toString()));
  }

  /** Goes by the reloaded keys from the next dial on; an uplink that is up stays up. Any thread. */
  CompletionStage<Object> follow(BridgeConfiguration fresh) {
    Promise<Object> done = Promise.promise();
    context.runOnContext(
        ignored -> {
          try {
            followNow(fresh).onComplete(done);
          } catch (RuntimeException e) {
            done.fail(e);
          }
        });
    return done.future().toCompletionStage();
  }

  private Future<Object> followNow(BridgeConfiguration fresh) {
    return Objects.requireNonNull(dialer)
        .trust(trust(fresh))
        .map(
            trusted -> {
              keys.configure(fresh.relays().key());
              Objects.requireNonNull(uplinks).follow(options(fresh));
              return true;
            });
  }

  private SerialPortLink newSerialPortLink(SerialLanes lanes, SerialListener listener) {
    Context loop = context;
    SerialInbox inbox =
        new SerialInbox(
            clock, task -> loop.runOnContext(ignored -> task.run()), listener, serialDrops);
    BridgeConfiguration.Serial port = configuration.serial();
    SerialDevice device = new JSerialDevice(port.address(), port.baud(), clock);
    Backoff backoff = new Backoff(random, Backoff.SERIAL_LONGEST_MS);
    return new SerialPortLink(device, lanes, inbox, backoff);
  }

  private long notZero() {
    long number = random.nextLong();
    return number == 0 ? 1 : number;
  }

  private void adopt(long highest, LongConsumer adopted, Consumer<String> failed) {
    vertx
        .<Long>executeBlocking(
            () -> {
              boot.adopt(highest);
              return boot.current();
            })
        .onSuccess(adopted::accept)
        .onFailure(failure -> failed.accept(whyOf(failure)));
  }

  /** An unchecked exception's message alone may say nothing. */
  private static String whyOf(Throwable failure) {
    return failure instanceof IOException
        ? String.valueOf(failure.getMessage())
        : failure.toString();
  }

  private void report(Robot running) {
    Map<Reason, Long> serialNew = serialReport.takeNew();
    Map<Reason, Long> uplinkNew = uplinkReport.takeNew();
    running.onSerialHealth(
        serialNew.containsKey(Reason.CRC) || serialNew.containsKey(Reason.FRAMING));
    if (!serialNew.isEmpty()) {
      LOG.info("dropped in a second, serial: {}", DropReport.text(serialNew));
    }
    if (!uplinkNew.isEmpty()) {
      LOG.info("dropped in a second, uplink: {}", DropReport.text(uplinkNew));
    }
  }

  /** The motors first, then the goodbyes. */
  @Override
  public Future<?> stop() {
    Robot running = Objects.requireNonNull(robot);
    LOG.info("stopping");
    running.shutDown(notZero());
    long deadlineMs = clock.getAsLong() + SHUTDOWN_LIMIT_MS;
    Promise<Void> done = Promise.promise();
    vertx.setPeriodic(
        TICK_MS,
        timer -> {
          boolean confirmed = running.isShutDown();
          boolean alone = !running.isBoardConnected();
          boolean settled = (confirmed || alone) && running.isSaved();
          if (settled || clock.getAsLong() - deadlineMs >= 0) {
            vertx.cancelTimer(timer);
            if (confirmed || alone) {
              LOG.info(confirmed ? "the board confirmed zero" : "no board is connected");
            } else {
              LOG.warn("the board did NOT confirm zero; it stops by itself");
            }
            running.hangUp();
            Objects.requireNonNull(serial).close();
            done.complete();
          }
        });
    return done.future();
  }
}
