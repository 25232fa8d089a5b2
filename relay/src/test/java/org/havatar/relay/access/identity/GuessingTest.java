package org.havatar.relay.access.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.havatar.relay.access.identity.IdentityBench.ANA;
import static org.havatar.relay.access.identity.IdentityBench.AWAY;
import static org.havatar.relay.access.identity.IdentityBench.HOME;
import static org.havatar.relay.access.identity.IdentityBench.PASSWORD;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.identity.LoginPolicy.TotpFor;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.port.Change;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What guessing gets, and whom it keeps out. */
final class GuessingTest {
  private final IdentityBench bench;

  GuessingTest(@TempDir Path directory) {
    bench = new IdentityBench(directory, TotpFor.NONE);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static Origin stranger(int number) {
    return new Origin("", "stranger " + number, "");
  }

  private LoginOutcome login(String code, Origin origin) {
    Credentials credentials = new Credentials("ana", PASSWORD, Optional.of(code), Browser.NONE);
    return Answers.of(bench.logins().login(credentials, origin));
  }

  /** In a browser that shows that. */
  private LoginOutcome loginIn(String shown, String password, String code, Origin origin) {
    Optional<String> typed = Optional.of(code).filter(each -> !each.isEmpty());
    Credentials credentials = new Credentials("ana", password, typed, new Browser(true, shown));
    return Answers.of(bench.logins().login(credentials, origin));
  }

  private LoginOutcome loginIn(String shown, String password) {
    return loginIn(shown, password, "", AWAY);
  }

  /** What a browser shows that has logged in at home. */
  private String known() {
    String given = ((LoginOutcome.Accepted) loginIn("", PASSWORD, "", HOME)).browser();
    assertThat(given).isNotEmpty();
    return given;
  }

  /** Until nobody may log in from there for a while; accounts that there are fail. */
  private void lock(Origin origin) {
    for (int i = 0; i < LoginLimiter.FREE_PER_ADDRESS; i++) {
      String name = "person" + i / LoginLimiter.FREE_PER_ACCOUNT;
      if (i % LoginLimiter.FREE_PER_ACCOUNT == 0) {
        User user = new User(name, name, false);
        Answers.of(bench.accounts().add(user, PASSWORD, Actor.OPERATOR, bench.nowMs()));
      }
      assertThat(bench.login(name, "wrong horse", origin)).isEqualTo(new LoginOutcome.Denied());
    }
    assertThat(bench.login("ana", PASSWORD, origin)).isInstanceOf(LoginOutcome.Wait.class);
  }

  /** So many, each from another address. */
  private List<LoginOutcome> wrongCodes(int many) {
    List<LoginOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      outcomes.add(login("000000", stranger(i)));
    }
    return outcomes;
  }

  @Test
  void twentyInventedNamesLockNobodyOutBehindTheirAddress() {
    for (int i = 0; i < 20; i++) {
      assertThat(bench.login("nobody" + i, "wrong horse", AWAY))
          .isEqualTo(new LoginOutcome.Denied());
    }
    assertThat(bench.login("ana", PASSWORD, AWAY)).isInstanceOf(LoginOutcome.Accepted.class);
  }

  /** So that nobody keeps the processors busy with hashes of names that nobody has. */
  @Test
  void ofInventedNamesAnAddressHasAHundredCheckedAndThenOneASecond() {
    int checked = 0;
    for (int i = 0; i < LoginLimiter.FREE_OF_PACE + 50; i++) {
      checked += isChecked("nobody" + i) ? 1 : 0;
    }
    assertThat(checked).isEqualTo(LoginLimiter.FREE_OF_PACE);
    for (int second = 0; second < 3; second++) {
      bench.clocks.passMs(LoginLimiter.FIRST_WAIT_MS);
      assertThat(isChecked("other" + second)).isTrue();
      assertThat(isChecked("another" + second)).isFalse();
    }
    assertThat(bench.login("nobody", "wrong horse", HOME)).isEqualTo(new LoginOutcome.Denied());
  }

