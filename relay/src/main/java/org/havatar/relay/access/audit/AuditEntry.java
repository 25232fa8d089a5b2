package org.havatar.relay.access.audit;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.havatar.relay.access.people.Actor;

/**
 * One thing that somebody did, or tried.
 *
 * @param atMs epoch milliseconds of the node's clock
 * @param action what, as {@code subject.verb}: {@code robot.add}, {@code login.refused}
 * @param object to what: a robot's id, an account's name, or empty
 * @param detail what else is worth knowing, without secrets; may be empty
 * @param about what {@code object} and {@code detail} are about, for those who look for it
 * @param times how often, when it is counted together with others
 */
public record AuditEntry(
    long atMs, Actor by, String action, String object, String detail, About about, Times times) {
  /**
   * How often something was done that is counted together, see {@link AuditShare}.
   *
   * @param lastMs epoch milliseconds of the last time; 0 when there was one only
   */
  public record Times(long count, long lastMs) {
    public static final Times ONCE = new Times(1, 0);
  }

  /** Kinds that are kept apart, so that nothing else pushes them out. */
  private static final Set<String> OF_SECURITY =
      Set.of("login", "account", "robot.transfer", "robot.grant", "robot.grant_end");

  private static final Set<String> NOT_OF_SECURITY = Set.of("account.describe", "account.export");

  /**
   * What an entry is about, besides what its other fields say.
   *
   * @param accounts names of accounts that {@code detail} tells of
   * @param robot identity of the robot that is the object; empty when none is, or when it isn't
   *     known
   */
  public record About(Set<String> accounts, String robot) {
    public static final About NOTHING = new About(Set.of(), "");

    public About {
      accounts = Set.copyOf(accounts);
    }
  }

  /** About nothing else. */
  public AuditEntry(long atMs, Actor by, String action, String object, String detail) {
    this(atMs, by, action, object, detail, About.NOTHING, Times.ONCE);
  }

  /** The same, whose detail tells of these accounts; empty names are nobody's. */
  public AuditEntry naming(String... accounts) {
    Set<String> named = new TreeSet<>(List.of(accounts));
    named.remove("");
    return with(new About(named, about.robot()));
  }

  /** The same, of the robot of that identity; an identity that is known already stays. */
  public AuditEntry ofRobot(String identity) {
    boolean isAboutRobot = AuditQuery.ROBOTS.contains(subject()) && about.robot().isEmpty();
    return isAboutRobot ? with(new About(about.accounts(), identity)) : this;
  }

  private AuditEntry with(About other) {
    return new AuditEntry(atMs, by, action, object, detail, other, times);
  }

  /** The same, so often. */
  public AuditEntry with(Times counted) {
    return new AuditEntry(atMs, by, action, object, detail, about, counted);
  }

  /** The same, whose origin is forgotten. */
  public AuditEntry withoutAddress() {
    return new AuditEntry(atMs, new Actor(by.account(), ""), action, object, detail, about, times);
  }

  public AuditRing ring() {
    return isOfSecurity() ? AuditRing.SECURITY : AuditRing.OTHERS;
  }

  private boolean isOfSecurity() {
    return (OF_SECURITY.contains(subject()) || OF_SECURITY.contains(action) || isOfKeysOrLinks())
        && !NOT_OF_SECURITY.contains(action);
  }

  private boolean isOfKeysOrLinks() {
    return action.startsWith("robot.key") || action.startsWith("robot.link");
  }

  /** Of what kind it is: what stands before the dot of {@link #action}. */
  public String subject() {
    return action.substring(0, Math.max(0, action.indexOf('.')));
  }

  /** Whose: who did it, to whom it was done, and of whom it tells. A robot may be named alike. */
  public Set<String> accounts() {
    Set<String> all = new TreeSet<>(about.accounts());
    all.add(by.account());
    if (!AuditQuery.ROBOTS.contains(subject())) {
      all.add(object);
    }
    all.remove("");
    return all;
  }

  /** Whether the entry tells of that account: what it did, or what was done to it. */
  public boolean concerns(String account) {
    return accounts().contains(account);
  }
}
