package org.havatar.relay.directory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a node's {@link Directory} and those of the others alike: each node tells its own
 * connections, by changes as they happen and all of them to who asks; a heartbeat says of which
 * revision they are, so whatever got lost is asked for within two of them. A node that is not heard
 * is suspected and nothing of it deleted, until it is silent for so long that it can't be the same
 * any more. On one loop, but for {@link OwnChanges}.
 */
public final class Replication {
  public static final long ALIVE_EVERY_MS = 100;
  public static final long SUSPECT_AFTER_MS = 500;

  /** Its robots have long come back elsewhere, and itself says hello anew. */
  static final long FORGET_AFTER_MS = 60_000;

  /** This loop stood still itself: the others' silence was ours. */
  static final long HELD_UP_MS = 400;

  /** Asked for all, a node has so long to answer before it is asked again. */
  static final long ASK_AGAIN_MS = 1000;

  /** Robots that don't answer are looked for so often. */
  private static final long QUIET_EVERY_MS = 500;

  private static final long NEVER = Long.MIN_VALUE / 2;

  /** Of routes, so that no loop is busy with one message for long. */
  static final int MOST_IN_PART = 500;

  /** How messages get to other nodes; must only hand over. */
  public interface Carrier {
    /** To all others. */
    void publish(NodeMessage message);

    void send(String node, NodeMessage message);
  }

  /** Another node's routes as far as they are told. */
  private static final class Copy {
    private final RouteSet routes = new RouteSet();
    private final List<Route> arriving = new ArrayList<>();
    private boolean isTold;
    private long revision;
    private long heardMs;
    private long askedMs = NEVER;
  }

  private final String node;
  private final int version;
  private final Directory directory;
  private final BooleanSupplier cut;
  private final Carrier carrier;
  private final Drops drops;
  private final Map<String, Copy> copies = new LinkedHashMap<>();
  private final OwnChanges own = new OwnChanges();
  private long tickedMs;
  private long aliveMs;
  private long quietMs;

  /**
   * @param version the newest of what is said between nodes that this one speaks
   * @param cut whether this node can't reach the store
   */
  public Replication(
      String node,
      int version,
      Directory directory,
      BooleanSupplier cut,
      Carrier carrier,
      Drops drops,
      long nowMs) {
    this.cut = cut;
    this.node = node;
    this.version = version;
    this.directory = directory;
    this.carrier = carrier;
    this.drops = drops;
    this.tickedMs = nowMs;
    this.aliveMs = nowMs - ALIVE_EVERY_MS;
    this.quietMs = nowMs;
    directory.follow(own);
  }

  /** This node's routes, and what of them is to be told; any thread. */
  private static final class OwnChanges implements Directory.OwnListener {
    private final RouteSet routes = new RouteSet();
    private final Map<String, Route> there = new LinkedHashMap<>();
    private final Set<String> gone = new LinkedHashSet<>();
    private long told;
    private long toldDigest;

    @Override
    public synchronized void onPut(Route route) {
      routes.put(route);
      there.put(route.robotId(), route);
      gone.remove(route.robotId());
    }

    @Override
    public synchronized void onGone(String robotId) {
      routes.remove(robotId);
      there.remove(robotId);
      gone.add(robotId);
    }

    /** What nobody has been told yet, as told now. */
    synchronized NodeMessage.@Nullable Changed take(String node) {
      if (there.isEmpty() && gone.isEmpty()) {
        return null;
      }
      told++;
      toldDigest = routes.digest();
      NodeMessage.Changed changed =
          new NodeMessage.Changed(node, told, List.copyOf(there.values()), gone);
      there.clear();
      gone.clear();
      return changed;
    }

    synchronized NodeMessage.Alive alive(String node, int version, int loops, boolean isCut) {
      return new NodeMessage.Alive(node, version, loops, isCut, told, toldDigest);
    }

    /** All, in parts; what wasn't told yet is told apart, too. */
    synchronized List<NodeMessage.All> all(String node) {
      List<Route> all = routes.all();
      int parts = Math.max(1, (all.size() + MOST_IN_PART - 1) / MOST_IN_PART);
      List<NodeMessage.All> told = new ArrayList<>(parts);
      for (int i = 0; i < parts; i++) {
        int to = Math.min(all.size(), (i + 1) * MOST_IN_PART);
        told.add(new NodeMessage.All(node, this.told, i, parts, all.subList(i * MOST_IN_PART, to)));
      }
      return told;
    }
  }

