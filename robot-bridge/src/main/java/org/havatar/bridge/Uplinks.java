package org.havatar.bridge;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two uplinks to different nodes (PROTOCOL.md §6): the primary, over which the robot wants to be
 * found, and a standby that carries just the same. With one address there is no standby. On the
 * event loop.
 */
final class Uplinks implements Uplink.Pair {
  /** A standby is replaced after a random while, so that a node's end is no stampede elsewhere. */
  static final int SPREAD_LEAST_MS = 5_000;

  static final int SPREAD_MOST_MS = 60_000;

  private static final Logger LOG = LoggerFactory.getLogger(Uplinks.class);

  private final Uplink.Surroundings around;
  private final EntranceListener listener;
  private final Promotion promotion = new Promotion();
  private Uplink primary;
  private Uplink standby;
  private int addresses;
  private long standbyDueMs;

  /** Addresses in turn that led to the primary's node. */
  private int doubled;

  Uplinks(Uplink.Options options, Uplink.Surroundings around, EntranceListener listener) {
    this.around = around;
    this.listener = listener;
    this.addresses = options.addresses().size();
    this.standbyDueMs = around.clock().getAsLong();
    this.primary = new Uplink(options, around, listener, this);
    this.standby = new Uplink(options, around, listener, this);
  }

  /** Both, as entrances of the robot. */
  List<Uplink> both() {
    return List.of(primary, standby);
  }

  Uplink primary() {
    return primary;
  }

  Uplink standby() {
    return standby;
  }

  /** Goes by other addresses from the next dial on. */
  void follow(Uplink.Options options) {
    addresses = options.addresses().size();
    both().forEach(each -> each.follow(options));
  }

  /** To be called after both had their tick. */
  void onTick(long nowMs) {
    promoteWhenDue(nowMs);
  }

  private void promoteWhenDue(long nowMs) {
    // Echoes of the slow rhythm aren't judged by the margin of the quick one: both beat quickly
    // first.
    boolean driven = primary.beatsQuickly() && standby.beatsQuickly();
    if (!promotion.isDue(wayOf(primary), wayOf(standby), driven, nowMs)) {
      return;
    }
    Uplink former = primary;
    primary = standby;
    standby = former;
    promotion.onPromoted();
    putOff(nowMs);
    LOG.atInfo().addKeyValue("node", primary.address()).log("this uplink is the primary now");
    listener.onPromoted(primary);
  }

  private static Promotion.Way wayOf(Uplink uplink) {
    return new Promotion.Way(uplink.isUp() && !uplink.isLeaving(), uplink.echoedMs());
  }

  private void putOff(long nowMs) {
    standbyDueMs = nowMs + around.random().nextInt(SPREAD_LEAST_MS, SPREAD_MOST_MS + 1);
    doubled = 0;
  }

  @Override
  public boolean isPrimary(Uplink uplink) {
    return uplink == primary;
  }

  /** While nothing is up the primary alone tries all addresses. */
  @Override
  public boolean mayDial(Uplink uplink, long nowMs) {
    boolean isStandbyDue = addresses > 1 && primary.isUp() && nowMs - standbyDueMs >= 0;
    return isPrimary(uplink) || isStandbyDue;
  }

  @Override
  public @Nullable URI taken(Uplink uplink) {
    return otherThan(uplink).address();
  }

  private Uplink otherThan(Uplink uplink) {
    return isPrimary(uplink) ? standby : primary;
  }

  @Override
  public boolean isDoubled(Uplink uplink, String node) {
    return otherThan(uplink).node().equals(node);
  }

  @Override
  public void onDoubled(Uplink uplink) {
    doubled++;
    if (doubled >= addresses - 1) {
      putOff(around.clock().getAsLong());
    }
  }

  @Override
  public void onChanged(Uplink uplink, boolean wasUp) {
    long nowMs = around.clock().getAsLong();
    if (wasUp && !uplink.isUp()) {
      putOff(nowMs);
    }
    promoteWhenDue(nowMs);
  }
}
