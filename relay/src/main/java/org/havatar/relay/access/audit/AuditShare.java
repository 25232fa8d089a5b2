package org.havatar.relay.access.audit;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.people.Actor;

/**
 * How much of the audit log one actor may have in a day (UTC): beyond that, what is of one kind is
 * counted together in one entry an hour, so that nobody pushes out what others did. All who proved
 * no account are one actor. Pure.
 *
 * @param day the share is of
 * @param total name of the actor's counter of the day
 * @param kind name of the counter of what the actor did of that kind
 * @param together name of the entry in which it is counted beyond the share
 * @param entry that one, the first time
 */
public record AuditShare(String day, String total, String kind, String together, AuditEntry entry) {
  /** Entries of one actor a day. Half a percent of the usual log. */
  public static final int MOST_OF_ACTOR = 1000;

  /** Of these, entries of one kind. */
  public static final int MOST_OF_KIND = 200;

  private static final String DETAIL = "more of this kind, counted together";
  private static final String STRANGERS = "(strangers)";

  public static AuditShare of(AuditEntry entry) {
    String actor = actor(entry);
    boolean isKnown = !actor.equals(STRANGERS);
    String of = isKnown ? actor : entry.by().address();
    String object = isOfRobotThatIsThere(entry) ? entry.object() : "";
    long hour = TimeUnit.MILLISECONDS.toHours(entry.atMs());
    AuditEntry first =
        new AuditEntry(
            entry.atMs(),
            new Actor(entry.by().account(), isKnown ? entry.by().address() : ""),
            entry.action(),
            object,
            DETAIL,
            new AuditEntry.About(Set.of(), entry.about().robot()),
            AuditEntry.Times.ONCE);
    return new AuditShare(
        Long.toString(TimeUnit.MILLISECONDS.toDays(entry.atMs())),
        "t " + actor,
        "k " + entry.action() + " " + of,
        "h " + hour + " " + entry.action() + " " + actor + " " + object,
        first);
  }

  /** What the relay does by itself it does for a robot, whose owner may make it do so. */
  private static String actor(AuditEntry entry) {
    String account = entry.by().account();
    if (account.isEmpty()) {
      return STRANGERS;
    }
    return account.equals(Actor.RELAY) ? account + " " + entry.object() : account;
  }

  /** Ids of robots that are added are anybody's invention. */
  private static boolean isOfRobotThatIsThere(AuditEntry entry) {
    return AuditQuery.ROBOTS.contains(entry.subject())
        && !entry.action().equals("robot.add")
        && !entry.action().equals("robot.remove");
  }

  /** What the operator of the machine does is nobody else's flood. */
  public static boolean isUnlimited(AuditEntry entry) {
    return entry.by().account().equals(Actor.OPERATOR.account());
  }

  /** Whether an entry stands by itself, when these counters include it. */
  public static boolean isSingle(long ofActor, long ofKind) {
    return ofActor <= MOST_OF_ACTOR && ofKind <= MOST_OF_KIND;
  }
}
