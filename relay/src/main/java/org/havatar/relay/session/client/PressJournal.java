package org.havatar.relay.session.client;

import org.havatar.relay.session.connection.RecentIds;
import org.havatar.relay.session.port.CommandRecord;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Stopped;

/**
 * Notes the presses of one client at one robot in the logs: each that the robot was sent, once, and
 * none that the latch of a former one answered. Which it was, the robot's session decides; the
 * latch that the answer names tells.
 */
final class PressJournal {
  /** Presses that reach no robot are noted once in such a time. */
  static final long UNSENT_EVERY_MS = 1000;

  private static final int REMEMBERED = 64;

  private final CommandJournal commands;
  private final DriveJournal drives;
  private final RecentIds known = new RecentIds(REMEMBERED);
  private final RecentIds noted = new RecentIds(REMEMBERED);
  private Numbered newestLatch = Numbered.NONE;
  private boolean stands;

  /** The newest press that is not noted yet and not known to be merged; 0 none. */
  private long open;

  private boolean hasUnsent;
  private long unsentMs;
  private long nowMs;

  PressJournal(CommandJournal commands, DriveJournal drives) {
    this.commands = commands;
    this.drives = drives;
  }

  /** It is repeated until the robot confirms it: one press. */
  void onPress(long stopId, boolean sent, long atMs) {
    nowMs = atMs;
    if (!known.add(stopId)) {
      return;
    }
    if (!sent) {
      onUnsent();
    } else if (stands) {
      open = stopId;
    } else {
      note(stopId);
    }
  }

  private void onUnsent() {
    if (!hasUnsent || nowMs - unsentMs >= UNSENT_EVERY_MS) {
      hasUnsent = true;
      unsentMs = nowMs;
      commands.event("stop", Reason.NO_ROBOT.wireName());
      drives.onStop(false, nowMs);
    }
  }

  private void note(long stopId) {
    if (!noted.add(stopId)) {
      return;
    }
    commands.event("stop", CommandRecord.FORWARDED);
    drives.onStop(true, nowMs);
  }

  /** The robot's answer to whatever stop. */
  void onStopped(Stopped stopped, long atMs) {
    if (!known.isKnown(stopped.stopId())) {
      return;
    }
    nowMs = atMs;
    boolean isOfItsOwn = stopped.latch().compareTo(newestLatch) > 0;
    newestLatch = isOfItsOwn ? stopped.latch() : newestLatch;
    open = open == stopped.stopId() ? 0 : open;
    if (isOfItsOwn) {
      note(stopped.stopId()); // perhaps later than it was pressed: a release came in between
    }
    LatchKind kind = stopped.latchKind();
    stands = kind == LatchKind.STOP || kind == LatchKind.ADMINISTRATOR;
  }

  void onBeacon(Beacon beacon) {
    stands = stands && beacon.has(Beacon.STOP_PRESSED);
  }

  /** The client leaves the robot: nobody hears any more what became of the last press. */
  void close() {
    if (open != 0) {
      note(open);
    }
  }
}
