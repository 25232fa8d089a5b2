package org.havatar.transports.link;

/** Why a link ended (PROTOCOL.md §6). */
public enum CloseCode {
  NORMAL(1000, "closed"),
  GOING_AWAY(1001, "going away"),
  /** Never sent: the connection ended without a goodbye. */
  LOST(1006, "connection lost"),
  MALFORMED(4400, "too many malformed messages"),
  UNAUTHORIZED(4401, "proof revoked or expired"),
  NOT_PERMITTED(4403, "not permitted"),
  SILENT(4408, "silent for too long"),
  REPLACED(4409, "replaced by a newer connection"),
  SECOND_DEVICE(4410, "another live device uses this robot id"),
  OVERFLOW(4413, "too slow: event lane full"),
  FLOODED(4429, "far too many messages");

  private final int number;
  private final String text;

  CloseCode(int number, String text) {
    this.number = number;
    this.text = text;
  }

  public int number() {
    return number;
  }

  public String text() {
    return text;
  }

  /** The code of that number; an unknown one counts as {@link #LOST}. */
  public static CloseCode ofNumber(int number) {
    for (CloseCode code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    return LOST;
  }
}