  private boolean isChecked(String name) {
    return bench.login(name, "wrong horse", AWAY) instanceof LoginOutcome.Denied;
  }

  @Test
  void anAddressThatMustWaitTellsNotWhichNamesThereAre() {
    lock(AWAY);
    LoginOutcome ofAna = bench.login("ana", "wrong horse", AWAY);
    assertThat(ofAna).isInstanceOf(LoginOutcome.Wait.class);
    assertThat(bench.login("nobody", "wrong horse", AWAY)).isEqualTo(ofAna);
  }

  @Test
  void aKnownPasswordGivesFiftyGuessesOfTheCodeADayFromHoweverManyAddresses() {
    bench.enrol(bench.signedIn("ana"));
    int guesses = 0;
    for (int i = 0; i < 200; i++) {
      bench.clocks.passMs(8_000);
      guesses += login("000000", stranger(i)) instanceof LoginOutcome.CodeWrong ? 1 : 0;
    }
    assertThat(guesses).isEqualTo(50);
    assertThat(login(bench.code("ana"), HOME)).isInstanceOf(LoginOutcome.CodesBlocked.class);
  }

  @Test
  void guessesOfCodesAtTheSameTimeAreCountedEach() {
    bench.enrol(bench.signedIn("ana"));
    List<Future<LoginOutcome>> all = new ArrayList<>();
    int most = CodeGuesses.MOST_A_DAY + 10;
    for (int i = 0; i < most; i++) {
      Credentials wrong = new Credentials("ana", PASSWORD, Optional.of("000000"), Browser.NONE);
      all.add(bench.logins().login(wrong, stranger(i)));
    }
    long lookedAt =
        all.stream().map(Answers::of).filter(LoginOutcome.CodeWrong.class::isInstance).count();
    assertThat(lookedAt).isBetween(1L, (long) CodeGuesses.MOST_A_DAY);
    assertThat(bench.account("ana").guard().codes().count()).isEqualTo((int) lookedAt);
  }

  @Test
  void whileCodesAreBlockedARecoveryCodeLetsInAndTheNextDayCodesDo() {
    List<String> recovery = bench.enrol(bench.signedIn("ana"));
    wrongCodes(CodeGuesses.MOST_A_DAY);
    LoginOutcome.CodesBlocked blocked = (LoginOutcome.CodesBlocked) login(bench.code("ana"), HOME);
    assertThat(blocked.untilMs()).isEqualTo(bench.nowMs() + CodeGuesses.DAY_MS);
    assertThat(login(recovery.get(0), HOME)).isInstanceOf(LoginOutcome.Accepted.class);
    assertThat(login(recovery.get(0), HOME)).isInstanceOf(LoginOutcome.CodesBlocked.class);
    bench.clocks.passMs(CodeGuesses.DAY_MS - 1);
    assertThat(login(bench.code("ana"), HOME)).isInstanceOf(LoginOutcome.CodesBlocked.class);
    bench.clocks.passMs(1);
    assertThat(login(bench.code("ana"), HOME)).isInstanceOf(LoginOutcome.Accepted.class);
  }

  @Test
  void whileCodesAreBlockedAnAdministratorsResetLetsIn() {
    bench.enrol(bench.signedIn("ana"));
    wrongCodes(CodeGuesses.MOST_A_DAY);
    String oneTime =
        Answers.of(bench.accounts().reset("ana", true, Actor.OPERATOR, bench.nowMs()))
            .orElseThrow();
    assertThat(bench.login("ana", oneTime, HOME)).isInstanceOf(LoginOutcome.StepLeft.class);
    assertThat(bench.account("ana").guard()).isEqualTo(Guard.NONE);
  }

