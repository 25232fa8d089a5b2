package org.havatar.ops.kit;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.havatar.transports.link.StopRhythm;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;

/** Somebody who watches and presses stop, and repeats it until the robot has confirmed it (§8). */
public final class Presser implements AutoCloseable {
  private static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(5);
  private static final long PING_NS = 100_000_000;
  private static final long LOOKS_EVERY_NS = 1_000_000;

  /**
   * One press and what became of it.
   *
   * @param sentNs just before it was handed to the socket
   * @param confirmedNs when the word of zero output had arrived
   */
  public record Press(long stopId, long sentNs, long confirmedNs, Stopped answer) {}

  private record Heard(Stopped answer, long atNs) {}

  private final SplittableRandom random;
  private final TestClient client;
  private final Map<Long, Heard> confirmed = new ConcurrentHashMap<>();
  private final Map<Long, Heard> answered = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean ended;

  public Presser(Scene scene, SplittableRandom random) {
    this(scene.api(), random);
  }

  /**
   * The visitor, at any relay.
   *
   * @param relay for this presser only: closed with it
   */
  public Presser(RelayApi relay, SplittableRandom random) {
    this(relay, Accounts.ROBOT, Accounts.VISITOR, random);
  }

  /**
   * Anybody who watches any robot.
   *
   * @param relay for this presser only: closed with it
   */
  public Presser(RelayApi relay, String robotId, String user, SplittableRandom random) {
    this.random = random;
    client = new TestClient(robotId, random, this::hear);
    client.connect(relay, user);
    thread = Thread.ofPlatform().daemon().name("presser").unstarted(this::pingOn);
    thread.start();
  }

  public TestClient client() {
    return client;
  }

  private void hear(Message message, long atNs) {
    if (message instanceof Stopped stopped) {
      answered.put(stopped.stopId(), new Heard(stopped, atNs));
      if (stopped.zeroOutput()) {
        confirmed.putIfAbsent(stopped.stopId(), new Heard(stopped, atNs));
      }
    }
  }

  private void pingOn() {
    while (!ended) {
      LockSupport.parkNanos(PING_NS);
      client.ping();
    }
  }

  /** Presses once; returns when the robot has confirmed that the motors get nothing. */
  public Press press() {
    return press(0);
  }

  /** Locks, as an administrator; returns as {@link #press} does. */
  public Press lock() {
    return press(Stop.ADMINISTRATOR);
  }

  private Press press(int authority) {
    long stopId = random.nextLong() | 1;
    long sentNs = System.nanoTime();
    send(stopId, authority);
    long dueNs = sentNs + gapNs(1);
    int sent = 1;
    Heard heard = confirmed.get(stopId);
    while (heard == null) {
      long nowNs = System.nanoTime();
      if (nowNs - sentNs >= CONFIRMED_WITHIN.toNanos()) {
        throw new AssertionError("no confirmed stop within " + CONFIRMED_WITHIN);
      }
      if (nowNs - dueNs >= 0) {
        sent++;
        dueNs += gapNs(sent);
        send(stopId, authority);
      }
      LockSupport.parkNanos(LOOKS_EVERY_NS);
      heard = confirmed.get(stopId);
    }
    return new Press(stopId, sentNs, heard.atNs, heard.answer);
  }

  private static long gapNs(int sent) {
    return 1_000_000 * StopRhythm.gapMs(sent);
  }

  /** Sends a stop once, of whatever id. */
  public void send(long stopId) {
    send(stopId, 0);
  }

  private void send(long stopId, int authority) {
    client.send(new Stop(Stop.Cause.PERSON, authority, stopId, 0, Numbered.NONE));
  }

  /** The newest answer to that stop that came after {@link #forget}, or null. */
  public @Nullable Stopped answerTo(long stopId) {
    Heard heard = answered.get(stopId);
    return heard == null ? null : heard.answer;
  }

  public void forget(long stopId) {
    answered.remove(stopId);
  }

  @Override
  public void close() {
    ended = true;
    LockSupport.unpark(thread);
    client.close();
  }
}
