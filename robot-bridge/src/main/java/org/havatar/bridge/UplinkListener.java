package org.havatar.bridge;

import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;

/** What an uplink asks of the robot and tells it, on the event loop. */
interface UplinkListener {
  /** This start's introduction, with the boot number in force. */
  RobotHello hello();

  /** The robot's clock now. */
  Stamp stamp();

  /** True while a lease is held. */
  boolean isDriven();

  /** The node said welcome: it must be told the lease first. */
  void onUp(Uplink uplink);

  /** The node said that it goes away; {@link Uplink#isLeaving} holds until it has gone. */
  void onLeaving(Uplink uplink);

  void onDrive(Uplink uplink, Drive drive);

  void onStop(Uplink uplink, Stop stop);

  void onPropose(Uplink uplink, Propose proposal);

  void onReleaseStop(Uplink uplink, ReleaseStop release);

  /**
   * The node knows a higher boot number; {@link Uplink#onBootChanged} follows when one is taken.
   */
  void onBootConflict(long highest);
}
