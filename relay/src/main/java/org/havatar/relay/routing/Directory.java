package org.havatar.relay.routing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.havatar.transports.wire.Numbered;
import org.jspecify.annotations.Nullable;

/**
 * Which loop speaks for which robot, one for a whole node. Every method may be called from any
 * thread and none of them waits.
 *
 * <p>An entry goes only by release of exactly its (address, epoch) or by a higher epoch: a late
 * disconnect never removes a newer session. The epoch of a robot that went is remembered, so that a
 * late advertisement doesn't bring it back.
 */
public final class Directory {
  /** Hears changes, on the thread that made them; must only hand over. */
  public interface Listener {
    void onRoute(String robotId);
  }

  private record Route(@Nullable String address, Numbered epoch) {}

  private final Map<String, Route> routes = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger loops = new AtomicInteger();
  private final Registrations registrations = new Registrations(this);
  private final ClientTable clients = new ClientTable();
  private final DeviceTable devices = new DeviceTable();

  /** Bus address of the loop that speaks for the robot, or null. */
  public @Nullable String addressOf(String robotId) {
    Route route = routes.get(robotId);
    return route == null ? null : route.address;
  }

  public boolean knows(String robotId) {
    return addressOf(robotId) != null;
  }

  /** True when no higher epoch was ever there, so that the robot is at this address now. */
  public boolean advertise(String robotId, String address, Numbered epoch) {
    Route mine = new Route(address, epoch);
    Route now =
        routes.merge(
            robotId,
            mine,
            (known, offered) -> known.epoch.compareTo(offered.epoch) < 0 ? offered : known);
    if (!now.equals(mine)) {
      return false;
    }
    tell(robotId);
    return true;
  }

  /** True when this (address, epoch) was the entry, so that the robot is gone now. */
  public boolean release(String robotId, String address, Numbered epoch) {
    Route gone = new Route(null, epoch);
    if (!routes.replace(robotId, new Route(address, epoch), gone)) {
      return false;
    }
    tell(robotId);
    return true;
  }

  private void tell(String robotId) {
    listeners.forEach(each -> each.onRoute(robotId));
  }

  public void listen(Listener listener) {
    listeners.add(listener);
  }

  public void unlisten(Listener listener) {
    listeners.remove(listener);
  }

  /** A number for one more event loop of this node. */
  public int newLoop() {
    return loops.getAndIncrement();
  }

  /** Which robot connections this node has. */
  public Registrations registrations() {
    return registrations;
  }

  /** Which boards have registered themselves on this node. */
  public DeviceTable devices() {
    return devices;
  }

  /** Which client instances this node has. */
  public ClientTable clients() {
    return clients;
  }
}
