package org.havatar.relay.access.audit;

import java.util.Set;

/**
 * Which entries of the audit log, in which order.
 *
 * @param fromMs epoch milliseconds, inclusive
 * @param toMs epoch milliseconds, exclusive
 * @param account who did it; empty: anybody
 * @param object to what; empty: anything
 * @param action what: {@code robot.add}, or {@code robot} for all that begins with {@code robot.};
 *     empty: whatever
 * @param after the cursor of the last entry known, in the same order; empty: from the beginning
 * @param most how many at most, at least 1
 * @param subjects of these kinds only; empty: of all
 */
public record AuditQuery(
    long fromMs,
    long toMs,
    String account,
    String object,
    String action,
    String after,
    int most,
    boolean newestFirst,
    Set<String> subjects) {
  /** Whose objects are robots. */
  public static final Set<String> ROBOTS = Set.of("robot", "booking", "drive");

  public AuditQuery {
    subjects = Set.copyOf(subjects);
  }

  /** Of all kinds. */
  public AuditQuery(
      long fromMs,
      long toMs,
      String account,
      String object,
      String action,
      String after,
      int most,
      boolean newestFirst) {
    this(fromMs, toMs, account, object, action, after, most, newestFirst, Set.of());
  }

  /** Everything, in the order in which it was written. */
  public static AuditQuery all(String after, int most) {
    return new AuditQuery(Long.MIN_VALUE, Long.MAX_VALUE, "", "", "", after, most, false);
  }

  public boolean matches(AuditEntry entry) {
    return entry.atMs() >= fromMs
        && entry.atMs() < toMs
        && (subjects.isEmpty() || subjects.contains(entry.subject()))
        && (account.isEmpty() || account.equals(entry.by().account()))
        && (object.isEmpty() || object.equals(entry.object()))
        && (action.isEmpty()
            || action.equals(entry.action())
            || entry.action().startsWith(action + "."));
  }
}
