package org.havatar.transports.wire;

/**
 * The codes that only JSON messages use (PROTOCOL.md §5.3); the others are {@link Reason} names.
 */
public final class Codes {
  public static final String BAD_JSON = "bad_json";
  public static final String MISSING_FIELD = "missing_field";
  public static final String UNKNOWN_MESSAGE = "unknown_message";
  public static final String HELLO_FIRST = "hello_first";
  public static final String VERSION_UNSUPPORTED = "version_unsupported";
  public static final String UNKNOWN_ROBOT = "unknown_robot";
  public static final String NOT_SELECTED = "not_selected";
  public static final String HELD = "held";
  public static final String DECLINED = "declined";
  public static final String UNANSWERED = "unanswered";
  public static final String UNPROVEN = "unproven";
  public static final String INVALID_DIRECTION = "invalid_direction";
  public static final String TERM_CHANGED = "term_changed";
  public static final String LATCH_CHANGED = "latch_changed";
  public static final String NOT_LATCHED = "not_latched";
  public static final String HIGHER_RANK_NEEDED = "higher_rank_needed";
  public static final String BOOKING_NEEDED = "booking_needed";
  public static final String BOOKING_OVER = "booking_over";
  public static final String KEY_NOT_STORED = "key_not_stored";
  public static final String UNCONFIRMED = "unconfirmed";
  public static final String UNAVAILABLE = "unavailable";
  public static final String INTERNAL = "internal";

  private Codes() {}
}
