package org.havatar.relay.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.havatar.transports.wire.Numbered;
import org.jspecify.annotations.Nullable;

/**
 * Which loops speak for which robot, one for a whole node. Every method may be called from any
 * thread; lookups take no lock, changes are rare and take one.
 *
 * <p>Each node alone says which connections it has. An entry goes only by release of exactly its
 * (address, epoch), by a higher epoch at the same node, or with its node: a late disconnect never
 * removes a newer session. The epoch of a robot that went from this node is remembered, so that a
 * late advertisement doesn't bring it back. Suspicion of a node deletes nothing.
 */
public final class Directory {
  /** Hears changes, on the thread that made them; must only hand over. */
  public interface Listener {
    void onRoutes(Set<String> robotIds);
  }

  /** Hears what this node is to tell the others, in order, under the lock; must only hand over. */
  interface OwnListener {
    /** The route is there, or another one now. */
    void onPut(Route route);

    void onGone(String robotId);
  }

  private static final OwnListener NOBODY =
      new OwnListener() {
        @Override
        public void onPut(Route route) {}

        @Override
        public void onGone(String robotId) {}
      };

  private static final Road[] NONE = {};

  private final Map<String, Road[]> roads = new ConcurrentHashMap<>();
  private final Map<String, Road> own = new HashMap<>();
  private final Map<String, Numbered> highest = new HashMap<>();
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger loops = new AtomicInteger();
  private final Registrations registrations = new Registrations(this);
  private final ClientTable clients = new ClientTable();
  private final DeviceTable devices = new DeviceTable();
  private OwnListener ownListener = NOBODY;

  private Road[] roads(String robotId) {
    return roads.getOrDefault(robotId, NONE);
  }

  /** Bus address of the loop that coordinates the robot, by the robot's own word; or null. */
  public @Nullable String leading(String robotId) {
    return Road.leading(roads(robotId));
  }

  /** Bus address of the loop over which a command reaches the robot soonest, or null. */
  public @Nullable String nearest(String robotId) {
    return Road.nearest(roads(robotId));
  }

  /** Bus addresses of all loops that have a connection of the robot, suspect ones too. */
  public List<String> all(String robotId) {
    Road[] known = roads(robotId);
    List<String> addresses = new ArrayList<>(known.length);
    for (Road each : known) {
      addresses.add(each.route.address());
    }
    return addresses;
  }

  public boolean knows(String robotId) {
    return leading(robotId) != null;
  }

  /** The connections of the robot that other nodes have, the leading one first. */
  List<Route> elsewhere(String robotId) {
    List<Route> others = new ArrayList<>(1);
    for (Road each : roads(robotId)) {
      if (!each.isOwn() && each.isOpen()) {
        others.add(each.route);
      }
    }
    return others;
  }

  // This node's connections.

  /** True when this node never had a connection of that epoch or a higher one. */
  boolean advertise(Route route) {
    synchronized (this) {
      Numbered known = highest.get(route.robotId());
      if (known != null && known.compareTo(route.epoch()) >= 0) {
        return false;
      }
      highest.put(route.robotId(), route.epoch());
      putOwn(route);
    }
    tell(Set.of(route.robotId()));
    return true;
  }

  /** Says something else of a connection that is there. */
  void update(Route former, Route now) {
    synchronized (this) {
      Road known = own.get(former.robotId());
      if (known == null || !known.route.equals(former)) {
        return;
      }
      highest.merge(now.robotId(), now.epoch(), Directory::higher);
      putOwn(now);
    }
    tell(Set.of(now.robotId()));
  }

