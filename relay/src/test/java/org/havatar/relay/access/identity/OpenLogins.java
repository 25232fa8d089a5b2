package org.havatar.relay.access.identity;

import java.security.SecureRandom;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.people.User;

/** Logins without a password, for tests that are about something else. */
public final class OpenLogins {
  private static final LoginPolicy ENDLESS =
      new LoginPolicy(Long.MAX_VALUE / 4, Long.MAX_VALUE / 4, 1, LoginPolicy.TotpFor.NONE);

  private OpenLogins() {}

  /** As if that user had just logged in. */
  public static SignedIn of(Store store, User user, long epochMs) {
    RefreshToken token = RefreshToken.first(user.name(), new SecureRandom());
    LoginRule.Beginning beginning =
        new LoginRule.Beginning(token, new Origin("", "", ""), ENDLESS, epochMs, "", "");
    boolean begun =
        Answers.of(store.accounts().decide(user.name(), beginning::proceed)).isPresent();
    if (!begun) {
      throw new AssertionError("no account " + user.name());
    }
    return new SignedIn(user, token.session(), true);
  }

  /** As if they had logged out. */
  public static void end(Store store, SignedIn who, long epochMs) {
    Answers.of(
        store
            .accounts()
            .decide(
                who.user().name(),
                account -> {
                  var ended = account.withoutSession(who.session());
                  return Decision.changed(
                      ended,
                      true,
                      new LoginRule.Beginning(
                              RefreshToken.first("x", new SecureRandom()),
                              new Origin("", "", ""),
                              ENDLESS,
                              epochMs,
                              "",
                              "")
                          .note("login.ended", who.user().name(), ""));
                }));
  }
}
