package org.havatar.relay.directory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.havatar.relay.session.port.RobotRegistry;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.RobotHello;
import org.jspecify.annotations.Nullable;

/**
 * The robot connections of one node, one of each robot. Each has an epoch of the robot's boot
 * number and its own count of connections, so a newer connection outranks an older one, whichever
 * arrives first and wherever. For a robot that doesn't count them this node does. Rare calls, hence
 * one lock.
 */
public final class Registrations {
  /** Of one robot's start, in all nodes. */
  private static final int MOST_CONNECTIONS = 2;

  private final Directory directory;
  private final Map<String, Connection> connections = new HashMap<>();
  private long uncounted;

  Registrations(Directory directory) {
    this.directory = directory;
  }

  /**
   * The registry as one loop sees it.
   *
   * @param loop runs a task on that loop
   */
  public RobotRegistry of(String address, Consumer<Runnable> loop) {
    return new RobotRegistry() {
      @Override
      public boolean isTaken(RobotHello hello, long nowMs) {
        return isTakenByOther(hello, nowMs);
      }

      @Override
      public @Nullable Registration claim(RobotHello hello, long nowMs, Runnable evict) {
        return register(hello, nowMs, address, () -> loop.accept(evict));
      }
    };
  }

  private synchronized boolean isTakenByOther(RobotHello hello, long nowMs) {
    return isTakenHere(hello, nowMs) || isTakenElsewhere(hello);
  }

  /** Two addresses of the robot's lead here: the connection that it has stays. */
  private boolean isStandbyOfOurOwn(RobotHello hello, long nowMs) {
    Connection known = connections.get(hello.robotId());
    return hello.standby()
        && known != null
        && known.route.startId() == hello.startId()
        && known.isLive(nowMs);
  }

  private boolean isTakenHere(RobotHello hello, long nowMs) {
    Connection known = connections.get(hello.robotId());
    return known != null
        && known.route.startId() != hello.startId()
        && known.isLive(nowMs)
        && !(known.route.older() && isOlder(hello));
  }

  private boolean isTakenElsewhere(RobotHello hello) {
    return directory.elsewhere(hello.robotId()).stream()
        .anyMatch(
            each ->
                each.startId() != hello.startId()
                    && !each.quiet()
                    && !(each.older() && isOlder(hello)));
  }

  /** Such a robot has no start id of its own: the newest connection is the robot. */
  private static boolean isOlder(RobotHello hello) {
    return hello.features().contains(RobotRegistry.OLDER);
  }

  private RobotRegistry.@Nullable Registration register(
      RobotHello hello, long nowMs, String address, Runnable evict) {
    Connection mine;
    Connection replaced;
    synchronized (this) {
      if (isTakenByOther(hello, nowMs) || isStandbyOfOurOwn(hello, nowMs)) {
        return null;
      }
      Numbered epoch = new Numbered(hello.boot(), connectionOf(hello));
      Route route =
          new Route(
              hello.robotId(),
              address,
              epoch,
              hello.startId(),
              hello.standby(),
              isOlder(hello),
              false);
      mine = new Connection(route, hello.connection() != null, evict, nowMs);
      replaced = connections.put(hello.robotId(), mine);
      if (!directory.advertise(route)) {
        restore(hello.robotId(), replaced);
        return null; // a newer connection of the robot is, or was, here
      }
    }
    if (replaced != null) {
      replaced.evict.run();
    }
    return mine;
  }

  private void restore(String robotId, @Nullable Connection former) {
    if (former == null) {
      connections.remove(robotId);
    } else {
      connections.put(robotId, former);
    }
  }

  private long connectionOf(RobotHello hello) {
    Long counted = hello.connection();
    if (counted != null) {
      return counted;
    }
    uncounted++;
    return uncounted;
  }

  private synchronized void forget(Connection gone) {
    connections.remove(gone.route.robotId(), gone);
    directory.release(gone.route.robotId(), gone.route.address(), gone.route.epoch());
  }

  /** What others, or this node, have of these robots may be something else now. */
  void onRoutes(Set<String> robotIds) {
    robotIds.forEach(this::compare);
  }

  /** A connection of ours that is the robot's no more goes. */
  private void compare(String robotId) {
    Connection outdone = null;
    synchronized (this) {
      Connection mine = connections.get(robotId);
      if (mine != null && isOutdone(mine.route, directory.elsewhere(robotId))) {
        outdone = mine;
      }
    }
    if (outdone != null) {
      outdone.evict.run();
    }
  }

  private static boolean isOutdone(Route mine, List<Route> others) {
    long leading = 0;
    for (Route each : others) {
      if (each.epoch().boot() > mine.epoch().boot()) {
        return true; // the robot has started anew since
      }
      if (each.startId() == mine.startId() && Route.LEADING_FIRST.compare(each, mine) < 0) {
        leading++;
      }
    }
    return leading >= MOST_CONNECTIONS;
  }

  /** To be called twice a second or so: tells the other nodes which robots don't answer. */
  void onTick(long nowMs) {
    List<Connection> all;
    synchronized (this) {
      all = List.copyOf(connections.values());
    }
    all.forEach(each -> each.quiet(!each.isLive(nowMs)));
  }

  private final class Connection implements RobotRegistry.Registration {
    private final Runnable evict;
    private final boolean isCounted;
    private volatile Route route;
    private volatile long answeredMs;
    private boolean isDeaf;

    private Connection(Route route, boolean isCounted, Runnable evict, long nowMs) {
      this.route = route;
      this.isCounted = isCounted;
      this.evict = evict;
      this.answeredMs = nowMs;
    }

    private boolean isLive(long nowMs) {
      return nowMs - answeredMs < RobotRegistry.LIVE_FOR_MS;
    }

    private void quiet(boolean isQuiet) {
      synchronized (Registrations.this) {
        if (route.quiet() != isQuiet) {
          become(route.withQuiet(isQuiet));
        }
      }
    }

    /** Under the lock. */
    private void become(Route now) {
      Route former = route;
      route = now;
      directory.update(former, now);
    }

    @Override
    public void answered(long nowMs) {
      answeredMs = nowMs;
    }

    @Override
    public void hears(boolean isHearing) {
      if (isDeaf == isHearing) {
        isDeaf = !isHearing;
        directory.deaf(route, isDeaf);
      }
    }

    @Override
    public void leads(long boot, long routeCounter) {
      Route now = route;
      if (!isCounted
          || boot != now.epoch().boot()
          || (!now.standby() && routeCounter == now.epoch().counter())) {
        return; // the last, as with each of its beacons
      }
      synchronized (Registrations.this) {
        Numbered promoted = new Numbered(boot, routeCounter);
        if (promoted.compareTo(route.epoch()) >= 0) {
          become(route.promoted(promoted));
        }
      }
    }

    @Override
    public void release() {
      forget(this);
    }
  }
}
