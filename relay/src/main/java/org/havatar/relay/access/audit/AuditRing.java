package org.havatar.relay.access.audit;

/**
 * Entries that make room for each other only, the oldest first; each ring has a chain of its own.
 */
public enum AuditRing {
  /** Who may do what, and who tried to be whom: logins, roles, keys, resets. */
  SECURITY("security"),

  /** What happens every day. */
  OTHERS("others");

  private final String wireName;

  AuditRing(String wireName) {
    this.wireName = wireName;
  }

  /** As exports and copies call it. */
  public String wireName() {
    return wireName;
  }
}
