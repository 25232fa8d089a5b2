package org.havatar.relay.access.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.havatar.relay.access.identity.IdentityBench.ANA;
import static org.havatar.relay.access.identity.IdentityBench.AWAY;
import static org.havatar.relay.access.identity.IdentityBench.HOME;
import static org.havatar.relay.access.identity.IdentityBench.PASSWORD;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.identity.LoginPolicy.TotpFor;
import org.havatar.relay.access.port.Change;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoginsTest {
  private final IdentityBench bench;

  LoginsTest(@TempDir Path directory) {
    bench = new IdentityBench(directory, TotpFor.NONE);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private String renewed(String token, Origin origin) {
    return ((RefreshOutcome.Renewed) bench.refresh(token, origin)).tokens().refreshToken();
  }

  @Test
  void aLoginAndARefusedOneAreInTheAuditLogWithoutWhatWasTyped() {
    bench.accepted("ana");
    bench.login("ana", "wrong horse", AWAY);
    bench.login("my password by mistake", PASSWORD, AWAY);
    assertThat(bench.audit("login.accepted")).singleElement().asString().contains("ana@192.0.2.1");
    assertThat(bench.audit("login.refused"))
        .containsExactly("@198.51.100.9 ana: wrong password", "@198.51.100.9 : wrong password");
  }

  @Test
  void aRefreshTokenGivesATokenOfTheSameLoginAndTheNextOfItsKind() {
    LoginOutcome.Accepted first = bench.accepted("ana");
    RefreshOutcome.Renewed renewed =
        (RefreshOutcome.Renewed) bench.refresh(first.refreshToken(), HOME);
    assertThat(bench.signedIn(renewed.tokens())).isEqualTo(bench.signedIn(first)).isPresent();
    assertThat(renewed.tokens().refreshToken()).isNotEqualTo(first.refreshToken());
    assertThat(bench.refresh(renewed.tokens().refreshToken(), HOME))
        .isInstanceOf(RefreshOutcome.Renewed.class);
  }

  @Test
  void aLostAnswerMayBeAskedForAgainForTenSecondsFromTheSameAddress() {
    String first = bench.accepted("ana").refreshToken();
    String lost = renewed(first, HOME);
    bench.clocks.passMs(LoginSession.GRACE_MS - 1);
    String again = renewed(first, HOME);
    assertThat(renewed(lost, HOME)).isNotEmpty(); // it was only late
    assertThat(renewed(again, HOME)).isNotEmpty();
  }

  @Test
  void howeverOftenAnAnswerIsLostItMayBeAskedForAgain() {
    String first = bench.accepted("ana").refreshToken();
    String last = "";
    for (int i = 0; i < 30; i++) {
      last = renewed(first, HOME);
    }
    assertThat(renewed(last, HOME)).isNotEmpty();
    assertThat(bench.refresh(first, HOME))
        .as("now it is known")
        .isEqualTo(new RefreshOutcome.Stolen());
  }

  @Test
  void aUsedRefreshTokenEndsTheLoginForEverybodyAndIsNoted() {
    LoginOutcome.Accepted login = bench.accepted("ana");
    String next = renewed(login.refreshToken(), HOME);
    bench.clocks.passMs(LoginSession.GRACE_MS);
    assertThat(bench.refresh(login.refreshToken(), HOME)).isEqualTo(new RefreshOutcome.Stolen());
    assertThat(bench.refresh(next, HOME)).isEqualTo(new RefreshOutcome.Ended());
    assertThat(bench.signedIn(login)).isEmpty();
    assertThat(bench.audit("login.stolen")).hasSize(1);
  }

  @Test
  void withinTheGraceAnotherAddressIsAThief() {
    String first = bench.accepted("ana").refreshToken();
    renewed(first, HOME);
    assertThat(bench.refresh(first, AWAY)).isEqualTo(new RefreshOutcome.Stolen());
  }

  @Test
  void onceTheNextTokenWasShownTheOneBeforeIsAThiefsHoweverSoon() {
    String first = bench.accepted("ana").refreshToken();
    String third = renewed(renewed(first, HOME), HOME);
    assertThat(bench.refresh(first, HOME)).isEqualTo(new RefreshOutcome.Stolen());
    assertThat(bench.refresh(third, HOME)).isEqualTo(new RefreshOutcome.Ended());
  }

  @Test
  void howeverOftenAThiefRefreshedTheOwnersOldTokenShowsIt() {
    String stolen = bench.accepted("ana").refreshToken();
    String thiefs = stolen;
    for (int i = 0; i < 5; i++) {
      thiefs = renewed(thiefs, AWAY);
      bench.clocks.passMs(LoginSession.GRACE_MS);
    }
    assertThat(bench.refresh(stolen, HOME)).isEqualTo(new RefreshOutcome.Stolen());
    assertThat(bench.refresh(thiefs, AWAY)).isEqualTo(new RefreshOutcome.Ended());
  }

  @Test
  void whoOnlyKnowsALoginsIdCanNeitherRenewNorEndIt() {
    LoginOutcome.Accepted login = bench.accepted("ana");
    RefreshToken real = RefreshToken.parse(login.refreshToken()).orElseThrow();
    RefreshToken guessed = new RefreshToken("ana", real.session(), "x", "y");
    assertThat(bench.refresh(guessed.text(), AWAY)).isEqualTo(new RefreshOutcome.Ended());
    assertThat(bench.signedIn(login)).isPresent();
  }

  @Test
  void garbageRenewsNothing() {
    for (String text : List.of("", "hvl_", "hvl_a.b.c", "hvl_!.b.c.d", "hvl_YQ.b.c.d", "x")) {
      assertThat(bench.refresh(text, HOME)).isEqualTo(new RefreshOutcome.Ended());
    }
  }

  @Test
  void aLoginThatNobodyRenewsIsOverAfterThirtyDays() {
    LoginOutcome.Accepted login = bench.accepted("ana");
    bench.clocks.passMs(TimeUnit.DAYS.toMillis(30) - 1);
    String next = renewed(login.refreshToken(), HOME);
    bench.clocks.passMs(TimeUnit.DAYS.toMillis(30));
    assertThat(bench.refresh(next, HOME)).isEqualTo(new RefreshOutcome.Ended());
  }

  @Test
  void noLoginIsOlderThanNinetyDays() {
    String token = bench.accepted("ana").refreshToken();
    for (int day = 20; day < 90; day += 20) {
      bench.clocks.passMs(TimeUnit.DAYS.toMillis(20));
      token = renewed(token, HOME);
    }
    bench.clocks.passMs(TimeUnit.DAYS.toMillis(10));
    assertThat(bench.refresh(token, HOME)).isEqualTo(new RefreshOutcome.Ended());
  }

  @Test
  void aTokenEndsWithItsLoginAndWhoListensHearsIt() {
    SignedIn who = bench.signedIn("ana");
    LoginOutcome.Accepted other = bench.accepted("ana");
    List<Change> heard = new ArrayList<>();
    bench.access.onChanged(heard::add);
    String session = bench.signedIn(other).orElseThrow().session();
    assertThat(Answers.of(bench.logins().end(ANA, session, HOME))).isTrue();
    assertThat(Answers.of(bench.logins().end(ANA, session, HOME))).isFalse();
    assertThat(bench.signedIn(other)).isEmpty();
    assertThat(Answers.of(bench.access.signedIn("ana", who.session()))).contains(who);
    assertThat(heard).containsExactly(new Change(Change.Subject.ACCOUNT, "ana"));
  }

  @Test
  void nobodyEndsAnothersLogin() {
    SignedIn ana = bench.signedIn("ana");
    SignedIn root = bench.signedIn("root");
    assertThat(Answers.of(bench.logins().end(ana.user(), root.session(), HOME))).isFalse();
    assertThat(Answers.of(bench.access.signedIn("root", root.session()))).isPresent();
  }

  @Test
  void theListOfLoginsSaysFromWhereAndTheLastUsedFirst() {
    bench.accepted("ana");
    bench.clocks.passMs(1000);
    bench.login("ana", PASSWORD, AWAY);
    List<LoginSession> all = Answers.of(bench.logins().sessions(ANA));
    assertThat(all).extracting(LoginSession::origin).containsExactly(AWAY, HOME);
  }

  @Test
  void thereAreThirtyTwoLoginsAtMostAndTheOneUsedLongestAgoGoes() {
    LoginOutcome.Accepted oldest = bench.accepted("ana");
    LoginOutcome.Accepted second = bench.accepted("ana");
    bench.clocks.passMs(1000);
    renewed(oldest.refreshToken(), HOME);
    for (int i = 2; i <= Account.MOST_SESSIONS; i++) {
      bench.accepted("ana");
    }
    assertThat(Answers.of(bench.logins().sessions(ANA))).hasSize(Account.MOST_SESSIONS);
    assertThat(bench.signedIn(oldest)).isPresent();
    assertThat(bench.signedIn(second)).isEmpty();
  }

  @Test
  void aTicketIsWorthNothingOnceItsLoginHasEnded() {
    SignedIn who = bench.signedIn("ana");
    Ticket ticket = Answers.of(bench.access.issueTicket(who));
    Answers.of(bench.logins().end(ANA, who.session(), HOME));
    assertThat(Answers.of(bench.access.redeemTicket(ticket.value()))).isEmpty();
  }

  @Test
  void strangersSlowANewDeviceDownButNotOneThatHasALogin() {
    bench.accepted("ana");
    LoginOutcome outcome = new LoginOutcome.Denied();
    for (int i = 0; outcome instanceof LoginOutcome.Denied; i++) {
      outcome = bench.login("ana", "wrong horse", new Origin("", "stranger " + i, ""));
    }
    assertThat(outcome).isInstanceOf(LoginOutcome.Wait.class);
    assertThat(bench.login("ana", PASSWORD, AWAY)).isInstanceOf(LoginOutcome.Wait.class);
    assertThat(bench.login("ana", PASSWORD, HOME)).isInstanceOf(LoginOutcome.Accepted.class);
    bench.clocks.passMs(LoginLimiter.LONGEST_WAIT_FROM_ANYWHERE_MS);
    assertThat(bench.login("ana", PASSWORD, AWAY)).isInstanceOf(LoginOutcome.Accepted.class);
  }

  @Test
  void nothingSecretIsInTheTextOfRecords() {
    LoginOutcome.Accepted login = bench.accepted("ana");
    RefreshToken token = RefreshToken.parse(login.refreshToken()).orElseThrow();
    assertThat(login.toString()).doesNotContain("hvl_").doesNotContain("ey");
    assertThat(token.toString()).doesNotContain(token.secret()).doesNotContain(token.family());
    LoginSession kept = bench.account("ana").sessions().get(0);
    assertThat(kept.toString()).doesNotContain(kept.currentHash());
  }
}
