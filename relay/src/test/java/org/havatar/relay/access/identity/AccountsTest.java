package org.havatar.relay.access.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.havatar.relay.access.identity.IdentityBench.HOME;
import static org.havatar.relay.access.identity.IdentityBench.PASSWORD;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.identity.Accounts.ChangeOutcome;
import org.havatar.relay.access.identity.Accounts.Wish;
import org.havatar.relay.access.identity.LoginPolicy.TotpFor;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.Role;
import org.havatar.relay.access.people.User;
import org.havatar.relay.store.EmbeddedStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccountsTest {
  private static final Actor ROOT = new Actor("root", "192.0.2.7");
  private static final Wish DISABLE =
      new Wish(Optional.empty(), Optional.empty(), Optional.of(true));
  private static final Wish DEMOTE =
      new Wish(Optional.empty(), Optional.of(Role.USER), Optional.empty());
  private final Path directory;
  private final IdentityBench bench;

  AccountsTest(@TempDir Path directory) {
    this.directory = directory;
    bench = new IdentityBench(directory, TotpFor.NONE);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Future<ChangeOutcome> change(String name, Wish wish) {
    return bench.accounts().change(name, wish, ROOT, bench.nowMs());
  }

  @Test
  void aDisabledAccountHasNoLoginsAndGetsNone() {
    LoginOutcome.Accepted login = bench.accepted("ana");
    assertThat(Answers.of(change("ana", DISABLE))).isInstanceOf(ChangeOutcome.Changed.class);
    assertThat(bench.signedIn(login)).isEmpty();
    assertThat(bench.refresh(login.refreshToken(), HOME)).isEqualTo(new RefreshOutcome.Ended());
    assertThat(bench.login("ana", PASSWORD, HOME)).isEqualTo(new LoginOutcome.Disabled());
    assertThat(bench.login("ana", "wrong horse", HOME)).isEqualTo(new LoginOutcome.Denied());
    assertThat(bench.audit("account.disable"))
        .containsExactly("root@192.0.2.7 ana: role user, disabled");
    Answers.of(change("ana", new Wish(Optional.empty(), Optional.empty(), Optional.of(false))));
    assertThat(bench.login("ana", PASSWORD, HOME)).isInstanceOf(LoginOutcome.Accepted.class);
    assertThat(bench.signedIn(login)).as("as it was before").isEmpty();
  }

  @Test
  void aOneTimePasswordIsGoodForADay() {
    Supplier<String> reset =
        () -> Answers.of(bench.accounts().reset("ana", false, ROOT, bench.nowMs())).orElseThrow();
    String password = reset.get();
    bench.clocks.passMs(Account.Password.ONE_TIME_MS - 1);
    assertThat(bench.login("ana", password, HOME)).isInstanceOf(LoginOutcome.StepLeft.class);
    bench.clocks.passMs(1);
    assertThat(bench.login("ana", password, HOME)).isEqualTo(new LoginOutcome.PasswordOver());
    assertThat(bench.login("ana", "wrong horse", HOME)).isEqualTo(new LoginOutcome.Denied());
    assertThat(bench.login("ana", reset.get(), HOME)).isInstanceOf(LoginOutcome.StepLeft.class);
  }

  @Test
  void aPasswordOfOnesOwnEndsNever() {
    bench.clocks.passMs(TimeUnit.DAYS.toMillis(1000));
    assertThat(bench.login("ana", PASSWORD, HOME)).isInstanceOf(LoginOutcome.Accepted.class);
  }

  @Test
  void aRoleCountsFromTheNextQuestionOn() {
    SignedIn ana = bench.signedIn("ana");
    Answers.of(
        change("ana", new Wish(Optional.empty(), Optional.of(Role.CARER), Optional.empty())));
    assertThat(Answers.of(bench.access.signedIn("ana", ana.session())).orElseThrow().user().role())
        .isEqualTo(Role.CARER);
  }

  @Test
  void somebodyAlwaysAdministrates() {
    ChangeOutcome last = new ChangeOutcome.LastAdministrator();
    assertThat(Answers.of(change("root", DISABLE))).isEqualTo(last);
    assertThat(Answers.of(change("root", DEMOTE))).isEqualTo(last);
    Answers.of(bench.accounts().add(new User("eve", "Eve", true), PASSWORD, ROOT, bench.nowMs()));
    assertThat(Answers.of(change("eve", DISABLE))).isInstanceOf(ChangeOutcome.Changed.class);
    assertThat(Answers.of(change("root", DISABLE))).as("eve is disabled").isEqualTo(last);
  }

  @Test
  void ofTwoAdministratorsWhoDemoteEachOtherAtTheSameInstantOneStays() {
    Answers.of(bench.accounts().add(new User("eve", "Eve", true), PASSWORD, ROOT, bench.nowMs()));
    Future<ChangeOutcome> one = change("root", DEMOTE);
    Future<ChangeOutcome> other = change("eve", DISABLE);
    List<ChangeOutcome> both = List.of(Answers.of(one), Answers.of(other));
    assertThat(both).filteredOn(ChangeOutcome.LastAdministrator.class::isInstance).hasSize(1);
  }

  @Test
  void unknownNamesAreSaidToBeUnknown() {
    assertThat(Answers.of(change("nobody", DISABLE))).isEqualTo(new ChangeOutcome.Unknown());
    assertThat(Answers.of(bench.accounts().reset("nobody", true, ROOT, 1))).isEmpty();
  }

  @Test
  void aResetEndsAllLoginsAndLeavesTheAuthenticatorUnlessItIsLostToo() {
    SignedIn ana = bench.signedIn("ana");
    bench.enrol(ana);
    assertThat(Answers.of(bench.accounts().reset("ana", false, ROOT, bench.nowMs()))).isPresent();
    assertThat(Answers.of(bench.access.signedIn("ana", ana.session()))).isEmpty();
    assertThat(bench.account("ana").second().confirmed()).isTrue();
    assertThat(Answers.of(bench.accounts().reset("ana", true, ROOT, bench.nowMs()))).isPresent();
    assertThat(bench.account("ana").second()).isEqualTo(SecondFactor.NONE);
    assertThat(bench.audit("account.reset"))
        .containsExactly(
            "root@192.0.2.7 ana: password",
            "root@192.0.2.7 ana: password, second factor and passkeys");
  }

  @Test
  void onlyAStoreWithoutAccountsGetsAFirstAdministrator() {
    assertThat(Answers.of(bench.accounts().addFirst(bench.nowMs()))).isEmpty();
    Store empty = EmbeddedStore.open(directory.resolve("empty"), System::nanoTime);
    try (Passwords passwords = QuickPasswords.create()) {
      Accounts accounts = new Accounts(empty.accounts(), passwords);
      assertThat(Answers.of(accounts.addFirst(1))).isPresent();
      assertThat(Answers.of(accounts.addFirst(1))).isEmpty();
      Account first = Answers.of(empty.accounts().account(Accounts.FIRST)).orElseThrow();
      assertThat(first.isActiveAdministrator()).isTrue();
      assertThat(first.password().oneTime()).isTrue();
    } finally {
      Answers.of(empty.close());
    }
  }

  @Test
  void aPasswordThatEverybodyGuessesIsNotTaken() {
    User ben = new User("ben", "Ben", false);
    assertThatThrownBy(() -> bench.accounts().add(ben, "password123", ROOT, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(".");
  }
}
