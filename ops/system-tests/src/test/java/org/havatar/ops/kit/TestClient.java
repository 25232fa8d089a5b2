package org.havatar.ops.kit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.havatar.ops.judge.Measured;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.Features;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.SelectRobot;
import org.havatar.transports.wire.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * A client program: one account, one instance at a time, connected or not. It says hello, selects
 * its robot, answers pings and remembers what it is told; what it sends is its owner's business.
 */
public final class TestClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Hears everything but pings, on the socket's thread; {@code atNs} is System.nanoTime. */
  public interface Ear {
    void hear(Message message, long atNs);
  }

  private final String robotId;
  private final SplittableRandom random;
  private final Ear ear;
  private final DriverView view = new DriverView();
  private final Map<Integer, Long> pingedNs = new ConcurrentHashMap<>();
  private final Measured roundTrips = new Measured();
  private final AtomicInteger pings = new AtomicInteger();
  private volatile @Nullable DriverSocket socket;
  private String instance;
  private @Nullable RelayApi api;

  /** Of the one account that {@link #connect} was called with; good over restarts of the relay. */
  private @Nullable String token;

  public TestClient(String robotId, SplittableRandom random, Ear ear) {
    this.robotId = robotId;
    this.random = random;
    this.ear = ear;
    this.instance = newInstance(random);
  }

  private static String newInstance(SplittableRandom random) {
    return String.format("%016x%016x", random.nextLong(), random.nextLong());
  }

  public DriverView view() {
    return view;
  }

  /** Of its pings to the node. */
  public Measured roundTrips() {
    return roundTrips;
  }

  /**
   * Connects (again), says hello and selects the robot; returns when its beacons arrive.
   *
   * @param relay for this connection only: closed with it
   */
  public void connect(RelayApi relay, String user) {
    disconnect();
    api = relay;
    String known = token;
    token = known == null ? relay.login(user, Accounts.PASSWORD) : known;
    open(relay, relay.ticket(token), null);
  }

  /**
   * Connects with a ticket; {@code relay} stays the caller's.
   *
   * @param resumes the instance before a reload, or null
   */
  public void open(RelayApi relay, String ticket, @Nullable String resumes) {
    DriverSocket opening = new DriverSocket(this::hear);
    opening.attach(relay.open(ticket, instance, opening));
    List<String> features = List.of(Features.ADMIN_LOCK);
    opening.send(new ClientHello(List.of(1), features, instance, "system-tests", resumes, false));
    await("welcome", view::isWelcome);
    opening.send(new SelectRobot(robotId));
    socket = opening;
    await("a beacon of a robot with its board", this::seesBoard);
  }

  /** Another page load. Returns the instance before it. To be called while it is disconnected. */
  public String reload() {
    String before = instance;
    instance = newInstance(random);
    return before;
  }

  /** Cuts the connection; what is known of term and stamps is kept, as a real client does. */
  public void disconnect() {
    end(DriverSocket::abort);
  }

  /** Says goodbye, as a page that is closed. */
  public void leave() {
    end(DriverSocket::leave);
  }

  private void end(Consumer<DriverSocket> how) {
    DriverSocket old = socket;
    socket = null;
    if (old != null) {
      how.accept(old);
    }
    if (api != null) {
      api.close();
      api = null;
    }
    view.disconnected();
  }

  public boolean isConnected() {
    DriverSocket open = socket;
    return open != null && !open.isClosed();
  }

  /** False when it is not connected, or the path takes no more. */
  public boolean send(Message message) {
    DriverSocket open = socket;
    return open != null && open.send(message);
  }

  public void ping() {
    int id = pings.incrementAndGet();
    long nowNs = System.nanoTime();
    pingedNs.put(id, nowNs);
    send(new Ping(id, (int) (nowNs / 1_000_000)));
  }

  /** The program hangs: nothing is sent, read or closed. */
  public void freeze() {
    DriverSocket open = socket;
    if (open != null) {
      open.freeze();
    }
  }

  public void thaw() {
    DriverSocket open = socket;
    if (open != null) {
      open.thaw();
    }
  }

  public boolean seesBoard() {
    Beacon beacon = view.beacon();
    return beacon != null && beacon.has(Beacon.BOARD_CONNECTED);
  }

  public void await(String what, BooleanSupplier condition) {
    try {
      Awaitility.await(what)
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .until(condition::getAsBoolean);
    } catch (ConditionTimeoutException e) {
      DriverSocket open = socket;
      throw new AssertionError(
          "a client waited in vain for "
              + what
              + ": "
              + view.describe()
              + " socket="
              + (open == null ? "none" : open.end()),
          e);
    }
  }

  @Override
  public void close() {
    disconnect();
  }

  private void hear(Message message) {
    long nowNs = System.nanoTime();
    if (message instanceof Ping ping) {
      send(new Pong(ping.id(), ping.senderMs(), false, new Stamp(0)));
      return;
    }
    if (message instanceof Pong pong) {
      Long sentNs = pingedNs.remove(pong.id());
      if (sentNs != null) {
        roundTrips.add(nowNs - sentNs);
      }
    }
    view.hear(message);
    ear.hear(message, nowNs);
  }
}
