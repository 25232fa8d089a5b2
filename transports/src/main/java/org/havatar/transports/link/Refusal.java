package org.havatar.transports.link;

import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Reason;

/**
 * Why somebody was not let in (PROTOCOL.md §6). Each transport says it in its own way, over HTTP
 * with a status. That there is no such robot is none of them: it looks like a wrong key.
 */
public enum Refusal {
  /** That is no claim. */
  MALFORMED(Reason.MALFORMED.wireName()),
  /** No proof, or one that opens nothing. */
  UNAUTHENTICATED("unauthenticated"),
  /** Whoever it is: not from there. */
  NOT_PERMITTED(Reason.NOT_PERMITTED.wireName()),
  /** Too many of them; to be tried again. */
  RATE_LIMITED(Reason.RATE_LIMITED.wireName()),
  /** This node can't judge it now, or is leaving. */
  UNAVAILABLE(Codes.UNAVAILABLE);

  private final String code;

  Refusal(String code) {
    this.code = code;
  }

  /** As in answers and metrics. */
  public String code() {
    return code;
  }
}