  @Test
  void whoseCodesAreBlockedProvesNothingByThemEither() {
    SignedIn who = bench.signedIn("ana");
    List<String> recovery = bench.enrol(who);
    wrongCodes(CodeGuesses.MOST_A_DAY);
    Optional<String> code = Optional.of(bench.code("ana"));
    assertThat(Answers.of(bench.own().renewProof(who, PASSWORD, code, HOME)))
        .isInstanceOf(ProofOutcome.CodesBlocked.class);
    assertThat(Answers.of(bench.own().prove(who, PASSWORD, code, HOME)))
        .isInstanceOf(ProofOutcome.CodesBlocked.class);
    assertThat(Answers.of(bench.own().removeTotp(who, PASSWORD, code.get(), HOME)))
        .isInstanceOf(ProofOutcome.CodesBlocked.class);
    assertThat(Answers.of(bench.own().renewRecoveryCodes(who, PASSWORD, code.get(), HOME)))
        .isInstanceOf(ProofOutcome.CodesBlocked.class);
    Optional<String> other = Optional.of(recovery.get(1));
    assertThat(Answers.of(bench.own().renewProof(who, PASSWORD, other, HOME)))
        .isEqualTo(ProofOutcome.Done.PLAINLY);
  }

  @Test
  void codesThatAreGuessedToProveALoginAreCountedWithTheOthers() {
    SignedIn who = bench.signedIn("ana");
    bench.enrol(who);
    wrongCodes(CodeGuesses.MOST_A_DAY - 1);
    Optional<String> wrong = Optional.of("000000");
    assertThat(Answers.of(bench.own().renewProof(who, PASSWORD, wrong, HOME)))
        .isInstanceOf(ProofOutcome.WrongCode.class);
    assertThat(login(bench.code("ana"), HOME)).isInstanceOf(LoginOutcome.CodesBlocked.class);
  }

  @Test
  void afterTenWrongCodesTheOwnerIsToldOnceAndAgainWhenTheyAreBlocked() {
    bench.enrol(bench.signedIn("ana"));
    wrongCodes(CodeGuesses.TOLD_AT - 1);
    assertThat(bench.audit("login.codes_guessed")).isEmpty();
    assertThat(bench.account("ana").guard().codes().toldMs()).isZero();
    wrongCodes(CodeGuesses.TOLD_AT);
    assertThat(bench.audit("login.codes_guessed"))
        .singleElement()
        .asString()
        .endsWith("ana: 10 wrong codes in a day after the right password");
    assertThat(bench.account("ana").guard().codes().toldMs()).isEqualTo(bench.nowMs());
    wrongCodes(2 * CodeGuesses.MOST_A_DAY);
    assertThat(bench.audit("login.codes_guessed")).hasSize(1);
    assertThat(bench.audit("login.codes_blocked")).hasSize(1);
  }

  @Test
  void aRightCodeDoesNotForgiveTheWrongOnes() {
    bench.enrol(bench.signedIn("ana"));
    wrongCodes(CodeGuesses.MOST_A_DAY - 1);
    assertThat(login(bench.code("ana"), HOME)).isInstanceOf(LoginOutcome.Accepted.class);
    wrongCodes(1);
    bench.clocks.passMs(Totp.STEP_MS);
    assertThat(login(bench.code("ana"), HOME)).isInstanceOf(LoginOutcome.CodesBlocked.class);
  }

  @Test
  void anotherPasswordBeginsAnew() {
    SignedIn who = bench.signedIn("ana");
    bench.enrol(who);
    wrongCodes(CodeGuesses.MOST_A_DAY);
    Answers.of(bench.own().changePassword(who, PASSWORD, "another battery", HOME, Browser.NONE));
    LoginOutcome outcome = loginIn("", "another battery", bench.code("ana"), HOME);
    assertThat(outcome).isInstanceOf(LoginOutcome.Accepted.class);
  }

