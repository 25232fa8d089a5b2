package org.havatar.relay.session.older;

import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.RobotSelected;
import org.jspecify.annotations.Nullable;

/** The robot that an older client has chosen, as it announced itself. */
final class RobotView {
  private @Nullable RobotSelected selected;
  private @Nullable Beacon beacon;
  private Numbered term = Numbered.NONE;
  private long holder;
  private @Nullable String holderName;

  /** True when it is another robot, or it went: what was known of it is void. */
  boolean onSelected(RobotSelected now) {
    RobotSelected before = selected;
    selected = now;
    boolean another = before != null && !before.robotId().equals(now.robotId());
    if (another || !now.online()) {
      forget();
      return true;
    }
    return false;
  }

  private void forget() {
    beacon = null;
    term = Numbered.NONE;
    holder = 0;
    holderName = null;
  }

  /** True when the robot has started anew. */
  boolean onBeacon(Beacon heard) {
    Beacon before = beacon;
    if (heard.boot() < term.boot()) {
      return false;
    }
    boolean restarted = before != null && heard.boot() > before.boot();
    beacon = heard;
    onRegister(heard.term(), heard.holder(), null);
    return restarted;
  }

  void onLease(Lease lease) {
    onRegister(lease.term(), lease.holder(), lease.holderName());
  }

  private void onRegister(Numbered announced, long byHolder, @Nullable String name) {
    if (announced.compareTo(term) >= 0) {
      holderName = name != null || byHolder != holder ? name : holderName;
      term = announced;
      holder = byHolder;
    }
  }

  boolean isSelected() {
    return selected != null;
  }

  boolean isOffline() {
    return selected != null && !selected.online();
  }

  /** Its newest beacon, when that is of the current term: latches and lease belong together. */
  @Nullable Beacon current() {
    Beacon newest = beacon;
    return newest != null && newest.term().equals(term) ? newest : null;
  }

  /** The robot said who drives, if only that. */
  boolean isKnown() {
    return !term.equals(Numbered.NONE);
  }

  Numbered term() {
    return term;
  }

  /** Tag of the driver, 0 when the lease is free. */
  long holder() {
    return holder;
  }

  String holderName() {
    String name = holderName;
    return name == null ? "Somebody else" : name;
  }

  /** A stop latch that no person made: the robot, or its board, has started. */
  static boolean isStartLatch(Beacon beacon) {
    return beacon.latchKind() == LatchKind.STOP && !beacon.has(Beacon.STOP_PRESSED);
  }
}
