package org.havatar.relay.session.older;

import java.util.Map;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Reason;

/** What a code means, for a person in front of an older program. */
final class Sentences {
  private static final Map<String, String> BY_CODE =
      Map.ofEntries(
          Map.entry(
              Reason.STALE.wireName(),
              "Too old when it came. Let go and press again; if that doesn't help, connect anew."),
          Map.entry(
              Reason.LATCHED_STOP.wireName(),
              "Somebody stopped the robot. It has to be released on the relay's page."),
          Map.entry(
              Codes.UNPROVEN,
              "Your connection has not answered the relay's WebSocket pings, so nobody knows how old"
                  + " this is. Press again; if that doesn't help, use a library that answers pings."),
          Map.entry(Reason.LATCHED_FAILSAFE.wireName(), "Let go, then press again."),
          Map.entry(Reason.NO_LEASE.wireName(), "Nobody drives. Let go for two seconds."),
          Map.entry(Reason.NO_ROBOT.wireName(), "The robot is not connected."),
          Map.entry(Reason.SUPERSEDED.wireName(), "A newer command took its place."),
          Map.entry(Reason.BOARD_SILENT.wireName(), "The robot does not answer."),
          Map.entry(Reason.ROBOT_REFUSED.wireName(), "The robot refused it."),
          Map.entry(Reason.NOT_PERMITTED.wireName(), "Your account may not drive this robot."),
          Map.entry(Reason.RATE_LIMITED.wireName(), "Too many commands. Slow down."),
          Map.entry(Codes.NOT_SELECTED, "Choose a robot: send select_robot."),
          Map.entry(Codes.INVALID_DIRECTION, "Invalid direction"),
          Map.entry(Codes.HELD, "Somebody else drives."),
          Map.entry(Codes.UNAVAILABLE, "The robot did not answer in time."));

  private Sentences() {}

  static String about(String code) {
    return BY_CODE.getOrDefault(code, "Not executed: " + code + ".");
  }
}
