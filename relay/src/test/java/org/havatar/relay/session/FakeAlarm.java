package org.havatar.relay.session;

import org.havatar.relay.session.connection.Alarm;

/** Of a session that a test ticks by itself. */
public final class FakeAlarm implements Alarm {
  private final SimulatedNode bench;

  public FakeAlarm(SimulatedNode bench) {
    this.bench = bench;
  }

  @Override
  public void wake() {}

  @Override
  public long nowMs() {
    return bench.nowMs;
  }
}
