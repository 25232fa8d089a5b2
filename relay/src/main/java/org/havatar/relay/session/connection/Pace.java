package org.havatar.relay.session.connection;

import org.havatar.transports.wire.Binary;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Reason;

/**
 * How fast one peer may send. What is over it is not executed, and the peer hears so; much of it
 * for long is no mistake.
 */
public final class Pace {
  private final Complaints complaints;
  private final Budget binary;
  private final Budget events;

  /**
   * Two budgets.
   *
   * @param binary for binary messages, which are many
   * @param events for the others
   */
  public Pace(Complaints complaints, Budget binary, Budget events) {
    this.complaints = complaints;
    this.binary = binary;
    this.events = events;
  }

  /** One budget for all. */
  public Pace(Complaints complaints, Budget all) {
    this(complaints, all, all);
  }

  /** True when one more message is within its budget. */
  public boolean take(Message message, long nowMs) {
    return message instanceof Binary ? binary.take(nowMs) : events.take(nowMs);
  }

  /** A message was over its budget. */
  public void complain(long nowMs) {
    complaints.about(Reason.RATE_LIMITED, "Too many messages. Slow down.", nowMs);
  }

  /** True when the peer has earned its dismissal. */
  public boolean isAbused() {
    return binary.isAbused() || events.isAbused();
  }
}
