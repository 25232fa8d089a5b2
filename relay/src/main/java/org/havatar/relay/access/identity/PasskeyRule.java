package org.havatar.relay.access.identity;

import java.util.List;
import java.util.function.Function;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.identity.LoginRule.Beginning;

/**
 * What a right assertion leads to; pure. The authenticator has seen to it that its owner holds it
 * and has unlocked it, which are two factors: no code is asked for.
 *
 * @param proven the passkey that the assertion was checked against
 * @param signCount of the assertion
 */
record PasskeyRule<T>(Passkey proven, long signCount, Beginning beginning, Answers<T> answers)
    implements Function<Account, Decision<Account, T>> {
  /** What the asker gets. */
  interface Answers<T> {
    /**
     * The assertion is right.
     *
     * @param account in which the passkey counts as used
     * @param how for the audit log, with a space before it
     */
    Decision<Account, T> accepted(Account account, String how);

    T denied();

    T disabled();
  }

  @Override
  public Decision<Account, T> apply(Account account) {
    Passkey known = account.passkey(proven.proof().id()).orElse(null);
    if (known == null || !known.proof().isSameKey(proven.proof())) {
      return refused(answers.denied(), account, "was just removed");
    }
    if (account.disabled()) {
      return refused(answers.disabled(), account, "the account is disabled");
    }
    if (!known.proof().mayContinueWith(signCount)) {
      String why =
          "its counter went back from %d to %d: there may be a copy of it"
              .formatted(known.proof().signCount(), signCount);
      return refused(answers.denied(), account, why);
    }
    Passkey used = known.used(signCount, beginning.nowMs());
    List<Passkey> all =
        account.passkeys().stream().map(each -> each.equals(known) ? used : each).toList();
    return answers.accepted(account.with(all), " by passkey " + known.name());
  }

  private Decision<Account, T> refused(T result, Account account, String why) {
    String detail = "passkey %s: %s".formatted(proven.name(), why);
    return Decision.noted(result, beginning.note("login.refused", account.user().name(), detail));
  }
}
