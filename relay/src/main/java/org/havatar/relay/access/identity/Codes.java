package org.havatar.relay.access.identity;

import java.util.List;
import java.util.Optional;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.identity.LoginRule.Beginning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Codes after the right password, and what wrong ones lead to; pure but for the log. */
final class Codes {
  private static final Logger LOG = LoggerFactory.getLogger(Codes.class);

  /** What a code is. */
  sealed interface Verdict {
    /**
     * It is good.
     *
     * @param account in which it is used up
     */
    record Right(Account account) implements Verdict {}

    /**
     * It is a guess.
     *
     * @param account in which it is counted
     * @param tellingAt how many it makes in the day when the owner is told of that; else 0
     */
    record Wrong(Account account, int tellingAt) implements Verdict {}

    /** Nobody looked at it: codes of the authenticator are good for nothing until then. */
    record Blocked(long untilMs) implements Verdict {}
  }

  private Codes() {}

  /** A recovery code is always looked at: it can't be guessed. */
  static Verdict judge(Account account, String code, long nowMs) {
    CodeGuesses guesses = account.guard().codes();
    SecondFactor second = account.second();
    boolean blocked = guesses.areTooMany(nowMs);
    Optional<SecondFactor> used = blocked ? second.usingRecovery(code) : second.using(code, nowMs);
    if (used.isPresent()) {
      return new Verdict.Right(account.with(used.get()));
    }
    if (blocked) {
      return new Verdict.Blocked(guesses.endsMs());
    }
    CodeGuesses more = guesses.more(nowMs);
    return new Verdict.Wrong(
        account.with(account.guard().with(more)),
        CodeGuesses.isTelling(more.count()) ? more.count() : 0);
  }

  /** For the audit log; empty when the owner isn't told yet. */
  static List<AuditEntry> notes(Verdict.Wrong wrong, Beginning now) {
    if (wrong.tellingAt() == 0) {
      return List.of();
    }
    boolean last = wrong.tellingAt() == CodeGuesses.MOST_A_DAY;
    return List.of(
        now.note(
            last ? "login.codes_blocked" : "login.codes_guessed",
            wrong.account().user().name(),
            "%d wrong codes in a day after the right password".formatted(wrong.tellingAt())));
  }

  /** Twice a day and account at most. */
  static void tell(String account, int tellingAt) {
    if (tellingAt > 0) {
      LOG.warn(
          "account={}: {} wrong codes in a day after the right password; somebody else may know it",
          account,
          tellingAt);
    }
  }
}