  @Test
  void aKnownBrowserIsLetByWhereOthersHaveToWait() {
    String shown = known();
    lock(AWAY);
    assertThat(loginIn("", PASSWORD)).isInstanceOf(LoginOutcome.Wait.class);
    LoginOutcome.Accepted accepted = (LoginOutcome.Accepted) loginIn(shown, PASSWORD);
    assertThat(accepted.browser()).isNotEqualTo(shown);
    assertThat(loginIn(shown, PASSWORD)).as("used up").isInstanceOf(LoginOutcome.Wait.class);
    assertThat(loginIn(accepted.browser(), PASSWORD)).isInstanceOf(LoginOutcome.Accepted.class);
  }

  @Test
  void aKnownBrowserHasFiveFailuresOfItsOwnUntilItsNextLogin() {
    String shown = known();
    lock(AWAY);
    for (int i = 0; i < KnownBrowser.MOST_FAILURES; i++) {
      assertThat(loginIn(shown, "wrong horse")).isEqualTo(new LoginOutcome.Denied());
    }
    assertThat(loginIn(shown, PASSWORD)).isInstanceOf(LoginOutcome.Wait.class);
    bench.clocks.passMs(LoginLimiter.FORGET_AFTER_MS);
    LoginOutcome.Accepted accepted = (LoginOutcome.Accepted) loginIn(shown, PASSWORD);
    assertThat(bench.account("ana").guard().browsers())
        .singleElement()
        .extracting(KnownBrowser::failures)
        .isEqualTo(0);
    assertThat(accepted.browser()).isNotEmpty();
  }

  @Test
  void failuresOfAKnownBrowserAtTheSameTimeAreCountedEach() {
    String shown = known();
    lock(AWAY);
    List<Future<LoginOutcome>> all = new ArrayList<>();
    for (int i = 0; i < 3 * KnownBrowser.MOST_FAILURES; i++) {
      Credentials wrong =
          new Credentials("ana", "wrong horse", Optional.empty(), new Browser(true, shown));
      all.add(bench.logins().login(wrong, AWAY));
    }
    assertThat(all.stream().map(Answers::of).filter(LoginOutcome.Denied.class::isInstance))
        .hasSize(KnownBrowser.MOST_FAILURES);
  }

  @Test
  void aKnownBrowserIsKnownToItsAccountOnlyAndNothingElseIsAny() {
    String shown = known();
    lock(AWAY);
    Credentials ofRoot =
        new Credentials("root", PASSWORD, Optional.empty(), new Browser(true, shown));
    assertThat(Answers.of(bench.logins().login(ofRoot, AWAY)))
        .isInstanceOf(LoginOutcome.Wait.class);
    String id = shown.substring(0, shown.indexOf('.') + 1);
    for (String forged :
        List.of("", ".", id, id + "x", shown + "x", "x" + shown, shown.substring(1))) {
      assertThat(loginIn(forged, PASSWORD)).as(forged).isInstanceOf(LoginOutcome.Wait.class);
    }
    assertThat(loginIn(shown, PASSWORD)).isInstanceOf(LoginOutcome.Accepted.class);
  }

  @Test
  void noBrowserIsKnownAfterAnotherPasswordOrAfterAllOtherLoginsWereEnded() {
    String shown = known();
    SignedIn who = bench.signedIn("ana");
    Answers.of(bench.own().changePassword(who, PASSWORD, "another battery", HOME, Browser.NONE));
    lock(AWAY);
    assertThat(loginIn(shown, "another battery")).isInstanceOf(LoginOutcome.Wait.class);
    String next = ((LoginOutcome.Accepted) loginIn("", "another battery", "", HOME)).browser();
    Answers.of(bench.logins().endOthers(who, HOME));
    assertThat(loginIn(next, "another battery")).isInstanceOf(LoginOutcome.Wait.class);
  }

  @Test
  void endingAllOtherLoginsForgetsBrowsersAlsoWhenNoOtherIsLeft() {
    SignedIn who = bench.signedIn("ana");
    String shown = known();
    for (LoginSession each : bench.account("ana").sessions()) {
      if (!each.id().equals(who.session())) {
        Answers.of(bench.logins().end(who.user(), each.id(), HOME));
      }
    }
    assertThat(bench.account("ana").sessions()).hasSize(1);
    assertThat(bench.account("ana").guard().browsers()).isNotEmpty();
    Answers.of(bench.logins().endOthers(who, HOME));
    lock(AWAY);
    assertThat(loginIn(shown, PASSWORD)).isInstanceOf(LoginOutcome.Wait.class);
  }

