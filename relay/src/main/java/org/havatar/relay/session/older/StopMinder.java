package org.havatar.relay.session.older;

import java.util.Optional;
import org.havatar.relay.session.port.StandingStops;
import org.havatar.transports.authority.Register;
import org.havatar.transports.authority.StandingStop;
import org.havatar.transports.authority.StopKeeper;
import org.havatar.transports.authority.StopRecord;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps in the store what stands at an older robot (PROTOCOL.md §8, §11). Nothing here is waited
 * for while it drives; until the store has told what stood, the robot is stopped as if a person had
 * pressed.
 */
final class StopMinder {
  static final long FIND_AGAIN_MS = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(StopMinder.class);

  private final String robotId;
  private final StandingStops stops;
  private final StopRecord record;
  private final Host host;

  /** Null until the store has told. */
  private @Nullable StopKeeper keeper;

  private boolean isFinding;
  private boolean isWanted;
  private long findAtMs;

  /** The robot whose stop it is. */
  interface Host {
    Register register();

    /** The register's time. */
    long registerMs();

    long nowMs();

    /** What everybody is told has changed: a release took effect, or the store has told. */
    void onStopSettled();

    void refuse(Refused refused);

    boolean isClosed();
  }

  StopMinder(String robotId, StandingStops stops, Host host) {
    this.robotId = robotId;
    this.stops = stops;
    this.record = stops.of(robotId);
    this.host = host;
  }

  /** This connection is the robot from now on, and no other one writes any more. */
  void begin(long nowMs) {
    isWanted = true;
    findAtMs = nowMs;
    find(nowMs);
  }

  private void find(long nowMs) {
    if (isWanted && !isFinding && nowMs - findAtMs >= 0) {
      isFinding = true;
      stops.find(robotId, this::onFound);
    }
  }

  /** Also when the connection has ended meanwhile: what was pressed on it is saved all the same. */
  private void onFound(Optional<StandingStop> found) {
    isFinding = false;
    if (found.isPresent()) {
      isWanted = false;
      keeper = new StopKeeper(found.get(), record, this::onNotKept);
      host.register().remember(found.get(), host.registerMs());
      host.onStopSettled();
    } else if (host.isClosed()) {
      saveUnseen();
    } else {
      findAtMs = host.nowMs() + FIND_AGAIN_MS;
    }
  }

  private void saveUnseen() {
    StandingStop standing = host.register().standing();
    if (!standing.equals(StandingStop.UNREADABLE)) {
      record.save(standing, () -> {}, this::onNotKept);
    }
  }

  private void onNotKept(String why) {
    LOG.atError()
        .addKeyValue("robot", robotId)
        .log("the stop that stands can't be saved for the next connection: {}", why);
  }

  void onStanding(StandingStop standing, long nowMs) {
    StopKeeper mine = keeper;
    if (mine != null) {
      mine.onStanding(standing, nowMs);
    }
  }

  void release(ReleaseStop release, long nowMs) {
    Refused refused = host.register().judgeRelease(release, host.registerMs());
    StopKeeper mine = keeper;
    if (refused != null) {
      host.refuse(refused);
    } else if (mine == null) {
      String message = "The relay can't read yet who stopped the robot. Press release again.";
      host.refuse(
          new Refused(
              Request.RELEASE_STOP.wireName(), Codes.UNAVAILABLE, message, null, release.holder()));
    } else if (!mine.isReleasing()) {
      mine.release(new SavedRelease(release), nowMs);
    }
  }

  private final class SavedRelease implements StopKeeper.Release {
    private final ReleaseStop release;

    private SavedRelease(ReleaseStop release) {
      this.release = release;
    }

    @Override
    public void saved() {
      host.register().completeRelease(host.registerMs());
      host.onStopSettled();
    }

    @Override
    public void superseded() {
      host.refuse(Register.superseded(release));
    }

    @Override
    public void notSaved(String why) {
      host.refuse(Register.notSaved(release, "the relay", why));
    }
  }

  void onTick(long nowMs) {
    find(nowMs);
    StopKeeper mine = keeper;
    if (mine != null) {
      mine.onTick(nowMs);
    }
  }

  /** The connection is gone; what it was about to find or save goes on. */
  void close() {
    if (isWanted && !isFinding) {
      isWanted = false;
      saveUnseen();
    }
  }
}
