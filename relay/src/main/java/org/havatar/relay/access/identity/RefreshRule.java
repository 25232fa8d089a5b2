package org.havatar.relay.access.identity;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.Decision;

/**
 * What a refresh token leads to; pure. Each is good once; one that was used before ends its login,
 * because two have it and one of them is a thief.
 */
record RefreshRule(
    RefreshToken shown, RefreshToken next, Origin origin, LoginPolicy policy, long nowMs)
    implements Function<Account, Decision<Account, RefreshRule.Fate>> {
  enum Fate {
    RENEWED,
    ENDED,
    STOLEN
  }

  @Override
  public Decision<Account, Fate> apply(Account account) {
    Optional<LoginSession> session = account.session(shown.session(), policy, nowMs);
    return session.isEmpty() || account.lacksFactor(policy)
        ? Decision.unchanged(Fate.ENDED)
        : judge(account, session.get());
  }

  private Decision<Account, Fate> judge(Account account, LoginSession session) {
    LoginSession.Proof proof = session.judge(shown, origin.group(), nowMs);
    return switch (proof) {
      case FOREIGN -> Decision.unchanged(Fate.ENDED);
      case CURRENT, REPEATED ->
          new Decision<>(
              Fate.RENEWED,
              Optional.of(account.refreshed(session.refreshed(shown, proof, next, origin, nowMs))),
              List.of());
      case STOLEN ->
          Decision.changed(
              account.withoutSession(session.id()),
              Fate.STOLEN,
              new AuditEntry(
                  nowMs,
                  origin.actor(""),
                  "login.stolen",
                  account.user().name(),
                  "session %s ended: a used refresh token was shown again"
                      .formatted(session.id())));
    };
  }
}
