package org.havatar.relay.access.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.havatar.relay.access.identity.IdentityBench.HOME;
import static org.havatar.relay.access.identity.IdentityBench.PASSWORD;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.identity.LoginOutcome.Step;
import org.havatar.relay.access.identity.LoginPolicy.TotpFor;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnAccountTest {
  private static final String NEW_PASSWORD = "another battery";
  private final IdentityBench bench;

  OwnAccountTest(@TempDir Path directory) {
    bench = new IdentityBench(directory, TotpFor.ADMINISTRATORS);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private ProofOutcome change(SignedIn who, String password, String newPassword) {
    return Answers.of(bench.own().changePassword(who, password, newPassword, HOME, Browser.NONE));
  }

  private Optional<SignedIn> at(Step step, LoginOutcome outcome) {
    String token = ((LoginOutcome.StepLeft) outcome).token();
    return Answers.of(bench.logins().signedInFor(step, token));
  }

  @Test
  void anotherPasswordEndsTheOtherLogins() {
    LoginOutcome.Accepted other = bench.accepted("ana");
    SignedIn who = bench.signedIn("ana");
    assertThat(change(who, PASSWORD, NEW_PASSWORD)).isEqualTo(ProofOutcome.Done.PLAINLY);
    assertThat(bench.signedIn(other)).isEmpty();
    assertThat(Answers.of(bench.access.signedIn("ana", who.session()))).isPresent();
    assertThat(bench.login("ana", PASSWORD, HOME)).isEqualTo(new LoginOutcome.Denied());
    assertThat(bench.login("ana", NEW_PASSWORD, HOME)).isInstanceOf(LoginOutcome.Accepted.class);
    assertThat(bench.audit("account.password")).hasSize(1);
  }

  @Test
  void badPasswordsAreNotTaken() {
    SignedIn who = bench.signedIn("ana");
    assertThat(change(who, "wrong horse", NEW_PASSWORD))
        .isEqualTo(new ProofOutcome.WrongPassword());
    assertThat(change(who, PASSWORD, PASSWORD)).isInstanceOf(ProofOutcome.Unfit.class);
    assertThat(change(who, PASSWORD, "qwertyuiop")).isInstanceOf(ProofOutcome.Unfit.class);
    assertThat(bench.login("ana", PASSWORD, HOME)).isInstanceOf(LoginOutcome.Accepted.class);
  }

  @Test
  void guessingByAStolenTokenIsSlowedDownLikeALogin() {
    SignedIn who = bench.signedIn("ana");
    for (int i = 0; i < LoginLimiter.FREE_PER_ACCOUNT; i++) {
      change(who, "wrong horse", NEW_PASSWORD);
    }
    assertThat(change(who, PASSWORD, NEW_PASSWORD)).isInstanceOf(ProofOutcome.Wait.class);
  }

  @Test
  void withAnAuthenticatorThePasswordAloneIsNotEnough() {
    bench.enrol(bench.signedIn("ana"));
    assertThat(bench.login("ana", PASSWORD, HOME)).isEqualTo(new LoginOutcome.CodeRequired());
    assertThat(bench.login("ana", "wrong horse", HOME)).isEqualTo(new LoginOutcome.Denied());
    assertThat(bench.login("ana", "000000")).isEqualTo(new LoginOutcome.CodeWrong());
    String code = bench.code("ana");
    assertThat(bench.login("ana", code)).isInstanceOf(LoginOutcome.Accepted.class);
    assertThat(bench.login("ana", code)).isEqualTo(new LoginOutcome.CodeWrong());
  }

  @Test
  void recoveryCodesReplaceTheAuthenticatorOnceEach() {
    List<String> codes = bench.enrol(bench.signedIn("ana"));
    assertThat(codes).hasSize(10).doesNotHaveDuplicates();
    assertThat(bench.login("ana", codes.get(3))).isInstanceOf(LoginOutcome.Accepted.class);
    assertThat(bench.login("ana", codes.get(3))).isEqualTo(new LoginOutcome.CodeWrong());
    assertThat(bench.account("ana").second().recoveryHashes())
        .hasSize(9)
        .doesNotContainAnyElementsOf(codes);
  }

  @Test
  void guessedCodesAreCountedLikeGuessedPasswords() {
    bench.enrol(bench.signedIn("ana"));
    for (int i = 0; i < LoginLimiter.FREE_PER_ACCOUNT; i++) {
      assertThat(bench.login("ana", "000000")).isEqualTo(new LoginOutcome.CodeWrong());
    }
    assertThat(bench.login("ana", bench.code("ana"))).isInstanceOf(LoginOutcome.Wait.class);
  }

  @Test
  void anAuthenticatorThatWasNotConfirmedAsksForNothing() {
    SignedIn who = bench.signedIn("ana");
    assertThat(Answers.of(bench.own().enrolTotp(who))).isPresent();
    assertThat(Answers.of(bench.own().confirmTotp(who, "000000", HOME, Browser.NONE)))
        .isEqualTo(new ProofOutcome.WrongCode());
    assertThat(bench.login("ana", PASSWORD, HOME)).isInstanceOf(LoginOutcome.Accepted.class);
  }

  @Test
  void nobodyReplacesAnAuthenticatorWithoutPasswordAndCode() {
    SignedIn who = bench.signedIn("ana");
    bench.enrol(who);
    assertThat(Answers.of(bench.own().enrolTotp(who))).isEmpty();
    assertThat(Answers.of(bench.own().removeTotp(who, "wrong horse", bench.code("ana"), HOME)))
        .isEqualTo(new ProofOutcome.WrongPassword());
    assertThat(Answers.of(bench.own().removeTotp(who, PASSWORD, "000000", HOME)))
        .isEqualTo(new ProofOutcome.WrongCode());
    assertThat(Answers.of(bench.own().removeTotp(who, PASSWORD, bench.code("ana"), HOME)))
        .isEqualTo(ProofOutcome.Done.PLAINLY);
    assertThat(bench.login("ana", PASSWORD, HOME)).isInstanceOf(LoginOutcome.Accepted.class);
  }

  @Test
  void newRecoveryCodesMakeTheOldOnesWorthless() {
    SignedIn who = bench.signedIn("ana");
    List<String> old = bench.enrol(who);
    ProofOutcome done =
        Answers.of(bench.own().renewRecoveryCodes(who, PASSWORD, bench.code("ana"), HOME));
    List<String> codes = ((ProofOutcome.Done) done).recoveryCodes();
    assertThat(bench.login("ana", old.get(0))).isEqualTo(new LoginOutcome.CodeWrong());
    assertThat(bench.login("ana", codes.get(0))).isInstanceOf(LoginOutcome.Accepted.class);
  }

  @Test
  void whoHasToHaveAnAuthenticatorGetsATokenForSettingItUpAndNothingElse() {
    LoginOutcome outcome = bench.login("root", PASSWORD, HOME);
    assertThat(((LoginOutcome.StepLeft) outcome).step()).isEqualTo(Step.TOTP_ENROLMENT);
    assertThat(Answers.of(bench.access.signedIn(((LoginOutcome.StepLeft) outcome).token())))
        .isEmpty();
    assertThat(at(Step.PASSWORD_CHANGE, outcome)).isEmpty();
    assertThat(bench.account("root").sessions()).isEmpty();
    SignedIn root = at(Step.TOTP_ENROLMENT, outcome).orElseThrow();
    assertThat(Answers.of(bench.own().enrolTotp(root))).isPresent();
    ProofOutcome done =
        Answers.of(bench.own().confirmTotp(root, bench.code("root"), HOME, Browser.NONE));
    LoginOutcome next = ((ProofOutcome.Done) done).next().orElseThrow();
    assertThat(bench.signedIn((LoginOutcome.Accepted) next)).isPresent();
    assertThat(at(Step.TOTP_ENROLMENT, outcome)).as("once").isEmpty();
  }

  @Test
  void aTokenForAStepEndsWithThePasswordThatItWasGivenFor() {
    LoginOutcome outcome = bench.login("root", PASSWORD, HOME);
    Answers.of(bench.accounts().reset("root", false, Actor.OPERATOR, bench.nowMs()));
    assertThat(at(Step.TOTP_ENROLMENT, outcome)).isEmpty();
  }

  @Test
  void aOneTimePasswordIsGoodForChoosingAnotherAndNothingElse() {
    User ben = new User("ben", "Ben", false);
    String oneTime =
        Answers.of(bench.accounts().add(ben, Actor.OPERATOR, bench.nowMs())).orElseThrow();
    LoginOutcome outcome = bench.login("ben", oneTime, HOME);
    assertThat(((LoginOutcome.StepLeft) outcome).step()).isEqualTo(Step.PASSWORD_CHANGE);
    assertThat(Answers.of(bench.access.signedIn(((LoginOutcome.StepLeft) outcome).token())))
        .isEmpty();
    SignedIn who = at(Step.PASSWORD_CHANGE, outcome).orElseThrow();
    ProofOutcome done = change(who, oneTime, NEW_PASSWORD);
    LoginOutcome next = ((ProofOutcome.Done) done).next().orElseThrow();
    assertThat(bench.signedIn((LoginOutcome.Accepted) next).map(SignedIn::user)).contains(ben);
    assertThat(at(Step.PASSWORD_CHANGE, outcome)).as("once").isEmpty();
    assertThat(bench.login("ben", oneTime, HOME)).isEqualTo(new LoginOutcome.Denied());
  }

  @Test
  void anAdministratorsOneTimePasswordLeadsToHisAuthenticator() {
    String oneTime =
        Answers.of(bench.accounts().reset("root", true, Actor.OPERATOR, bench.nowMs()))
            .orElseThrow();
    SignedIn who = at(Step.PASSWORD_CHANGE, bench.login("root", oneTime, HOME)).orElseThrow();
    ProofOutcome.Done done = (ProofOutcome.Done) change(who, oneTime, NEW_PASSWORD);
    LoginOutcome.StepLeft next = (LoginOutcome.StepLeft) done.next().orElseThrow();
    assertThat(next.step()).isEqualTo(Step.TOTP_ENROLMENT);
    assertThat(at(Step.TOTP_ENROLMENT, next)).isPresent();
  }
}
