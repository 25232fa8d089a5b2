package org.havatar.transports.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a message was refused (PROTOCOL.md §4). The ordinal is the number on the wire; the lower-case
 * name is the same in JSON, metrics, logs, C and TypeScript.
 */
public enum Reason {
  ACCEPTED,
  MALFORMED,
  UNKNOWN_TYPE,
  OUT_OF_RANGE,
  TERM_OLD,
  TERM_UNKNOWN,
  NOT_HOLDER,
  SEQUENCE_OLD,
  STALE,
  STAMP_FUTURE,
  LATCHED_STOP,
  LATCHED_FAILSAFE,
  NO_LEASE,
  WINDOW_FULL,
  SUPERSEDED,
  NO_ROBOT,
  LINK_FULL,
  NOT_PERMITTED,
  RATE_LIMITED,
  CRC,
  FRAMING,
  WRONG_DIRECTION,
  BOARD_SILENT,
  ROBOT_REFUSED;

  private static final Reason[] BY_NUMBER = values();

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public int number() {
    return ordinal();
  }

  public String wireName() {
    return wireName;
  }

  /** The reason of that number, or null. */
  public static @Nullable Reason ofNumber(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
  }

  /** The reason of that name; an unknown one counts as {@link #MALFORMED}. */
  public static Reason ofWireName(String wireName) {
    for (Reason reason : BY_NUMBER) {
      if (reason.wireName.equals(wireName)) {
        return reason;
      }
    }
    return MALFORMED;
  }
}
