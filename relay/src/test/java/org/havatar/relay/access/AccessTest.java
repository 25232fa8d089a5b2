package org.havatar.relay.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.identity.Accounts;
import org.havatar.relay.access.identity.Browser;
import org.havatar.relay.access.identity.Credentials;
import org.havatar.relay.access.identity.LoginLimiter;
import org.havatar.relay.access.identity.LoginOutcome;
import org.havatar.relay.access.identity.Origin;
import org.havatar.relay.access.identity.Passwords;
import org.havatar.relay.access.identity.QuickPasswords;
import org.havatar.relay.access.identity.SignedIn;
import org.havatar.relay.access.identity.Ticket;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.access.robots.Admission;
import org.havatar.relay.access.robots.Audience;
import org.havatar.relay.access.robots.Keyring;
import org.havatar.relay.access.robots.NewRobot;
import org.havatar.relay.access.robots.Permission;
import org.havatar.relay.access.robots.Rank;
import org.havatar.relay.access.robots.Robot;
import org.havatar.relay.access.robots.RobotAcl;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.RobotKey;
import org.havatar.relay.access.robots.Robots;
import org.havatar.relay.access.robots.SomeRobot;
import org.havatar.relay.store.EmbeddedStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessTest {
  private static final String PASSWORD = "correct horse";
  private static final Origin HOME = new Origin("192.0.2.1", "c0000201", "a browser");
  private static final User ANA = new User("ana", "Ana", false);
  private static final User BEN = new User("ben", "Ben", false);
  private static final User ROOT = new User("root", "Root", true);

  private final Vertx vertx = Vertx.vertx();
  private final FakeClocks clocks = new FakeClocks();
  private final Passwords passwords = QuickPasswords.create();
  private final Path directory;
  private final Store store;
  private Access access;

  AccessTest(@TempDir Path directory) {
    this.directory = directory;
    store = EmbeddedStore.open(directory.resolve("store"), () -> clocks.monotonicMs() * 1_000_000);
    access = openAccess(vertx, store, passwords, clocks);
    Accounts accounts = new Accounts(store.accounts(), passwords);
    for (User user : List.of(ANA, BEN, ROOT)) {
      assertThat(Answers.of(accounts.add(user, PASSWORD, Actor.OPERATOR, 1))).isTrue();
    }
  }

  private static Access openAccess(
      Vertx vertx, Store store, Passwords passwords, FakeClocks clocks) {
    return Answers.of(
        Access.open(
            vertx, store, passwords, clocks.clocks(), UsualOptions.of(UsualOptions.ONE_FACTOR)));
  }

  @AfterEach
  void close() {
    passwords.close();
    Answers.of(store.close());
    Answers.of(vertx.close().map(true));
  }

  private LoginOutcome login(String name, String password) {
    return Answers.of(loginAt(access, name, password, HOME));
  }

  private static Future<LoginOutcome> loginAt(
      Access access, String name, String password, Origin origin) {
    return access
        .identity()
        .logins()
        .login(new Credentials(name, password, Optional.empty(), Browser.NONE), origin);
  }

  private Optional<User> userOfToken(String token) {
    return Answers.of(access.signedIn(token)).map(SignedIn::user);
  }

  private SignedIn ana() {
    return Answers.of(access.signedIn(tokenOf("ana"))).orElseThrow();
  }

  private String tokenOf(String name) {
    return ((LoginOutcome.Accepted) login(name, PASSWORD)).token();
  }

  private RobotKey register(String robotId, User owner, boolean active) {
    RobotDetails details = new RobotDetails(null, null, null, active);
    RobotAcl everyone = RobotAcl.of(owner.name()).withAudience(Audience.EVERYONE, false);
    return Answers.of(add(SomeRobot.wanted(robotId, "Tank", "tank", details, everyone)))
        .orElseThrow();
  }

  private Future<Optional<RobotKey>> add(NewRobot robot) {
    return new Robots(store.robots()).add(robot, Actor.OPERATOR, 1);
  }

  private boolean opens(String robotId, String key) {
    return Answers.of(access.robotKeys().admit(robotId, key)) instanceof Admission.Admitted;
  }

  @Test
  void theRightPasswordGivesATokenThatNamesItsUser() {
    assertThat(userOfToken(tokenOf("ana"))).contains(ANA);
  }

  @Test
  void namesAreComparedWithoutRegardToCase() {
    assertThat(userOfToken(tokenOf("ANA"))).contains(ANA);
  }

  @Test
  void anUnknownNameAndAWrongPasswordGetTheSameAnswer() {
    assertThat(login("ana", "wrong horse")).isEqualTo(new LoginOutcome.Denied());
    assertThat(login("nobody", PASSWORD)).isEqualTo(new LoginOutcome.Denied());
  }

  @Test
  void anUnknownNameTakesAsLongAsAWrongPassword() {
    try (Passwords slow = new Passwords(1)) {
      Answers.of(
          new Accounts(store.accounts(), slow)
              .add(new User("slow", "Slow", false), PASSWORD, Actor.OPERATOR, 1));
      Access slowAccess = openAccess(vertx, store, slow, clocks);
      long wrongNs = shortestNs(slowAccess, "slow");
      long unknownNs = shortestNs(slowAccess, "nobody");
      assertThat(unknownNs).isBetween(wrongNs / 3, wrongNs * 3);
    }
  }

  private static long shortestNs(Access slowAccess, String name) {
    long shortestNs = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      long beginNs = System.nanoTime();
      LoginOutcome outcome =
          Answers.of(loginAt(slowAccess, name, "wrong", new Origin("", "address " + i, "")));
      shortestNs = Math.min(shortestNs, System.nanoTime() - beginNs);
      assertThat(outcome).isEqualTo(new LoginOutcome.Denied());
    }
    return shortestNs;
  }

  @Test
  void afterTooManyGuessesEvenTheRightPasswordIsNotLookedAt() {
    for (int i = 0; i < LoginLimiter.FREE_PER_ACCOUNT; i++) {
      login("ana", "wrong horse");
    }
    assertThat(login("ana", PASSWORD)).isEqualTo(new LoginOutcome.Wait(LoginLimiter.FIRST_WAIT_MS));
    clocks.passMs(LoginLimiter.FIRST_WAIT_MS);
    assertThat(login("ana", PASSWORD)).isInstanceOf(LoginOutcome.Accepted.class);
  }

  @Test
  void guessesMadeAtTheSameTimeCountToo() {
    List<Future<LoginOutcome>> all = new ArrayList<>();
    for (int i = 0; i < 2 * LoginLimiter.FREE_PER_ACCOUNT; i++) {
      all.add(loginAt(access, "ana", "wrong horse", HOME));
    }
    long lookedAt =
        all.stream().map(Answers::of).filter(LoginOutcome.Denied.class::isInstance).count();
    assertThat(lookedAt).isEqualTo(LoginLimiter.FREE_PER_ACCOUNT);
  }

  @Test
  void aTokenSurvivesARestartBecauseItsKeyIsInTheStore() {
    String token = tokenOf("ana");
    access = openAccess(vertx, store, passwords, clocks);
    assertThat(userOfToken(token)).contains(ANA);
  }

  @Test
  void aTokenOfAnotherNodesStoreIsNobodys() {
    Store other = EmbeddedStore.open(directory.resolve("other"), System::nanoTime);
    Answers.of(new Accounts(other.accounts(), passwords).add(ANA, PASSWORD, Actor.OPERATOR, 1));
    Access stranger =
        Answers.of(
            Access.open(
                vertx,
                other,
                passwords,
                clocks.clocks(),
                UsualOptions.of(UsualOptions.ONE_FACTOR)));
    assertThat(Answers.of(stranger.signedIn(tokenOf("ana")))).isEmpty();
    Answers.of(other.close());
  }

  @Test
  void aTicketOpensOneConnection() {
    Ticket ticket = Answers.of(access.issueTicket(ana()));
    assertThat(ticket.expiresInS()).isEqualTo(30);
    assertThat(Answers.of(access.redeemTicket(ticket.value())).map(SignedIn::user)).contains(ANA);
    assertThat(Answers.of(access.redeemTicket(ticket.value()))).isEmpty();
  }

  @Test
  void aTicketEndsWithItsTime() {
    Ticket ticket = Answers.of(access.issueTicket(ana()));
    clocks.passMs(30_000);
    assertThat(Answers.of(access.redeemTicket(ticket.value()))).isEmpty();
  }

  @Test
  void aRobotsKeyOpensThatRobotOnly() {
    String key = register("tank-1", ROOT, true).key();
    register("tank-2", ROOT, true);
    assertThat(key).matches("hvr_[A-Za-z0-9_-]{43}");
    assertThat(opens("tank-1", key)).isTrue();
    assertThat(opens("tank-2", key)).isFalse();
    assertThat(opens("tank-3", key)).isFalse();
    assertThat(opens("tank-1", key + "x")).isFalse();
    assertThat(opens("tank-1", "")).isFalse();
  }

  @Test
  void theStoreKeepsNoKeyThatWouldOpenARobot() {
    String key = register("tank-1", ROOT, true).key();
    Keyring kept = Answers.of(store.robots().keys("tank-1")).orElseThrow();
    String hash = kept.current().orElseThrow().hash();
    assertThat(kept.toString()).doesNotContain(key).doesNotContain(hash);
    assertThat(opens("tank-1", hash)).isFalse();
  }

  @Test
  void aRobotThatIsNotActiveCanNeitherConnectNorBeReached() {
    String key = register("tank-1", ROOT, false).key();
    assertThat(opens("tank-1", key)).isFalse();
    assertThat(Answers.of(access.standing(ROOT, "tank-1")).most().permission())
        .isEqualTo(Permission.NONE);
    assertThat(Answers.of(access.standing(ROOT, "tank-1")).robot()).isEmpty();
    assertThat(Answers.of(access.robotsOf(ROOT))).isEmpty();
    assertThat(Answers.of(access.standing(ROOT, "tank-1")).robot()).isEmpty();
  }

  @Test
  void everyAccountMayDriveAnActiveRobotThatIsForEveryoneAndNothingElse() {
    register("tank-1", ROOT, true);
    assertThat(Answers.of(access.standing(BEN, "tank-1")).most().permission())
        .isEqualTo(Permission.DRIVE);
    assertThat(Answers.of(access.standing(BEN, "tank-9")).most().permission())
        .isEqualTo(Permission.NONE);
    Robot robot = Answers.of(access.robotsOf(BEN)).get(0);
    assertThat(robot).isEqualTo(new Robot("tank-1", robot.identity(), "Tank", "tank", 60));
    assertThat(Answers.of(access.standing(ROOT, "tank-1")).robot()).isPresent();
  }

  @Test
  void ranksAreAdministratorOwnerShared() {
    register("tank-1", ANA, true);
    assertThat(Answers.of(access.standing(ROOT, "tank-1")).outside().rank())
        .isEqualTo(Rank.ADMINISTRATOR);
    assertThat(Answers.of(access.standing(ANA, "tank-1")).outside().rank()).isEqualTo(Rank.OWNER);
    assertThat(Answers.of(access.standing(BEN, "tank-1")).outside().rank()).isEqualTo(Rank.SHARED);
    assertThat(Answers.of(access.standing(ANA, "tank-9")).outside().rank()).isEqualTo(Rank.SHARED);
  }

  @Test
  void aTakenRobotIdIsNotGivenAgainAndNobodyIsTold() {
    String key = register("tank-1", ROOT, true).key();
    List<String> told = new ArrayList<>();
    access.onChanged(change -> told.add(change.subject() + " " + change.name()));
    Future<Optional<RobotKey>> second =
        add(SomeRobot.wanted("tank-1", "T", "t", "ben", RobotDetails.NONE));
    assertThat(Answers.of(second)).isEmpty();
    assertThat(told).isEmpty();
    assertThat(opens("tank-1", key)).isTrue();
    assertThat(told).containsExactly("ROBOT_KEYS tank-1"); // that it was seen
    told.clear();
    Answers.of(add(SomeRobot.wanted(null, "T", "t", "ben", RobotDetails.NONE)));
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).startsWith("ROBOT robot-");
    assertThat(told.get(1)).startsWith("ROBOT_KEYS robot-");
  }

  @Test
  void whenTheStoreCantTellNobodyIsLetIn() {
    String token = tokenOf("ana");
    String key = register("tank-1", ROOT, true).key();
    Ticket ticket = Answers.of(access.issueTicket(ana()));
    Answers.of(store.close());
    assertThat(Answers.failureOf(access.signedIn(token))).isInstanceOf(Unavailable.class);
    assertThat(Answers.failureOf(access.redeemTicket(ticket.value())))
        .isInstanceOf(Unavailable.class);
    assertThat(Answers.failureOf(access.robotKeys().admit("tank-1", key)))
        .isInstanceOf(Unavailable.class);
    assertThat(Answers.failureOf(access.standing(ANA, "tank-1"))).isInstanceOf(Unavailable.class);
    assertThat(login("ana", PASSWORD)).isEqualTo(new LoginOutcome.Busy());
  }

  @Test
  void answersAreHeardOnTheCallersContext() throws Exception {
    Context context = vertx.getOrCreateContext();
    Promise<Context> heardOn = Promise.promise();
    context.runOnContext(
        ignored ->
            access
                .identity()
                .logins()
                .login(new Credentials("ana", PASSWORD, Optional.empty(), Browser.NONE), HOME)
                .onComplete(outcome -> heardOn.complete(Vertx.currentContext())));
    assertThat(heardOn.future().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS))
        .isSameAs(context);
  }

  @Test
  void nothingSecretIsInTheTextOfRecords() {
    RobotKey key = register("tank-1", ROOT, true);
    Ticket ticket = Answers.of(access.issueTicket(ana()));
    LoginOutcome login = login("ana", PASSWORD);
    assertThat(key.toString()).doesNotContain(key.key());
    assertThat(ticket.toString()).doesNotContain(ticket.value());
    assertThat(login.toString()).doesNotContain("ey");
    assertThat(Answers.of(store.accounts().account("ana")).orElseThrow().toString())
        .doesNotContain("argon2");
  }
}
