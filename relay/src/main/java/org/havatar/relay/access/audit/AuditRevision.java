package org.havatar.relay.access.audit;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.havatar.relay.access.audit.AuditEntry.About;
import org.havatar.relay.access.people.Actor;

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
          : entry.withoutAddress();
    }

    @Override
    public boolean isDoneAt(AuditEntry entry) {
      return entry.atMs() >= epochMs;
    }
  }

  /**
   * Somebody is erased: wherever the name stood, there is {@code pseudonym}, and of what they did
   * the address is gone, too.
   */
  record Erased(String account, String pseudonym) implements AuditRevision {
    /** No name ends or goes on before or behind these. */
    private static final String PART_OF_A_NAME = "[a-zA-Z0-9._@~-]";

    @Override
    public AuditEntry of(AuditEntry entry) {
      boolean isTold = entry.detail().contains(account);
      if (!isTold && !entry.concerns(account)) {
        return entry;
      }
      boolean isBy = entry.by().account().equals(account);
      return new AuditEntry(
          entry.atMs(),
          isBy ? new Actor(pseudonym, "") : entry.by(),
          entry.action(),
          isAbout(entry) ? pseudonym : entry.object(),
          isTold ? withoutName(entry.detail()) : entry.detail(),
          withoutName(entry.about()),
          entry.times());
    }

    @Override
    public boolean isDoneAt(AuditEntry entry) {
      return false;
    }

    /** A robot may have the name of an account. */
    private boolean isAbout(AuditEntry entry) {
      return entry.object().equals(account) && !AuditQuery.ROBOTS.contains(entry.subject());
    }

    /** Of few entries: looked for is what the fields say, the text only has to be clean. */
    private String withoutName(String detail) {
      String named =
          "(?<!%s)%s(?!%s)".formatted(PART_OF_A_NAME, Pattern.quote(account), PART_OF_A_NAME);
      return Pattern.compile(named).matcher(detail).replaceAll(Matcher.quoteReplacement(pseudonym));
    }

    private About withoutName(About about) {
      if (!about.accounts().contains(account)) {
        return about;
      }
      Set<String> accounts = new TreeSet<>(about.accounts());
      accounts.remove(account);
      accounts.add(pseudonym);
      return new About(accounts, about.robot());
    }
  }
}
