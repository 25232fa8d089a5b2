package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.identity.Attempts.Admission;
import org.havatar.relay.access.identity.LoginOutcome.Step;
import org.havatar.relay.access.identity.LoginRule.Beginning;
import org.havatar.relay.access.identity.LoginRule.Settled;
import org.havatar.relay.access.identity.PasswordCheck.Verdict;
import org.havatar.relay.access.identity.Tokens.Claims;
import org.havatar.relay.access.identity.Tokens.Purpose;
import org.havatar.relay.access.people.Names;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.port.Clocks;

/** Logins from their password until they end. Any thread; rules of {@code Access}. */
public final class Logins {
  private final SecureRandom random = new SecureRandom();
  private final AccountStore store;
  private final AuditStore audit;
  private final PasswordCheck check;
  private final Tokens tokens;
  private final Rules rules;

  /** What is asked each time, because it changes. */
  record Rules(Supplier<LoginPolicy> policy, Clocks clocks) {
    LoginPolicy now() {
      return policy.get();
    }

    long epochMs() {
      return clocks.wall().millis();
    }
  }

  Logins(AccountStore store, AuditStore audit, PasswordCheck check, Tokens tokens, Rules rules) {
    this.store = store;
    this.audit = audit;
    this.check = check;
    this.tokens = tokens;
    this.rules = rules;
  }

  /** Unknown accounts take as long and get the same answer as wrong passwords. */
  public Future<LoginOutcome> login(Credentials credentials, Origin origin) {
    String name = Names.userName(credentials.userName());
    return check
        .check(name, credentials.password(), origin, credentials.browser(), rules.now())
        .compose(
            verdict ->
                switch (verdict) {
                  case Verdict.Wait wait ->
                      Future.succeededFuture(new LoginOutcome.Wait(wait.retryAfterMs()));
                  case Verdict.Busy ignored -> Future.succeededFuture(new LoginOutcome.Busy());
                  case Verdict.Wrong wrong -> denied(wrong.isKnown() ? name : "", origin);
                  case Verdict.Right right -> settle(right, credentials, origin);
                });
  }

  /** Noted also when nobody has that name, which may be a password in the wrong field. */
  private Future<LoginOutcome> denied(String knownName, Origin origin) {
    AuditEntry note =
        new AuditEntry(
            rules.epochMs(), origin.actor(""), "login.refused", knownName, "wrong password");
    return audit
        .append(note)
        .<LoginOutcome>map(new LoginOutcome.Denied())
        .otherwise(new LoginOutcome.Denied());
  }

  private Future<LoginOutcome> settle(Verdict.Right right, Credentials credentials, Origin origin) {
    return switch (check.attempts().admitCode(right.account(), credentials.code(), origin)) {
      case Admission.Wait wait -> {
        right.attempt().onUndecided().run();
        yield Future.succeededFuture(new LoginOutcome.Wait(wait.retryAfterMs()));
      }
      case Admission.Go code -> settle(right, code, credentials, origin);
    };
  }

  private Future<LoginOutcome> settle(
      Verdict.Right right, Admission.Go code, Credentials credentials, Origin origin) {
    Account account = right.account();
    String name = account.user().name();
    LoginRule rule =
        new LoginRule(
            account.password().hash(),
            credentials.code(),
            beginning(name, origin, credentials.browser()));
    return store
        .decide(name, rule)
        .map(settled -> settled.orElse(new Settled.Denied()))
        .onSuccess(settled -> count(settled, name, right.attempt(), code))
        .onFailure(
            cause -> {
              right.attempt().onUndecided().run();
              code.onUndecided().run();
            })
        .map(this::outcome);
  }

  /** Codes are counted apart: a wrong one is no guess of the password, which was right. */
  private static void count(
      Settled settled, String name, Admission.Go password, Admission.Go code) {
    switch (settled) {
      case Settled.Welcome ignored -> accept(password, code);
      case Settled.Left ignored -> accept(password, code);
      case Settled.CodeRequired ignored -> password.onUndecided().run();
      case Settled.CodeWrong wrong -> {
        password.onUndecided().run();
        Codes.tell(name, wrong.tellingAt());
      }
      case Settled.CodesBlocked ignored -> password.onUndecided().run();
      case Settled.Disabled ignored -> {}
      case Settled.PasswordOver ignored -> {}
      case Settled.Denied ignored -> {}
    }
  }

  private static void accept(Admission.Go password, Admission.Go code) {
    password.onAccepted().run();
    code.onAccepted().run();
  }

  Rules rules() {
    return rules;
  }

  Beginning beginning(String name, Origin origin) {
    return beginning(name, origin, Browser.NONE);
  }

  Beginning beginning(String name, Origin origin, Browser browser) {
    return new Beginning(
        RefreshToken.first(name, random),
        origin,
        rules.now(),
        rules.epochMs(),
        browser.shown(),
        browser.keeps() ? KnownBrowser.createText(random) : "");
  }

  LoginOutcome outcome(Settled settled) {
    return switch (settled) {
      case Settled.Welcome welcome -> tokensOf(welcome.token(), welcome.browser());
      case Settled.Left left -> {
        Claims claims = new Claims(left.account(), left.fingerprint(), purpose(left.step()));
        yield new LoginOutcome.StepLeft(left.step(), tokens.issue(claims), Tokens.STEP_LIFE_S);
      }
      case Settled.Denied ignored -> new LoginOutcome.Denied();
      case Settled.CodeRequired ignored -> new LoginOutcome.CodeRequired();
      case Settled.CodeWrong ignored -> new LoginOutcome.CodeWrong();
      case Settled.CodesBlocked blocked -> new LoginOutcome.CodesBlocked(blocked.untilMs());
      case Settled.Disabled ignored -> new LoginOutcome.Disabled();
      case Settled.PasswordOver ignored -> new LoginOutcome.PasswordOver();
    };
  }

