package org.havatar.relay.node;

import io.vertx.core.Future;
import org.havatar.relay.access.robots.Admission;
import org.havatar.relay.access.robots.KeyCustody;
import org.havatar.relay.limits.AddressGroups;
import org.havatar.relay.limits.Limit;
import org.havatar.relay.limits.Limits;

/**
 * How often robots may show a key, and whether it opens. Who is over a limit costs no look at the
 * store. A key that has opened from that address within a day has a bucket of its own, so that
 * whoever tries keys behind the same address keeps no robot out. Any thread.
 */
final class RobotDoor {
  private final KeyCustody keys;
  private final Limits limits;
  private final KnownRobots known;

  RobotDoor(KeyCustody keys, Limits limits, KnownRobots known) {
    this.keys = keys;
    this.limits = limits;
    this.known = known;
  }

  /** 0: that key may be looked at; else the milliseconds until it may. */
  long waitMs(String robotId, String key, String address) {
    String pair = AddressGroups.of(address) + ' ' + robotId;
    if (known.knows(robotId, key, address)) {
      return limits.takeHere(Limit.KNOWN_ROBOTS, pair, address);
    }
    // The pair first: who tries one robot's key uses up nothing of the others' behind that address.
    long waitMs = limits.takeHere(Limit.ROBOT_KEYS, pair, address);
    return waitMs > 0 ? waitMs : limits.takeHere(Limit.ROBOTS, AddressGroups.of(address), address);
  }

  Future<Admission> admit(String robotId, String key, String address) {
    return keys.admit(robotId, key)
        .onSuccess(
            admission -> {
              if (admission instanceof Admission.Admitted) {
                known.opened(robotId, key, address);
              } else {
                known.refused(robotId, key);
              }
            });
  }

  /** That robot is handed a fresh key. */
  void expect(String robotId, String key) {
    known.expect(robotId, key);
  }
}
