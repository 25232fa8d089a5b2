package org.havatar.relay.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;
import org.havatar.relay.directory.Directory;
import org.havatar.relay.session.connection.Arrival;
import org.havatar.relay.session.connection.ClockLeaps;
import org.havatar.relay.session.connection.Instrumentation;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.older.Reception;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.Accounts.RobotName;
import org.havatar.relay.session.port.CommandRecord;
import org.havatar.relay.session.port.DriveLog;
import org.havatar.relay.session.port.Inbox;
import org.havatar.relay.session.port.Instances;
import org.havatar.relay.session.port.Ports;
import org.havatar.relay.session.port.SessionRouter;
import org.havatar.transports.link.Drops;
import org.jspecify.annotations.Nullable;

/**
 * A node without Vert.x: loops, the real directory, roads that keep order and deliver when {@link
 * #settle} says so, and a clock that only moves when it is told to.
 */
public final class SimulatedNode {
  public static final String ROBOT = "tank-1";
  public static final long LEASE_MS = 20_000;
  public static final long OLDER_HOLD_MS = 500;
  public static final long TICK_MS = 10;

  public final Drops drops = new Drops();
  public final ClockLeaps leaps = new ClockLeaps();
  public final Directory directory = new Directory();
  public final FakeAccounts accounts = new FakeAccounts();
  public final FakeStoreReach storeReach = new FakeStoreReach();
  public final FakeBoots boots = new FakeBoots();
  public final FakeStandingStops standingStops = new FakeStandingStops();
  public final FakeRobotKeys keys = new FakeRobotKeys();
  public final Map<String, Sessions> loops = new LinkedHashMap<>();
  private final Map<String, Reception> receptions = new LinkedHashMap<>();
  private final Map<String, LoopContext> surroundings = new HashMap<>();
  public final ObservedMetrics metrics = new ObservedMetrics();
  private final Map<String, Arrival> arrivals = new HashMap<>();
  public final Queue<Runnable> underWay = new ArrayDeque<>();
  public final long seed;
  public final List<CommandRecord> commands = new ArrayList<>();
  public final List<DriveLog.Event> drives = new ArrayList<>();
  public long nowMs = 1_000_000;
  public long nowNs = 5_000_000;

  /** By so much each look at the nanoseconds is later than the one before. */
  public long lookTakesNs;

  public long epochMs = 1_800_000_000_000L;

  /** While true, the nodes' wall clock goes with their other one. */
  public boolean isWallGoing;

  /** While true, every session gets every tick. */
  public boolean isSleepless;

  /** While true, what is under way between loops waits for {@link #deliver}. */
  public boolean isDawdling;

  public SimulatedNode() {
    this(1);
  }

  public SimulatedNode(long seed) {
    this.seed = seed;
    accounts.robots.add(new RobotName(ROBOT, "Tank"));
    loop("a");
    loop("b");
    directory.listen(
        robotIds ->
            loops
                .values()
                .forEach(
                    each -> underWay.add(() -> turn(each, () -> robotIds.forEach(each::onRoute)))));
  }

  private void loop(String address) {
    Arrival arrival = new Arrival(this::lookAtNs);
    Ports ports =
        new Ports(
            accounts,
            storeReach,
            boots,
            standingStops,
            keys,
            directory.registrations().of(address, underWay::add),
            directory.clients().of(underWay::add),
            directory.devices().of(underWay::add),
            new BenchRoads(address),
            commands::add,
            drives::add);
    LoopContext.Place place = new LoopContext.Place("n1", address, LEASE_MS, () -> OLDER_HOLD_MS);
    LoopContext context =
        new LoopContext(
            place,
            ports,
            new Instrumentation(drops, metrics, arrival),
            new Random(31 * seed + loops.size()),
            () -> isWallGoing ? epochNowMs() : epochMs,
            leaps);
    Sessions sessions = new Sessions(context, nowMs);
    loops.put(address, sessions);
    surroundings.put(address, context);
    arrivals.put(address, arrival);
    receptions.put(address, new Reception(sessions, context));
  }

  public Reception receptionOf(String address) {
    Reception reception = receptions.get(address);
    if (reception == null) {
      throw new AssertionError("no loop " + address);
    }
    return reception;
  }

  public Drops drops() {
    return drops;
  }

