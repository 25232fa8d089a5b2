package org.havatar.relay.access.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.havatar.relay.access.identity.IdentityBench.HOME;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.UsualOptions;
import org.havatar.relay.access.identity.LoginOutcome.Step;
import org.havatar.relay.access.identity.LoginPolicy.TotpFor;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever needs a second factor and has none may set one up and nothing else, also half-way. */
final class NeededFactorTest {
  private final IdentityBench bench;

  NeededFactorTest(@TempDir Path directory) {
    bench = new IdentityBench(directory, TotpFor.NONE);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void need(TotpFor whom) {
    bench.access.follow(
        UsualOptions.of(
            UsualOptions.logins(whom),
            UsualOptions.ROBOTS,
            new PasskeyPolicy(Set.of(IdentityBench.PAGE))));
  }

  private void promote(String name) {
    Accounts.Wish wish =
        new Accounts.Wish(Optional.empty(), Optional.of(Role.ADMINISTRATOR), Optional.empty());
    Answers.of(bench.accounts().change(name, wish, Actor.OPERATOR, bench.nowMs()));
  }

  private Optional<SignedIn> forEnrolment(LoginOutcome.Accepted login) {
    return Answers.of(bench.logins().signedInFor(Step.TOTP_ENROLMENT, login.token()));
  }

  private void assertMayOnlyEnrol(LoginOutcome.Accepted login) {
    assertThat(bench.signedIn(login)).as("a request or a ticket").isEmpty();
    assertThat(Answers.of(bench.logins().signedInFor(Step.PASSWORD_CHANGE, login.token())))
        .as("another step")
        .isEmpty();
    assertThat(bench.refresh(login.refreshToken(), HOME)).isEqualTo(new RefreshOutcome.Ended());
    assertThat(forEnrolment(login)).isPresent();
  }

  @Test
  void aTokenOfBeforeTheNeedIsGoodForSettingUpAFactorAndThenForEverything() {
    LoginOutcome.Accepted login = bench.accepted("root");
    SignedIn who = bench.signedIn(login).orElseThrow();
    need(TotpFor.ADMINISTRATORS);
    assertMayOnlyEnrol(login);
    assertThat(Answers.of(bench.access.signedIn("root", who.session()))).as("a socket").isEmpty();
    assertThat(bench.signedIn(bench.accepted("ana"))).as("who needs none").isPresent();
    bench.enrol(who);
    assertThat(bench.signedIn(login)).contains(who);
    assertThat(bench.refresh(login.refreshToken(), HOME))
        .isInstanceOf(RefreshOutcome.Renewed.class);
  }

  @Test
  void whoeverSetsUpTheFirstFactorEndsTheLoginsThatHaveProvedNone() {
    LoginOutcome.Accepted stolen = bench.accepted("root");
    LoginOutcome.Accepted own = bench.accepted("root");
    SignedIn who = bench.signedIn(own).orElseThrow();
    bench.enrol(who);
    assertThat(bench.signedIn(own)).isPresent();
    assertThat(bench.signedIn(stolen)).isEmpty();
    assertThat(bench.refresh(stolen.refreshToken(), HOME)).isEqualTo(new RefreshOutcome.Ended());
  }

  @Test
  void aPromotionEndsTheLoginsOfBefore() {
    LoginOutcome.Accepted login = bench.accepted("ana");
    promote("ana");
    assertThat(bench.signedIn(login)).isEmpty();
    assertThat(forEnrolment(login)).isEmpty();
    LoginOutcome.Accepted again = bench.accepted("ana");
    promote("ana"); // which they are already
    assertThat(bench.signedIn(again)).isPresent();
  }

  @Test
  void whoTakesTheFactorAwayIsBackToSettingOneUp() {
    LoginOutcome.Accepted login = bench.accepted("root");
    SignedIn who = bench.signedIn(login).orElseThrow();
    bench.enrol(who);
    need(TotpFor.EVERYONE);
    assertThat(bench.signedIn(login)).isPresent();
    String code = bench.code("root");
    Answers.of(bench.own().removeTotp(who, IdentityBench.PASSWORD, code, HOME));
    assertMayOnlyEnrol(login);
  }
}
