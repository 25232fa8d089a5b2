package org.havatar.relay.session;

import java.util.List;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.StopPressed;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;

/** Who pressed the stops of one robot: told once for each press, and to whoever comes later. */
final class PressedStops {
  private static final int REMEMBERED = 64;

  private final RecentIds known = new RecentIds(REMEMBERED);
  private @Nullable StopPressed newest;
  private @Nullable Stopped answer;

  /** True when that press is new: it is to be told. */
  boolean add(StopPressed pressed) {
    if (!known.add(pressed.stopId())) {
      return false;
    }
    newest = pressed;
    answer = null;
    return true;
  }

  void onStopped(Stopped stopped) {
    if (newest != null && newest.stopId() == stopped.stopId()) {
      answer = stopped;
    }
  }

  /** The press behind the latch that stands, if it is known, and what the robot said to it. */
  List<Message> behind(Beacon beacon) {
    StopPressed pressed = newest;
    Stopped stopped = answer;
    boolean isKnown = pressed != null && stopped != null;
    return isKnown && beacon.has(Beacon.STOP_PRESSED) ? List.of(pressed, stopped) : List.of();
  }
}