  /** The wall clock of a peer whose clock is right. */
  public long epochNowMs() {
    return epochMs + nowMs - 1_000_000;
  }

  public LoopContext context(String address) {
    return Objects.requireNonNull(surroundings.get(address));
  }

  /** Those of the first loop, with other roads and places. */
  public LoopContext contextWith(SessionRouter router, Instances places) {
    LoopContext first = context("a");
    Ports ports = first.ports();
    Ports others =
        new Ports(
            ports.accounts(),
            ports.storeReach(),
            ports.boots(),
            ports.standingStops(),
            ports.robotKeys(),
            ports.registry(),
            places,
            ports.devices(),
            router,
            ports.commandLog(),
            ports.driveLog());
    return new LoopContext(
        first.place(), others, first.instrumentation(), first.random(), first.epochMs(), leaps);
  }

  public Sessions loopNamed(String address) {
    Sessions sessions = loops.get(address);
    if (sessions == null) {
      throw new AssertionError("no loop " + address);
    }
    return sessions;
  }

  private long lookAtNs() {
    nowNs += lookTakesNs;
    return nowNs;
  }

  private Arrival arrivalOf(String address) {
    return Objects.requireNonNull(arrivals.get(address));
  }

  /** A turn that begins with a message from a link of this loop. */
  public void readingTurn(Sessions sessions, Runnable task) {
    sessions.enterToRead(nowMs);
    task.run();
  }

  public void turn(Sessions sessions, Runnable task) {
    sessions.enter(nowMs);
    task.run();
  }

  /** Delivers what is under way between loops, and what that causes, unless it is to dawdle. */
  public void settle() {
    if (isDawdling) {
      return;
    }
    for (Runnable next = underWay.poll(); next != null; next = underWay.poll()) {
      next.run();
    }
  }

  /** Delivers up to so many of what is under way between loops. */
  public void deliver(int most) {
    Runnable next = underWay.poll();
    for (int i = 1; next != null; i++) {
      next.run();
      next = i < most ? underWay.poll() : null;
    }
  }

  /** Lets time pass, all loops ticking; the peers in {@code live} answer after each tick. */
  public void pass(long durationMs, Peer... live) {
    long untilMs = nowMs + durationMs;
    while (nowMs < untilMs) {
      nowMs = Math.min(untilMs, nowMs + TICK_MS);
      if (isSleepless) {
        loops.values().forEach(Sessions::wakeAll);
      }
      loops.values().forEach(each -> each.onTick(nowMs));
      settle();
      for (Peer each : live) {
        each.answer();
      }
      settle();
    }
  }

  /** Time passes and no loop runs: the process was frozen. */
  public void freeze(long durationMs) {
    nowMs += durationMs;
  }

  /** Somebody at the other end of a link. */
  public interface Peer {
    /** Answers what arrived since the last time. */
    void answer();
  }

  public TestClient client(String account) {
    return client(account, "a", null);
  }

  public TestClient client(String account, String loop, @Nullable String wantedRobot) {
    return new TestClient(this, loop, new Account(account, account + "!", false), wantedRobot);
  }

  /** Welcomed and with the robot selected. */
  public TestClient pilot(String account, String loop) {
    TestClient client = client(account, loop, null);
    client.hello();
    client.select(ROBOT);
    return client;
  }

  private final class BenchRoads implements SessionRouter {
    private final String here;

    private BenchRoads(String here) {
      this.here = here;
    }

    private void ship(String to, long readNs, Consumer<Inbox> delivery) {
      Sessions sessions = loopNamed(to);
      if (to.equals(here)) {
        delivery.accept(sessions);
      } else {
        Arrival there = arrivalOf(to);
        underWay.add(
            () ->
                turn(
                    sessions,
                    () -> {
                      there.onCarried(readNs);
                      delivery.accept(sessions);
                    }));
      }
    }

    @Override
    public boolean isOnline(String robotId) {
      return directory.knows(robotId);
    }

    @Override
    public boolean send(ToRobotSession message) {
      String to = directory.nearest(message.robotId());
      if (to == null) {
        return false;
      }
      ship(to, message.readNs(), inbox -> inbox.receive(message));
      return true;
    }

    @Override
    public void send(ToClientSession message) {
      ship(message.to().loop(), message.readNs(), inbox -> inbox.receive(message));
    }
  }
}