  /**
   * Tells what has changed here; to be called soon after {@link Directory.Listener} heard of it.
   */
  public void flush() {
    NodeMessage.Changed changed = own.take(node);
    if (changed != null) {
      carrier.publish(changed);
    }
  }

  /** To be called every few tens of milliseconds. */
  public void onTick(long nowMs) {
    if (nowMs - tickedMs > HELD_UP_MS) {
      copies.values().forEach(each -> each.heardMs = nowMs);
    }
    tickedMs = nowMs;
    if (nowMs - quietMs >= QUIET_EVERY_MS) {
      quietMs = nowMs;
      directory.registrations().onTick(nowMs);
    }
    flush();
    if (nowMs - aliveMs >= ALIVE_EVERY_MS) {
      aliveMs = nowMs;
      carrier.publish(alive());
    }
    judgeSilence(nowMs);
  }

  private NodeMessage.Alive alive() {
    return own.alive(node, version, directory.loops(), cut.getAsBoolean());
  }

  private void judgeSilence(long nowMs) {
    List<String> lost = new ArrayList<>(0);
    copies.forEach(
        (each, copy) -> {
          long silentMs = nowMs - copy.heardMs;
          if (silentMs >= FORGET_AFTER_MS) {
            lost.add(each);
          } else if (silentMs >= SUSPECT_AFTER_MS) {
            directory.suspect(each, true);
          }
        });
    lost.forEach(this::forget);
  }

  private void forget(String gone) {
    copies.remove(gone);
    directory.forget(gone);
  }

  /** "I go", as the last that is said. */
  public void leave() {
    flush();
    carrier.publish(new NodeMessage.Left(node));
  }

  public void onMessage(NodeMessage message, long nowMs) {
    if (message.node().equals(node)) {
      return; // our own, published
    }
    switch (message) {
      case NodeMessage.Unreadable ignored -> drops.count(Reason.MALFORMED);
      case NodeMessage.Left left -> forget(left.node());
      case NodeMessage.Alive alive -> onAlive(alive, nowMs);
      case NodeMessage.Changed changed -> onChanged(changed);
      case NodeMessage.AskAll asked -> answer(asked.node());
      case NodeMessage.All all -> onAll(all);
    }
  }

  private void onAlive(NodeMessage.Alive alive, long nowMs) {
    boolean isStranger = !copies.containsKey(alive.node());
    Copy copy = copies.computeIfAbsent(alive.node(), ignored -> new Copy());
    copy.heardMs = nowMs;
    directory.meet(alive.node(), Math.min(alive.version(), version), alive.loops(), alive.cut());
    if (isStranger) {
      carrier.send(alive.node(), alive());
    }
    directory.suspect(alive.node(), false);
    boolean isCurrent =
        copy.isTold && copy.revision == alive.revision() && copy.routes.digest() == alive.digest();
    if (!isCurrent && nowMs - copy.askedMs >= ASK_AGAIN_MS) {
      copy.askedMs = nowMs;
      carrier.send(alive.node(), new NodeMessage.AskAll(node));
    }
  }

  /** Taken at once, also when one before got lost: the digest shows what is missing. */
  private void onChanged(NodeMessage.Changed changed) {
    Copy copy = copies.get(changed.node());
    if (copy == null) {
      return;
    }
    copy.revision = changed.revision();
    changed.gone().forEach(copy.routes::remove);
    changed.there().forEach(copy.routes::put);
    directory.change(changed.node(), changed.there(), changed.gone());
  }

  private void answer(String asker) {
    own.all(node).forEach(each -> carrier.send(asker, each));
  }

  private void onAll(NodeMessage.All all) {
    Copy copy = copies.get(all.node());
    if (copy == null) {
      return;
    }
    if (all.part() == 0) {
      copy.arriving.clear();
    }
    copy.arriving.addAll(all.routes());
    if (all.part() == all.parts() - 1) {
      copy.routes.replace(copy.arriving);
      copy.arriving.clear();
      copy.revision = all.revision();
      copy.askedMs = NEVER;
      copy.isTold = true;
      directory.replace(all.node(), copy.routes.all());
    }
  }

  /** The nodes of which all is known that they have told. */
  public Set<String> known() {
    Set<String> known = new LinkedHashSet<>();
    copies.forEach(
        (each, copy) -> {
          if (copy.isTold) {
            known.add(each);
          }
        });
    return known;
  }
}
