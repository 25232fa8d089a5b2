package org.havatar.relay.session.port;

import org.havatar.relay.session.Sessions;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Port: what sessions observe, for the operator. Called on any event loop and on the driving path:
 * an implementation never blocks, and what is called for each command allocates nothing.
 */
public interface SessionMetrics {
  /** How a message got from the session that read it to the one that writes it. */
  enum Hop {
    SAME_LOOP,
    /** Of this node; another node's clock means nothing here, so such messages aren't measured. */
    OTHER_LOOP
  }

  /** Who pressed a stop. */
  enum Presser {
    DRIVER,
    WATCHER,
    /** An administrator's lock; their ordinary stop counts like everybody's. */
    ADMINISTRATOR
  }

  /** What became of a fresh key that was handed to a robot. */
  enum KeyRotation {
    /** The robot has it on disk. */
    STORED,
    NOT_STORED,
    /** It neither said so nor the contrary; another one follows. */
    UNANSWERED
  }

  /** One robot that is connected now. */
  interface LiveRobot {
    void onBeacon(Beacon beacon);

    /** Its connection is gone; to be called once. */
    void gone();
  }

  /** A DRIVE was offered to the robot's link so long after it was read from its driver's. */
  void commandPassed(Hop hop, long ownNs);

  /** An ACK was offered to the driver's link so long after it was read from the robot's. */
  void ackPassed(Hop hop, long ownNs);

  /** An ACK came so long after its DRIVE was offered to the robot's link. */
  void commandRoundTrip(long roundTripNs);

  /** The closed loop robot → driver → robot, of a command that was accepted or too old. */
  void loopAge(int ageMs);

  /** What became of a command, once for each; null: the robot never answered. */
  void commandSettled(@Nullable Reason outcome);

  /** The robot announced its lease. */
  void leaseAnnounced(Lease.Cause cause);

  /** Once for each press. */
  void stopPressed(Presser presser);

  /** The robot reported zero output so long after the stop was first offered to it. */
  void stopConfirmed(long afterMs);

  /** A stop is older than 500 ms, or its robot is gone, and nobody reported zero output. */
  void stopUnconfirmed();

  /** A robot set a new latch. */
  void latched(LatchKind kind);

  /** An event loop stood still for longer than {@link Sessions#FREEZE_MS}. */
  void loopFroze();

  /** Once for each fresh key. */
  void keyRotation(KeyRotation result);

  /** A robot was welcomed. */
  LiveRobot robotUp(String robotId, LinkInfo link);
}
