package org.havatar.ops.kit;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.havatar.ops.judge.SentCommands;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.ReleaseLease;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.TakeLease;

/** A controller program: drives at 50 Hz on a thread of its own, as PROTOCOL.md §7 demands. */
public final class TestDriver implements AutoCloseable {
  public static final int TTL_MS = 200;
  private static final long PERIOD_NS = 20_000_000;
  private static final long PING_NS = 100_000_000;
  private static final long ASK_NS = 150_000_000;

  private final SentCommands sent;
  private final String user;
  private final TestClient client;
  private final Thread thread;
  private volatile int leftPermille;
  private volatile int rightPermille;
  private volatile int ttlMs = TTL_MS;
  private volatile boolean wantsWheel;
  private volatile boolean frozen;
  private volatile boolean ended;
  private Numbered sequenceTerm = Numbered.NONE;
  private Sequence sequence = Sequence.ZERO;

  public TestDriver(String robotId, SentCommands sent, SplittableRandom random) {
    this(robotId, Accounts.USER, sent, random, (message, atNs) -> {});
  }

  public TestDriver(
      String robotId, String user, SentCommands sent, SplittableRandom random, TestClient.Ear ear) {
    this.user = user;
    this.sent = sent;
    this.client = new TestClient(robotId, random, ear);
    this.thread = Thread.ofPlatform().daemon().name("driver").unstarted(this::run);
    thread.start();
  }

  public DriverView view() {
    return client.view();
  }

  public TestClient client() {
    return client;
  }

  /**
   * Connects (again) and selects the robot; returns when its beacons arrive.
   *
   * @param relay for this connection only: closed with it
   */
  public void connect(RelayApi relay) {
    client.connect(relay, user);
  }

  /** Cuts the connection; what is known of term and stamps is kept, as a real client does. */
  public void disconnect() {
    client.disconnect();
  }

  /** Takes the lease, releases the stop, lets the control rest: ready to move. */
  public void takeWheel() {
    hold(0, 0);
    wantsWheel = true;
    view().forgetBeacon(); // an old one could tell of a robot that is gone
    client.await("a robot with its board", this::seesBoard);
    client.await("the lease and no latch", this::hasWheel);
    wantsWheel = false;
  }

  /** Asks for the end of its lease if it has one; returns with a beacon that came afterwards. */
  void giveBack() {
    if (view().holdsLease()) {
      client.send(new ReleaseLease());
    }
    view().forgetBeacon(); // an old one could tell of a robot that is gone
    client.await("a robot with its board", this::seesBoard);
  }

  /** The robot would move, as far as its last beacon says. */
  public boolean hasWheel() {
    return view().holdsLease() && view().latch() == LatchKind.NONE;
  }

  /** What is sent from now on, 50 times a second. */
  public void hold(int left, int right) {
    leftPermille = left;
    rightPermille = right;
  }

  /** What the commands sent from now on may be old. */
  public void timeToLive(int milliseconds) {
    ttlMs = milliseconds;
  }

  /** The program hangs: nothing is sent, read or closed. Returns the moment. */
  public long freeze() {
    frozen = true;
    client.freeze();
    return System.nanoTime();
  }

  public void thaw() {
    frozen = false;
    client.thaw();
  }

  public boolean isConnected() {
    return client.isConnected();
  }

  public boolean seesBoard() {
    return client.seesBoard();
  }

  public boolean send(Message message) {
    return client.send(message);
  }

  @Override
  public void close() {
    ended = true;
    LockSupport.unpark(thread);
    client.close();
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
      if (!client.isConnected() || frozen) {
        continue;
      }
      long nowNs = System.nanoTime();
      if (nowNs - pingNs >= 0) {
        pingNs = nowNs + PING_NS;
        client.ping();
      }
      if (wantsWheel && nowNs - askNs >= 0) {
        askNs = nowNs + ASK_NS;
        ask();
      }
      drive();
    }
  }

  private void ask() {
    Beacon beacon = view().beacon();
    if (!view().holdsLease()) {
      client.send(new TakeLease());
    } else if (beacon != null && beacon.latchKind().compareTo(LatchKind.STOP) >= 0) {
      release(beacon.latch());
    }
  }

  /** Asks for the release of the stop of that latch number. */
  public void release(Numbered latch) {
    Stamp stamp = view().newestStamp();
    if (stamp != null) {
      client.send(new ReleaseStop(view().term(), latch, stamp, ttlMs, null, 0));
    }
  }

  private void drive() {
    long madeNs = System.nanoTime();
    Stamp echo = view().newestStamp();
    Numbered term = view().term();
    if (echo == null || !view().holdsLease()) {
      return;
    }
    if (!term.equals(sequenceTerm)) {
      sequenceTerm = term;
      sequence = Sequence.ZERO;
    }
    sequence = sequence.next();
    Drive drive = new Drive(term, sequence, echo, ttlMs, 0, leftPermille, rightPermille);
    sent.made(drive, madeNs);
    client.send(drive);
  }
}