  private static Numbered higher(Numbered one, Numbered other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private void putOwn(Route route) {
    own.put(route.robotId(), new Road(route, null));
    index(route.robotId());
    ownListener.onPut(route);
  }

  /** True when this (address, epoch) was the entry, so that the connection is gone now. */
  boolean release(String robotId, String address, Numbered epoch) {
    synchronized (this) {
      Road known = own.get(robotId);
      if (known == null
          || !known.route.address().equals(address)
          || !known.route.epoch().equals(epoch)) {
        return false;
      }
      own.remove(robotId);
      index(robotId);
      ownListener.onGone(robotId);
    }
    tell(Set.of(robotId));
    return true;
  }

  /** That connection hears the robot, or doesn't any more. */
  void deaf(Route route, boolean isDeaf) {
    synchronized (this) {
      Road known = own.get(route.robotId());
      if (known == null || !known.route.equals(route)) {
        return;
      }
      known.deaf(isDeaf);
    }
    if (roads(route.robotId()).length > 1) {
      tell(Set.of(route.robotId()));
    }
  }

  /** Hears what this node has, and then each change. */
  synchronized void follow(OwnListener listener) {
    ownListener = listener;
    own.values().forEach(each -> listener.onPut(each.route));
  }

  // Other nodes' connections, as they say.

  /** Other nodes that are known, suspect ones too. */
  public Set<String> peers() {
    return Set.copyOf(peers.keySet());
  }

  /** The version of what is said to that node; 0 when it is unknown. */
  public int versionOf(String node) {
    Peer peer = peers.get(node);
    return peer == null ? 0 : peer.version();
  }

  /** False for a node that is unknown. */
  public boolean isSuspect(String node) {
    Peer peer = peers.get(node);
    return peer != null && peer.isSuspect();
  }

  /** How many loops that node has; 0 when it is unknown. */
  public int loopsOf(String node) {
    Peer peer = peers.get(node);
    return peer == null ? 0 : peer.loops();
  }

  /**
   * All other nodes that are heard say that they can't reach the store; true when there are none.
   */
  public boolean areOthersCut() {
    return peers.values().stream().allMatch(each -> each.isSuspect() || each.isCut());
  }

  void meet(String node, int version, int loops, boolean isCut) {
    peers.computeIfAbsent(node, Peer::new).says(version, loops, isCut);
  }

  /** A part of what that node has: these are there, those are gone. */
  void change(String node, Collection<Route> there, Collection<String> gone) {
    Set<String> changed = new LinkedHashSet<>(gone);
    synchronized (this) {
      Peer peer = peers.get(node);
      if (peer == null) {
        return;
      }
      gone.forEach(peer.roads::remove);
      for (Route each : there) {
        peer.roads.put(each.robotId(), new Road(each, peer));
        changed.add(each.robotId());
      }
      changed.forEach(this::index);
    }
    tell(changed);
  }

  /** All that the node has. */
  void replace(String node, Collection<Route> all) {
    Map<String, Route> there = new LinkedHashMap<>();
    all.forEach(each -> there.put(each.robotId(), each));
    Set<String> gone = new LinkedHashSet<>();
    synchronized (this) {
      Peer peer = peers.get(node);
      if (peer == null) {
        return;
      }
      peer.roads.forEach(
          (robotId, road) -> {
            Route now = there.get(robotId);
            if (now == null) {
              gone.add(robotId);
            } else if (now.equals(road.route)) {
              there.remove(robotId);
            }
          });
    }
    change(node, there.values(), gone);
  }

  /** Something new had better not be sent there, or may be again. */
  void suspect(String node, boolean isSuspect) {
    Set<String> concerned;
    synchronized (this) {
      Peer peer = peers.get(node);
      if (peer == null || peer.isSuspect() == isSuspect) {
        return;
      }
      peer.suspect(isSuspect);
      concerned = Set.copyOf(peer.roads.keySet());
    }
    tell(concerned);
  }

  /** The node is gone, with all it had. */
  void forget(String node) {
    Set<String> gone;
    synchronized (this) {
      Peer peer = peers.remove(node);
      if (peer == null) {
        return;
      }
      gone = Set.copyOf(peer.roads.keySet());
      gone.forEach(this::index);
    }
    tell(gone);
  }

  private void index(String robotId) {
    List<Road> all = new ArrayList<>(2);
    Road mine = own.get(robotId);
    if (mine != null) {
      all.add(mine);
    }
    for (Peer each : peers.values()) {
      Road theirs = each.roads.get(robotId);
      if (theirs != null) {
        all.add(theirs);
      }
    }
    if (all.isEmpty()) {
      roads.remove(robotId);
    } else {
      all.sort((one, other) -> Route.LEADING_FIRST.compare(one.route, other.route));
      roads.put(robotId, all.toArray(NONE));
    }
  }

  private void tell(Set<String> robotIds) {
    if (!robotIds.isEmpty()) {
      registrations.onRoutes(robotIds);
      listeners.forEach(each -> each.onRoutes(robotIds));
    }
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

  /** How many event loops this node has. */
  int loops() {
    return loops.get();
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
