package org.havatar.relay.directory;

import java.util.Comparator;
import org.havatar.transports.wire.Numbered;

/**
 * One connection of a robot, as its node tells the others.
 *
 * @param address bus address of the loop that has it
 * @param epoch of the robot's own counting: of its connections that are no standbys, the one with
 *     the greatest leads
 * @param startId random, of the robot's start: another one is another device
 * @param standby true until the robot promotes it
 * @param older of a robot that counts nothing itself: it has one connection in all nodes
 * @param quiet true when it has not answered for {@link
 *     org.havatar.relay.session.port.RobotRegistry#LIVE_FOR_MS}
 */
public record Route(
    String robotId,
    String address,
    Numbered epoch,
    long startId,
    boolean standby,
    boolean older,
    boolean quiet) {

  /** The leading one first. Of equal epochs, which only older robots have, one comes first. */
  static final Comparator<Route> LEADING_FIRST =
      Comparator.comparing(Route::standby)
          .thenComparing(Route::epoch, Comparator.reverseOrder())
          .thenComparing(Route::address, Comparator.reverseOrder());

  Route withQuiet(boolean isQuiet) {
    return new Route(robotId, address, epoch, startId, standby, older, isQuiet);
  }

  /** As the robot's leading one, under the number that it has given it. */
  Route promoted(Numbered newEpoch) {
    return new Route(robotId, address, newEpoch, startId, false, older, quiet);
  }
}
