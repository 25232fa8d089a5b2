package org.havatar.ops;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.SelectRobot;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.TakeLease;
import org.jspecify.annotations.Nullable;

/** A controller program: drives at 50 Hz on a thread of its own, as PROTOCOL.md §7 demands. */
final class TestDriver implements AutoCloseable {
  static final int TTL_MS = 200;
  private static final long PERIOD_NS = 20_000_000;
  private static final long PING_NS = 100_000_000;
  private static final long ASK_NS = 500_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SentCommands sent;
  private final String robotId;
  private final String instance;
  private final DriverView view = new DriverView();
  private final Thread thread;
  private volatile @Nullable DriverSocket socket;
  private volatile int leftPermille;
  private volatile int rightPermille;
  private volatile boolean wantsWheel;
  private volatile boolean frozen;
  private volatile boolean ended;
  private @Nullable RelayApi api;
  private Numbered sequenceTerm = Numbered.NONE;
  private Sequence sequence = Sequence.ZERO;

  TestDriver(String robotId, SentCommands sent, SplittableRandom random) {
    this.robotId = robotId;
    this.sent = sent;
    this.instance = String.format("%016x%016x", random.nextLong(), random.nextLong());
    this.thread = Thread.ofPlatform().daemon().name("driver").unstarted(this::run);
    thread.start();
  }

  DriverView view() {
    return view;
  }

  /**
   * Connects (again) and selects the robot; returns when its beacons arrive.
   *
   * @param relay for this connection only: closed with it
   */
  void connect(RelayApi relay) {
    disconnect();
    api = relay;
    String token = relay.login(Accounts.USER, Accounts.PASSWORD);
    DriverSocket opening = new DriverSocket(this::hear);
    opening.attach(relay.connect(token, instance, opening));
    opening.send(new ClientHello(List.of(1), List.of(), instance, "system-tests"));
    await("welcome", view::isWelcome);
    opening.send(new SelectRobot(robotId));
    socket = opening;
    await("a beacon of a robot with its board", this::seesBoard);
  }

  /** Cuts the connection; what is known of term and stamps is kept, as a real client does. */
  void disconnect() {
    DriverSocket old = socket;
    socket = null;
    if (old != null) {
      old.abort();
    }
    if (api != null) {
      api.close();
      api = null;
    }
    view.disconnected();
  }

  /** Takes the lease, releases the stop, lets the control rest: ready to move. */
  void takeWheel() {
    leftPermille = 0;
    rightPermille = 0;
    wantsWheel = true;
    view.forgetBeacon(); // an old one could tell of a robot that is gone
    await("a robot with its board", this::seesBoard);
    await("the lease and no latch", this::hasWheel);
    wantsWheel = false;
  }

  /** The robot would move, as far as its last beacon says. */
  boolean hasWheel() {
    return view.holdsLease() && view.latch() == LatchKind.NONE;
  }

  /** What is sent from now on, 50 times a second. */
  void hold(int left, int right) {
    leftPermille = left;
    rightPermille = right;
  }

  /** The program hangs: nothing is sent, read or closed. Returns the moment. */
  long freeze() {
    frozen = true;
    DriverSocket open = socket;
    if (open != null) {
      open.freeze();
    }
    return System.nanoTime();
  }

  void thaw() {
    frozen = false;
    DriverSocket open = socket;
    if (open != null) {
      open.thaw();
    }
  }

  boolean isConnected() {
    DriverSocket open = socket;
    return open != null && !open.isClosed();
  }

  @Override
  public void close() {
    ended = true;
    LockSupport.unpark(thread);
    disconnect();
  }

  private void await(String what, BooleanSupplier condition) {
    try {
      Awaitility.await(what)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(condition::getAsBoolean);
    } catch (ConditionTimeoutException e) {
      DriverSocket open = socket;
      throw new AssertionError(
          "the driver waited in vain for "
              + what
              + ": "
              + view.describe()
              + " socket="
              + (open == null ? "none" : open.end()),
          e);
    }
  }

  boolean seesBoard() {
    Beacon beacon = view.beacon();
    return beacon != null && beacon.has(Beacon.BOARD_CONNECTED);
  }

  private void hear(Message message) {
    DriverSocket open = socket;
    if (message instanceof Ping ping) {
      if (open != null) {
        open.send(new Pong(ping.id(), ping.senderMs(), false, new Stamp(0)));
      }
      return;
    }
    view.hear(message);
  }

  private void run() {
    long dueNs = System.nanoTime();
    long pingNs = dueNs;
    long askNs = dueNs;
    while (!ended) {
      dueNs += PERIOD_NS;
      for (long leftNs = dueNs - System.nanoTime(); leftNs > 0 && !ended; ) {
        LockSupport.parkNanos(leftNs);
        leftNs = dueNs - System.nanoTime();
      }
      DriverSocket open = socket;
      if (open == null || frozen) {
        continue;
      }
      long nowNs = System.nanoTime();
      if (nowNs - pingNs >= 0) {
        pingNs = nowNs + PING_NS;
        open.send(new Ping((int) (nowNs / PING_NS), (int) (nowNs / 1_000_000)));
      }
      if (wantsWheel && nowNs - askNs >= 0) {
        askNs = nowNs + ASK_NS;
        ask(open);
      }
      drive(open);
    }
  }

  private void ask(DriverSocket open) {
    Beacon beacon = view.beacon();
    Stamp stamp = view.newestStamp();
    if (!view.holdsLease()) {
      open.send(new TakeLease());
    } else if (beacon != null
        && stamp != null
        && beacon.latchKind().compareTo(LatchKind.STOP) >= 0) {
      open.send(new ReleaseStop(beacon.term(), beacon.latch(), stamp, TTL_MS, null, 0));
    }
  }

  private void drive(DriverSocket open) {
    long madeNs = System.nanoTime();
    Stamp echo = view.newestStamp();
    Numbered term = view.term();
    if (echo == null || !view.holdsLease()) {
      return;
    }
    if (!term.equals(sequenceTerm)) {
      sequenceTerm = term;
      sequence = Sequence.ZERO;
    }
    sequence = sequence.next();
    Drive drive = new Drive(term, sequence, echo, TTL_MS, 0, leftPermille, rightPermille);
    sent.made(drive, madeNs);
    open.send(drive);
  }
}
