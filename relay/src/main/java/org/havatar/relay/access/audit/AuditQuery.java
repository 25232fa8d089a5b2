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
 * @param scope what they are about
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
    Scope scope) {
  /** Whose objects are robots. */
  public static final Set<String> ROBOTS = Set.of("robot", "booking", "drive");

  /**
   * What entries are about.
   *
   * @param subjects of these kinds only; empty: of all
   * @param robot identity of the robot; empty: of any, or of none
   * @param concerning the account of which they tell, as doer or not; empty: of anybody
   */
  public record Scope(Set<String> subjects, String robot, String concerning) {
    public static final Scope ALL = new Scope(Set.of(), "", "");

    public Scope {
      subjects = Set.copyOf(subjects);
    }

    /** What happened to one robot, not to one that had its id before. */
    public static Scope ofRobot(String identity) {
      return new Scope(ROBOTS, identity, "");
    }
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
    this(fromMs, toMs, account, object, action, after, most, newestFirst, Scope.ALL);
  }

  /** Everything, in the order in which it was written. */
  public static AuditQuery all(String after, int most) {
    return new AuditQuery(Long.MIN_VALUE, Long.MAX_VALUE, "", "", "", after, most, false);
  }

  /** All that tells of an account, in the order in which it was written. */
  public static AuditQuery concerning(String account, String after, int most) {
    Scope scope = new Scope(Set.of(), "", account);
    return new AuditQuery(Long.MIN_VALUE, Long.MAX_VALUE, "", "", "", after, most, false, scope);
  }

  public boolean matches(AuditEntry entry) {
    return entry.atMs() >= fromMs
        && entry.atMs() < toMs
        && (account.isEmpty() || account.equals(entry.by().account()))
        && (object.isEmpty() || object.equals(entry.object()))
        && (action.isEmpty()
            || action.equals(entry.action())
            || entry.action().startsWith(action + "."))
        && isInScope(entry);
  }

  private boolean isInScope(AuditEntry entry) {
    return (scope.subjects().isEmpty() || scope.subjects().contains(entry.subject()))
        && (scope.robot().isEmpty() || scope.robot().equals(entry.about().robot()))
        && (scope.concerning().isEmpty() || entry.concerns(scope.concerning()));
  }
}
