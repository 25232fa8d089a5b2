package org.havatar.relay.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditQuery;
import org.havatar.relay.access.audit.AuditRing;

/**
 * By what entries of the audit log are found: an index holds a term, {@link #END} and the entry's
 * cursor, so that a range of it is all that has a term, in the order in which it was written.
 */
public final class AuditTerms {
  /** Ends a term. Behind it comes a cursor. */
  public static final char END = '\n';

  /** Sorts behind every cursor. */
  public static final char BEHIND_CURSORS = 'g';

  private static final String RING = "r/";
  private static final String CONCERNED = "c/";
  private static final String OBJECT = "o/";

  private AuditTerms() {}

  /** What every entry of that ring is found by: to know the oldest and the newest of them. */
  public static String of(AuditRing ring) {
    return RING + ring.wireName();
  }

  /** All that the entry is found by, besides its place. */
  public static List<String> of(AuditEntry entry) {
    List<String> terms = new ArrayList<>();
    terms.add(of(entry.ring()));
    entry.accounts().forEach(each -> terms.add(CONCERNED + line(each)));
    if (!entry.object().isEmpty()) {
      terms.add(OBJECT + line(entry.object()));
    }
    return terms;
  }

  /** The term that narrows the query most; empty: it has to look at all entries. */
  public static String of(AuditQuery query) {
    if (!query.object().isEmpty()) {
      return OBJECT + line(query.object());
    }
    String account = query.scope().concerning();
    account = account.isEmpty() ? query.account() : account;
    return account.isEmpty() ? "" : CONCERNED + line(account);
  }

  /** Names that strangers made up may hold anything. */
  private static String line(String text) {
    return text.replace(END, ' ');
  }

  /**
   * Accounts that the detail of an entry of an earlier relay tells of: its actions had each one
   * wording.
   */
  static Set<String> toldBy(String action, String detail) {
    String[] words = detail.split(" ", -1);
    return switch (action) {
      case "robot.grant" -> words.length == 3 ? Set.of(words[2]) : Set.of();
      case "robot.grant_end" -> Set.of(words[0].replaceAll(",$", ""));
      case "robot.transfer" -> words.length == 4 ? names(words[1], words[3]) : Set.of();
      default -> action.startsWith("booking.") && words.length > 2 ? Set.of(words[1]) : Set.of();
    };
  }

  private static Set<String> names(String one, String other) {
    return one.equals(other) ? Set.of(one) : Set.of(one, other);
  }
}
