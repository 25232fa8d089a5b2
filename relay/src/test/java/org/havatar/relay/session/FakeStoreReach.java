package org.havatar.relay.session;

import org.havatar.relay.session.port.StoreReach;

/** Time counts as exposed until somebody says how much of it doesn't. */
public final class FakeStoreReach implements StoreReach {
  public static final long GRACE_MS = 30_000;
  public static final long OUTAGE_MS = 600_000;

  public boolean isCut;
  public boolean isCutEverywhere;
  public long graceMs = GRACE_MS;
  public long outageMs = OUTAGE_MS;

  /** Of the time so far; while {@link #isCutEverywhere} the test lets it grow. */
  public long shelteredMs;

  @Override
  public long exposedMs(long nowMs) {
    return nowMs - shelteredMs;
  }

  @Override
  public boolean isCut() {
    return isCut;
  }

  @Override
  public boolean isCutEverywhere() {
    return isCutEverywhere;
  }

  @Override
  public long graceMs() {
    return graceMs;
  }

  @Override
  public long outageMs() {
    return outageMs;
  }
}
