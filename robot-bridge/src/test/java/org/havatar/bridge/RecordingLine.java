package org.havatar.bridge;

import java.util.ArrayList;
import java.util.List;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Stop;

/** A line that keeps what is offered to it. */
final class RecordingLine implements SerialLine {
  final List<Stop> stops = new ArrayList<>();
  final List<Setpoint> setpoints = new ArrayList<>();
  final List<Ping> pings = new ArrayList<>();

  @Override
  public void stop(Stop stop) {
    stops.add(stop);
  }

  @Override
  public void setpoint(Setpoint setpoint) {
    setpoints.add(setpoint);
  }

  @Override
  public void ping(Ping ping) {
    pings.add(ping);
  }
}