  private static Purpose purpose(Step step) {
    return switch (step) {
      case PASSWORD_CHANGE -> Purpose.PASSWORD_CHANGE;
      case TOTP_ENROLMENT -> Purpose.TOTP_ENROLMENT;
    };
  }

  private LoginOutcome.Accepted tokensOf(RefreshToken refresh, String browser) {
    String token = tokens.issue(new Claims(refresh.account(), refresh.session(), Purpose.ACCESS));
    return new LoginOutcome.Accepted(token, tokens.lifeS(), refresh.text(), browser);
  }

  /** A new token for a login, and the next refresh token. */
  public Future<RefreshOutcome> refresh(String refreshToken, Origin origin) {
    Optional<RefreshToken> shown = RefreshToken.parse(refreshToken);
    if (shown.isEmpty()) {
      return Future.succeededFuture(new RefreshOutcome.Ended());
    }
    RefreshToken next = shown.get().next(random);
    RefreshRule rule = new RefreshRule(shown.get(), next, origin, rules.now(), rules.epochMs());
    return store
        .decide(shown.get().account(), rule)
        .map(
            fate ->
                switch (fate.orElse(RefreshRule.Fate.ENDED)) {
                  case RENEWED -> new RefreshOutcome.Renewed(tokensOf(next, ""));
                  case ENDED -> new RefreshOutcome.Ended();
                  case STOLEN -> new RefreshOutcome.Stolen();
                });
  }

  /** Whose token it is; what they may do comes from the store, not from the token. */
  public Future<Optional<SignedIn>> signedIn(String bearer) {
    return tokens
        .claims(bearer)
        .compose(
            claims ->
                claims.isPresent() && claims.get().purpose() == Purpose.ACCESS
                    ? signedIn(claims.get().account(), claims.get().session())
                    : Future.succeededFuture(Optional.empty()));
  }

  /**
   * The same, or who has that step of the login left; setting up a second factor is left to who
   * needs one and has none, whatever their login.
   */
  public Future<Optional<SignedIn>> signedInFor(Step step, String bearer) {
    return tokens
        .claims(bearer)
        .compose(
            claims -> {
              if (claims.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
              }
              Claims good = claims.get();
              if (good.purpose() == Purpose.ACCESS) {
                return standing(good.account(), good.session(), step == Step.TOTP_ENROLMENT);
              }
              return good.purpose() == purpose(step)
                  ? atStep(good)
                  : Future.succeededFuture(Optional.empty());
            });
  }

  private Future<Optional<SignedIn>> atStep(Claims claims) {
    return store
        .account(claims.account())
        .map(
            account ->
                account
                    .filter(known -> isAtStep(known, claims))
                    .map(known -> new SignedIn(known.user(), "", true)));
  }

  private static boolean isAtStep(Account account, Claims claims) {
    boolean left =
        switch (claims.purpose()) {
          case PASSWORD_CHANGE -> account.password().oneTime();
          case TOTP_ENROLMENT -> !account.second().confirmed();
          case ACCESS -> false;
        };
    return left && !account.disabled() && account.fingerprint().equals(claims.session());
  }

  /**
   * Whether that login of that account still stands, and who it is now; nobody while the account
   * lacks a second factor that it needs.
   */
  public Future<Optional<SignedIn>> signedIn(String account, String session) {
    return standing(account, session, false);
  }

  private Future<Optional<SignedIn>> standing(
      String account, String session, boolean evenWithoutFactor) {
    return store
        .account(account)
        .map(
            known ->
                known
                    .filter(each -> evenWithoutFactor || !each.lacksFactor(rules.now()))
                    .flatMap(
                        each ->
                            each.session(session, rules.now(), rules.epochMs())
                                .map(
                                    login ->
                                        new SignedIn(
                                            each.user(),
                                            session,
                                            login.isProven(rules.epochMs())))));
  }

  /** The logins of that account which stand, the last used first. */
  public Future<List<LoginSession>> sessions(User user) {
    return store
        .account(user.name())
        .map(
            known ->
                known.map(each -> each.standing(rules.now(), rules.epochMs())).orElse(List.of()));
  }

  /** Ends all logins of the account but the one that asks, with their sockets. */
  public Future<Boolean> endOthers(SignedIn who, Origin origin) {
    String name = who.user().name();
    AuditEntry note =
        new AuditEntry(rules.epochMs(), origin.actor(name), "login.ended", name, "all others");
    return store
        .decide(
            name,
            account -> {
              Account changed = account.loggedOutBut(who.session());
              return changed.equals(account)
                  ? Decision.unchanged(true)
                  : Decision.changed(changed, true, note);
            })
        .map(ended -> ended.orElse(false));
  }

  /** Ends one login of the account, with its sockets; false when there is none of that id. */
  public Future<Boolean> end(User user, String session, Origin origin) {
    String name = user.name();
    AuditEntry note =
        new AuditEntry(
            rules.epochMs(), origin.actor(name), "login.ended", name, "session " + session);
    return store
        .decide(
            name,
            account ->
                account.sessions().stream().anyMatch(each -> each.id().equals(session))
                    ? Decision.changed(account.withoutSession(session), true, note)
                    : Decision.unchanged(false))
        .map(ended -> ended.orElse(false));
  }
}
