package org.havatar.relay.access.audit;

import org.havatar.relay.access.Actor;

/**
 * One thing that somebody did, or tried.
 *
 * @param atMs epoch milliseconds of the node's clock
 * @param action what, as {@code subject.verb}: {@code robot.add}, {@code login.refused}
 * @param object to what: a robot's id, an account's name, or empty
 * @param detail what else is worth knowing, without secrets; may be empty
 */
public record AuditEntry(long atMs, Actor by, String action, String object, String detail) {
  /** Of what kind it is: what stands before the dot of {@link #action}. */
  public String subject() {
    return action.substring(0, Math.max(0, action.indexOf('.')));
  }
}
