package org.havatar.relay.node;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.havatar.relay.api.StoreState;
import org.havatar.relay.config.OutageRules;
import org.havatar.relay.session.port.StoreReach;

/**
 * Follows whether this node and those that it hears reach the store, and counts the time in which
 * nobody did: no right can have been changed through them meanwhile. Ticks on one thread; read on
 * any.
 */
final class StoreOutage implements StoreReach {
  static final long TICK_MS = 100;

  /** While the store tells of changes. */
  private static final long TOLD_WITHIN_S = 1;

  /** What the last look saw says nothing about later than this: the node may have been frozen. */
  static final long TRUSTED_MS = 500;

  /**
   * As of the last look.
   *
   * @param shelteredMs in which nobody reached it, until then
   */
  private record Look(long atMs, long shelteredMs, boolean isCut, boolean isCutEverywhere) {}

  private final BooleanSupplier cut;
  private final BooleanSupplier othersCut;
  private final LongSupplier epochMs;
  private volatile OutageRules rules;
  private volatile Look last;
  private volatile long sinceEpochMs;

  /**
   * @param cut whether this node can't reach the store
   * @param othersCut whether all other nodes that can be heard say the same; true when there is
   *     none
   */
  StoreOutage(
      BooleanSupplier cut,
      BooleanSupplier othersCut,
      LongSupplier epochMs,
      OutageRules rules,
      long nowMs) {
    this.cut = cut;
    this.othersCut = othersCut;
    this.epochMs = epochMs;
    this.rules = rules;
    last = new Look(nowMs, 0, false, false);
    sinceEpochMs = epochMs.getAsLong();
  }

  void follow(OutageRules wanted) {
    rules = wanted;
  }

  /** Every {@link #TICK_MS}. */
  void onTick(long nowMs) {
    Look before = last;
    boolean isCut = cut.getAsBoolean();
    boolean isEverywhere = isCut && othersCut.getAsBoolean();
    if (isCut != before.isCut) {
      sinceEpochMs = epochMs.getAsLong();
    }
    last = new Look(nowMs, shelteredMs(before, nowMs), isCut, isEverywhere);
  }

  private static long shelteredMs(Look look, long nowMs) {
    long passedMs = Math.clamp(nowMs - look.atMs, 0, TRUSTED_MS);
    return look.shelteredMs + (look.isCutEverywhere ? passedMs : 0);
  }

  @Override
  public long exposedMs(long nowMs) {
    return nowMs - shelteredMs(last, nowMs);
  }

  @Override
  public boolean isCut() {
    return last.isCut;
  }

  @Override
  public boolean isCutEverywhere() {
    return last.isCutEverywhere;
  }

  @Override
  public long graceMs() {
    return rules.graceMs();
  }

  @Override
  public long outageMs() {
    return rules.outageMs();
  }

  StoreState state() {
    return new StoreState(!isCut(), sinceEpochMs, revocationWithinS());
  }

  /** After so many seconds a right that is taken back somewhere is none here any more. */
  long revocationWithinS() {
    if (!isCut()) {
      return TOLD_WITHIN_S;
    }
    return Math.max(LEAST_MS, isCutEverywhere() ? outageMs() : graceMs()) / 1000;
  }
}
