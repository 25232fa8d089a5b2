package org.havatar.bridge;

import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Stop;

/** The way to the lanes, which throws while it is faulty. */
final class FakeLine implements SerialLine {
  private final SerialLine lanes;
  boolean faulty;

  FakeLine(SerialLine lanes) {
    this.lanes = lanes;
  }

  private SerialLine lanes() {
    if (faulty) {
      throw new IllegalStateException("a line's fault");
    }
    return lanes;
  }

  @Override
  public void stop(Stop stop) {
    lanes().stop(stop);
  }

  @Override
  public void setpoint(Setpoint setpoint) {
    lanes().setpoint(setpoint);
  }

  @Override
  public void ping(Ping ping) {
    lanes().ping(ping);
  }
}
