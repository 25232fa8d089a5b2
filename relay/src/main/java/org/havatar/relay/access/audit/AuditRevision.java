package org.havatar.relay.access.audit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.havatar.relay.access.Actor;

/** What is taken out of entries that stay, for the sake of whom they are about. Pure. */
public sealed interface AuditRevision {
  /** The entry as it is to be kept; the same when nothing is to be taken out. */
  AuditEntry of(AuditEntry entry);

  /** Whether this entry and those behind it stay as they are. */
  boolean isDoneAt(AuditEntry entry);

  /**
   * Whence people came is forgotten before what they did.
   *
   * @param epochMs of entries before it, exclusive
   */
  record AddressesBefore(long epochMs) implements AuditRevision {
    @Override
    public AuditEntry of(AuditEntry entry) {
      return entry.atMs() >= epochMs || entry.by().address().isEmpty()
          ? entry
          : new AuditEntry(
              entry.atMs(),
              new Actor(entry.by().account(), ""),
              entry.action(),
              entry.object(),
              entry.detail());
    }

    @Override
    public boolean isDoneAt(AuditEntry entry) {
      return entry.atMs() >= epochMs;
    }
  }

  /**
   * Somebody is erased: wherever his name stood, there is {@code pseudonym}, and of what he did the
   * address is gone, too.
   */
  record Erased(String account, String pseudonym) implements AuditRevision {
    /** No name ends or goes on before or behind these. */
    private static final String PART_OF_A_NAME = "[a-zA-Z0-9._@~-]";

    @Override
    public AuditEntry of(AuditEntry entry) {
      boolean isBy = entry.by().account().equals(account);
      return new AuditEntry(
          entry.atMs(),
          isBy ? new Actor(pseudonym, "") : entry.by(),
          entry.action(),
          isAbout(entry) ? pseudonym : entry.object(),
          named(account).matcher(entry.detail()).replaceAll(Matcher.quoteReplacement(pseudonym)));
    }

    @Override
    public boolean isDoneAt(AuditEntry entry) {
      return false;
    }

    /** A robot may have the name of an account. */
    private boolean isAbout(AuditEntry entry) {
      return entry.object().equals(account) && !AuditQuery.ROBOTS.contains(entry.subject());
    }
  }

  /** Whether the entry tells of that account: what it did, or what was done to it. */
  static boolean concerns(AuditEntry entry, String account) {
    return entry.by().account().equals(account)
        || (entry.object().equals(account) && !AuditQuery.ROBOTS.contains(entry.subject()))
        || named(account).matcher(entry.detail()).find();
  }

  private static Pattern named(String account) {
    return Pattern.compile(
        "(?<!%s)%s(?!%s)"
            .formatted(Erased.PART_OF_A_NAME, Pattern.quote(account), Erased.PART_OF_A_NAME));
  }
}