  @Test
  void aBrowserIsKnownOnlyAfterBothFactors() {
    String before = known();
    bench.enrol(bench.signedIn("ana"));
    assertThat(bench.account("ana").guard().browsers()).as("of one factor").isEmpty();
    assertThat(loginIn("", PASSWORD)).isEqualTo(new LoginOutcome.CodeRequired());
    assertThat(bench.account("ana").guard().browsers()).isEmpty();
    lock(AWAY);
    assertThat(loginIn(before, PASSWORD)).isInstanceOf(LoginOutcome.Wait.class);
  }

  @Test
  void aKnownBrowserHelpsNobodyGuessCodes() {
    bench.enrol(bench.signedIn("ana"));
    LoginOutcome first = loginIn("", PASSWORD, bench.code("ana"), AWAY);
    String shown = ((LoginOutcome.Accepted) first).browser();
    for (int i = 0; i < LoginLimiter.FREE_PER_ACCOUNT; i++) {
      assertThat(loginIn(shown, PASSWORD, "000000", AWAY)).isEqualTo(new LoginOutcome.CodeWrong());
    }
    assertThat(loginIn(shown, PASSWORD, "000000", AWAY)).isInstanceOf(LoginOutcome.Wait.class);
    assertThat(bench.account("ana").guard().codes().count())
        .isEqualTo(LoginLimiter.FREE_PER_ACCOUNT);
  }

  @Test
  void thereAreSixteenKnownBrowsersAtMost() {
    for (int i = 0; i < Guard.MOST_BROWSERS + 1; i++) {
      known();
    }
    assertThat(bench.account("ana").guard().browsers()).hasSize(Guard.MOST_BROWSERS);
  }

  @Test
  void aProgramThatKeepsNothingPushesNoKnownBrowserOut() {
    known();
    for (int i = 0; i < Guard.MOST_BROWSERS; i++) {
      bench.accepted("ana");
    }
    assertThat(bench.account("ana").guard().browsers()).hasSize(1);
  }

  @Test
  void aLockOutTouchesNoLoginThatStands() {
    LoginOutcome.Accepted login = bench.accepted("ana");
    SignedIn who = bench.signedIn(login).orElseThrow();
    List<Change> heard = new ArrayList<>();
    lock(HOME);
    bench.access.onChanged(heard::add);
    for (int i = 0; i < 100; i++) {
      bench.login("ana", "wrong horse", stranger(i));
    }
    assertThat(heard).as("nothing that stands is asked anew").isEmpty();
    assertThat(Answers.of(bench.access.signedIn("ana", who.session()))).contains(who);
    Ticket ticket = Answers.of(bench.access.issueTicket(who));
    assertThat(Answers.of(bench.access.redeemTicket(ticket.value()))).contains(who);
    assertThat(bench.refresh(login.refreshToken(), HOME))
        .isInstanceOf(RefreshOutcome.Renewed.class);
    assertThat(Answers.of(bench.own().renewProof(who, PASSWORD, Optional.empty(), HOME)))
        .isEqualTo(ProofOutcome.Done.PLAINLY);
    assertThat(Answers.of(bench.logins().end(ANA, who.session(), HOME))).isTrue();
  }

  @Test
  void blockedCodesEndNoLoginThatStands() {
    SignedIn who = bench.signedIn("ana");
    bench.enrol(who);
    wrongCodes(2 * CodeGuesses.MOST_A_DAY);
    assertThat(Answers.of(bench.access.signedIn("ana", who.session()))).contains(who);
    assertThat(Answers.of(bench.access.standing(ANA, "tank-1"))).isNotNull();
  }
}
