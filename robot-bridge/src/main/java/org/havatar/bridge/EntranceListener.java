package org.havatar.bridge;

import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;

/** What an entrance asks of the robot and tells it, on the event loop. */
interface EntranceListener {
  /**
   * This start's introduction, with the boot number in force; counted, so to be said once.
   *
   * @param standby another entrance is the primary
   */
  RobotHello hello(boolean standby);

  /** It is the primary from now on; it was a standby. */
  void onPromoted(Entrance now);

  /** The robot's clock now. */
  Stamp stamp();

  /** True while a lease is held. */
  boolean isDriven();

  /** It is up: it must be told the lease first. */
  void onUp(Entrance from);

  /** Its other end said that it goes away; {@link Entrance#isLeaving} holds until it has gone. */
  void onLeaving(Entrance from);

  void onDrive(Entrance from, Drive drive);

  void onStop(Entrance from, Stop stop);

  void onPropose(Entrance from, Propose proposal);

  void onReleaseStop(Entrance from, ReleaseStop release);

  /**
   * Its other end knows a higher boot number; {@link Entrance#onBootChanged} follows when one is
   * taken.
   */
  void onBootConflict(long highest);
}
