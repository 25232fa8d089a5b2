package org.havatar.relay.access.identity;

import java.util.List;
import java.util.function.Function;
import org.havatar.relay.access.identity.LoginRule.Beginning;
import org.havatar.relay.access.identity.LoginRule.Settled;

/**
 * What a right assertion leads to; pure. The authenticator has seen to it that its owner holds it
 * and has unlocked it, which are two factors: no code is asked for.
 *
 * @param proven the passkey that the assertion was checked against
 * @param signCount of the assertion
 */
record PasskeyRule(Passkey proven, long signCount, Beginning beginning)
    implements Function<Account, Decision<Settled>> {
  @Override
  public Decision<Settled> apply(Account account) {
    Passkey known = account.passkey(proven.proof().id()).orElse(null);
    if (known == null || !known.proof().isSameKey(proven.proof())) {
      return refused(new Settled.Denied(), account, "was just removed");
    }
    if (account.disabled()) {
      return refused(new Settled.Disabled(), account, "the account is disabled");
    }
    if (!known.proof().mayContinueWith(signCount)) {
      String why =
          "its counter went back from %d to %d: there may be a copy of it"
              .formatted(known.proof().signCount(), signCount);
      return refused(new Settled.Denied(), account, why);
    }
    Passkey used = known.used(signCount, beginning.nowMs());
    List<Passkey> all =
        account.passkeys().stream().map(each -> each.equals(known) ? used : each).toList();
    return beginning.welcome(account.with(all), " by passkey " + known.name());
  }

  private Decision<Settled> refused(Settled settled, Account account, String why) {
    String detail = "passkey %s: %s".formatted(proven.name(), why);
    return Decision.noted(settled, beginning.note("login.refused", account.user().name(), detail));
  }
}
