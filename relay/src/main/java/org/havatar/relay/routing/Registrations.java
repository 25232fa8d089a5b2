package org.havatar.relay.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.havatar.relay.session.RobotRegistry;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.RobotHello;
import org.jspecify.annotations.Nullable;

/**
 * The robot connections of one node. Each gets an epoch of the robot's boot number and a counter of
 * this node, so a newer connection always outranks an older one. Rare calls, hence one lock.
 */
public final class Registrations {
  private final Directory directory;
  private final Map<String, Connection> connections = new HashMap<>();
  private long counter;

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
    Connection known = connections.get(hello.robotId());
    return known != null
        && known.startId != hello.startId()
        && known.isLive(nowMs)
        && !(known.isOlder && isOlder(hello));
  }

  /** Such a robot has no start id of its own: the newest connection is the robot. */
  private static boolean isOlder(RobotHello hello) {
    return hello.features().contains(RobotRegistry.OLDER);
  }

  private synchronized RobotRegistry.@Nullable Registration register(
      RobotHello hello, long nowMs, String address, Runnable evict) {
    if (isTakenByOther(hello, nowMs)) {
      return null;
    }
    counter++;
    Numbered epoch = new Numbered(hello.boot(), counter);
    Connection mine = new Connection(hello, address, epoch, evict, nowMs);
    if (!directory.advertise(hello.robotId(), address, epoch)) {
      return null; // a higher boot number has been here
    }
    Connection replaced = connections.put(hello.robotId(), mine);
    if (replaced != null) {
      replaced.evict.run();
    }
    return mine;
  }

  private synchronized void forget(Connection gone) {
    connections.remove(gone.robotId, gone);
    directory.release(gone.robotId, gone.address, gone.epoch);
  }

  private final class Connection implements RobotRegistry.Registration {
    private final String robotId;
    private final long startId;
    private final boolean isOlder;
    private final String address;
    private final Numbered epoch;
    private final Runnable evict;
    private volatile long answeredMs;

    private Connection(
        RobotHello hello, String address, Numbered epoch, Runnable evict, long nowMs) {
      this.robotId = hello.robotId();
      this.startId = hello.startId();
      this.isOlder = Registrations.isOlder(hello);
      this.address = address;
      this.epoch = epoch;
      this.evict = evict;
      this.answeredMs = nowMs;
    }

    private boolean isLive(long nowMs) {
      return nowMs - answeredMs < RobotRegistry.LIVE_FOR_MS;
    }

    @Override
    public void answered(long nowMs) {
      answeredMs = nowMs;
    }

    @Override
    public void release() {
      forget(this);
    }
  }
}
