package org.havatar.relay.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.UsualOptions;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditQuery;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.bookings.Agenda;
import org.havatar.relay.access.bookings.Booking;
import org.havatar.relay.access.bookings.BookingOrder;
import org.havatar.relay.access.bookings.BookingOutcome;
import org.havatar.relay.access.bookings.BookingOutcome.Done;
import org.havatar.relay.access.bookings.BookingOutcome.Taken;
import org.havatar.relay.access.bookings.BookingPolicy.Limit;
import org.havatar.relay.access.bookings.BookingRules;
import org.havatar.relay.access.bookings.Calendar;
import org.havatar.relay.access.bookings.TimeWindow;
import org.havatar.relay.access.identity.Account;
import org.havatar.relay.access.identity.CodeGuesses;
import org.havatar.relay.access.identity.Guard;
import org.havatar.relay.access.identity.KnownBrowser;
import org.havatar.relay.access.identity.Passkey;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.port.Change;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.access.robots.Attendance;
import org.havatar.relay.access.robots.Audience;
import org.havatar.relay.access.robots.Grant;
import org.havatar.relay.access.robots.GrantRole;
import org.havatar.relay.access.robots.KeptStop;
import org.havatar.relay.access.robots.KeyCustody;
import org.havatar.relay.access.robots.Keyring;
import org.havatar.relay.access.robots.NewRobot;
import org.havatar.relay.access.robots.Offer;
import org.havatar.relay.access.robots.Robot;
import org.havatar.relay.access.robots.RobotAcl;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.RobotEntry;
import org.havatar.relay.access.robots.Robots;
import org.havatar.relay.access.robots.ShareLink;
import org.havatar.relay.access.robots.SomeRobot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Store} does. */
public abstract class StoreContract {
  private static final Account ANA = new Account(new User("ana", "Ana Ș 로봇", true), "hash \"1\"");
  private static final RobotEntry TANK =
      new RobotEntry(
          new Robot("tank-1", "Tank", "tank", 5),
          new RobotDetails("rtsp://a/b", null, "https://c", false),
          new RobotAcl(
              "ana",
              Audience.EVERYONE,
              true,
              Map.of(
                  "ben", new Grant("ben", GrantRole.DRIVER, 5, "ana", Grant.FOREVER, ""),
                  "eva", new Grant("eva", GrantRole.VIEWER, 6, "ana", 77, "0011")),
              List.of(
                  new ShareLink(
                      "0011",
                      "aa",
                      GrantRole.VIEWER,
                      77,
                      new ShareLink.Usage(3, 1),
                      new ShareLink.Origin("ana", 4))),
              Optional.of(new Offer("ben", "ana", 88))));
  private static final Keyring KEYS =
      new Keyring(
          7,
          Optional.of(new Keyring.Key("k2", "00ff", 20, 21)),
          Optional.of(new Keyring.Key("k3", "01ff", 30, 0)),
          Optional.of(new Keyring.Former(new Keyring.Key("k1", "02ff", 10, 0), 99)),
          new Keyring.Upkeep(false, 12, 34, 56, true, "full"));
  private Store store;

  /** A store whose content is that of the one before, however that ended; at first empty. */
  protected abstract Store open();

  /** Ends {@code store} without a goodbye, as a crash would. */
  protected abstract void crash(Store store);

  /** Before each test, while no store is open. */
  protected void empty() throws Exception {}

  @BeforeEach
  void start() throws Exception {
    empty();
    store = open();
  }

  @AfterEach
  void end() {
    Answers.of(store.close());
  }

  protected Store store() {
    return store;
  }

  protected void crashAndOpen() {
    crash(store);
    store = open();
  }

  private OptionalLong boot(long number, long startId) {
    return Answers.of(store.robots().recordBoot("tank-1", number, startId));
  }

  @Test
  void aUserIsFoundAsAdded() {
    assertThat(Answers.of(store.accounts().add(ANA, Actor.OPERATOR, 1))).isTrue();
    assertThat(Answers.of(store.accounts().account("ana"))).contains(ANA);
    assertThat(Answers.of(store.accounts().account("ben"))).isEmpty();
  }

  @Test
  void anAccountIsFoundByTheHandleOfItsPasskeysWhileItHasOne() {
    Answers.of(store.accounts().add(ANA, Actor.OPERATOR, 1));
    Passkey.Proof proof = new Passkey.Proof("id", "handle", "relay.test", "key", 7);
    Account changed = with(List.of(new Passkey(proof, "phone", 1, 2)));
    assertThat(replace(changed)).isTrue();
    crashAndOpen();
    assertThat(Answers.of(store.accounts().accountOfHandle("handle"))).contains(changed);
    assertThat(Answers.of(store.accounts().accountOfHandle("other"))).isEmpty();
    assertThat(replace(ANA)).isTrue();
    crashAndOpen();
    assertThat(Answers.of(store.accounts().accountOfHandle("handle"))).isEmpty();
    assertThat(Answers.of(store.accounts().account("ana"))).contains(ANA);
  }

  private static Account with(List<Passkey> passkeys) {
    return new Account(
        ANA.user(),
        ANA.password(),
        false,
        ANA.second(),
        List.of(),
        ANA.zone(),
        passkeys,
        "",
        new Guard(
            new CodeGuesses(50, 1, 2), List.of(new KnownBrowser("browser", "its hash", 3, 4))));
  }

  private boolean replace(Account by) {
    AuditEntry note = new AuditEntry(2, Actor.ITSELF, "account.change", "ana", "x");
    return Answers.of(
            store
                .accounts()
                .decideHandle(
                    "ana", "handle", was -> new Decision<>(true, Optional.of(by), List.of(note))))
        .orElseThrow();
  }

  @Test
  void aTakenNameStaysAsItIs() {
    Answers.of(store.accounts().add(ANA, Actor.OPERATOR, 1));
    Account other = new Account(new User("ana", "Other", false), "hash 2");
    assertThat(Answers.of(store.accounts().add(other, Actor.OPERATOR, 1))).isFalse();
    assertThat(Answers.of(store.accounts().account("ana"))).contains(ANA);
  }

  @Test
  void aRobotIsFoundAsAddedAndInTheListByItsId() {
    RobotEntry second =
        new RobotEntry(SomeRobot.of("a", "A", "t"), RobotDetails.NONE, RobotAcl.of("ben"));
    assertThat(Answers.of(store.robots().add(TANK, KEYS, Actor.OPERATOR, 1))).isTrue();
    assertThat(Answers.of(store.robots().add(second, KEYS, Actor.OPERATOR, 1))).isTrue();
    assertThat(Answers.of(store.robots().add(TANK, KEYS, Actor.OPERATOR, 1))).isFalse();
    assertThat(Answers.of(store.robots().robot("tank-1"))).contains(TANK);
    assertThat(Answers.of(store.robots().robot("tank-2"))).isEmpty();
    assertThat(Answers.of(store.robots().robots(Optional::of))).containsExactly(second, TANK);
  }

  @Test
  void keysAreFoundAsTheyWereLeftAndOnlyTheirOwnRobots() {
    assertThat(Answers.of(store.robots().keys("tank-1"))).isEmpty();
    Answers.of(store.robots().add(TANK, KEYS, Actor.OPERATOR, 1));
    crashAndOpen();
    assertThat(Answers.of(store.robots().keys("tank-1"))).contains(KEYS);
    assertThat(Answers.of(store.robots().keys("tank-2"))).isEmpty();
  }

  @Test
  void aRuleChangesARobotAndItsAuditLogTogetherAndTellsIt() {
    Answers.of(store.robots().add(TANK, KEYS, Actor.OPERATOR, 1));
    List<Change> told = new ArrayList<>();
    store.onChanged(told::add);
    AuditEntry note =
        new AuditEntry(2, Actor.ITSELF, "robot.change", "tank-1", "x").ofRobot("tank-1");
    RobotEntry changed = new RobotEntry(TANK.robot(), TANK.details(), RobotAcl.of("ben"));
    String answer =
        Answers.of(
            store
                .robots()
                .change(
                    "tank-1",
                    found -> Decision.changed(changed, found.orElseThrow().owner(), note)));
    assertThat(answer).isEqualTo("ana");
    assertThat(told)
        .contains(new Change(Change.Subject.ROBOT, "tank-1"))
        .allMatch(each -> each.name().equals("tank-1"));
    crashAndOpen();
    assertThat(Answers.of(store.robots().robot("tank-1"))).contains(changed);
    assertThat(Answers.of(store.robots().keys("tank-1"))).contains(KEYS.ofAnotherOwner());
    assertThat(Answers.of(store.audit().entries("", 10)))
        .last()
        .extracting("entry")
        .isEqualTo(note);
  }

  @Test
  void whatChangesNothingIsNotNoted() {
    Answers.of(store.accounts().add(ANA, Actor.OPERATOR, 1));
    Answers.of(store.robots().add(TANK, KEYS, Actor.OPERATOR, 1));
    AuditEntry ofAccount = new AuditEntry(2, Actor.ITSELF, "account.describe", "ana", "");
    AuditEntry ofRobot = new AuditEntry(2, Actor.ITSELF, "robot.change", "tank-1", "x");
    Answers.of(store.accounts().decide("ana", account -> Decision.changed(account, 1, ofAccount)));
    Answers.of(
        store
            .robots()
            .change("tank-1", robot -> Decision.changed(robot.orElseThrow(), 1, ofRobot)));
    Answers.of(
        store
            .robots()
            .changeKeys("tank-1", keys -> Decision.changed(keys.orElseThrow(), 1, ofRobot)));
    Answers.of(order(new BookingOrder.Limit("tank-1", Map.of())));
    assertThat(Answers.of(store.audit().entries("", 10)))
        .extracting(kept -> kept.entry().action())
        .containsExactly("account.add", "robot.add");
    AuditEntry begun = new AuditEntry(3, Actor.ITSELF, "login.begun", "ana", "");
    Answers.of(store.accounts().decide("ana", account -> Decision.changed(account, 1, begun)));
    assertThat(Answers.of(store.audit().entries("", 10))).hasSize(3);
  }

  @Test
  void aRuleOfARobotThatIsNotThereFindsNothingAndWritesNothing() {
    AuditEntry note = new AuditEntry(2, Actor.ITSELF, "robot.change", "tank-1", "x");
    String robot =
        Answers.of(
            store
                .robots()
                .change("tank-1", found -> Decision.changed(TANK, "found " + found, note)));
    String keys =
        Answers.of(
            store
                .robots()
                .changeKeys("tank-1", found -> Decision.changed(KEYS, "found " + found, note)));
    assertThat(robot).isEqualTo("found Optional.empty");
    assertThat(keys).isEqualTo("found Optional.empty");
    assertThat(Answers.of(store.robots().robots(Optional::of))).isEmpty();
    assertThat(Answers.of(store.audit().entries("", 10))).isEmpty();
  }

  @Test
  void ofManyWhoOfferAFreshKeyAtTheSameInstantOneDoes() {
    Keyring due = Keyring.of(new Keyring.Key("k1", "aa", 0, 0));
    Answers.of(store.robots().add(TANK, due, Actor.OPERATOR, 1));
    KeyCustody custody =
        new KeyCustody(
            store.robots(), () -> Instant.ofEpochMilli(100_000_000), () -> UsualOptions.ROBOTS);
    Answers.of(
        store
            .robots()
            .change(
                "tank-1",
                found ->
                    Decision.silently(
                        new RobotEntry(TANK.robot(), RobotDetails.NONE, TANK.reach()), true)));
    List<Future<Attendance>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(custody.attend("tank-1", 1, true));
    }
    assertThat(all.stream().map(Answers::of).filter(Attendance.Exchange.class::isInstance).count())
        .isEqualTo(1);
  }

  @Test
  void aRobotThatIsRemovedIsGoneWithItsKeys() {
    Answers.of(store.robots().add(TANK, KEYS, Actor.OPERATOR, 1));
    assertThat(Answers.of(store.robots().remove("tank-1", Actor.OPERATOR, 2))).isTrue();
    assertThat(Answers.of(store.robots().remove("tank-1", Actor.OPERATOR, 2))).isFalse();
    assertThat(Answers.of(store.robots().robot("tank-1"))).isEmpty();
    assertThat(Answers.of(store.robots().keys("tank-1"))).isEmpty();
  }

  @Test
  void aHigherBootNumberIsAccepted() {
    assertThat(boot(1, 11)).isEmpty();
    assertThat(boot(2, 22)).isEmpty();
    assertThat(boot(0xFFFF_FFFFL, -1)).isEmpty();
    assertThat(boot(3, 33)).hasValue(0xFFFF_FFFFL);
  }

  @Test
  void theSameBootNumberIsAcceptedUnderTheSameStartIdOnly() {
    assertThat(boot(5, 55)).isEmpty();
    assertThat(boot(5, 55)).isEmpty();
    assertThat(boot(5, 56)).hasValue(5);
    assertThat(boot(5, 55)).isEmpty();
  }

  @Test
  void aLowerBootNumberIsAConflictThatNamesTheHighest() {
    boot(5, 55);
    assertThat(boot(4, 55)).hasValue(5);
    assertThat(boot(1, 11)).hasValue(5);
    assertThat(boot(6, 11)).isEmpty();
  }

  @Test
  void bootNumbersOfOtherRobotsAreTheirOwn() {
    boot(5, 55);
    assertThat(Answers.of(store.robots().recordBoot("tank-2", 1, 1))).isEmpty();
  }

  @Test
  void ofManyThatAskForOneBootNumberAtTheSameInstantOneGetsIt() {
    List<Future<OptionalLong>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(store.robots().recordBoot("tank-1", 7, 1000 + i));
    }
    assertThat(all.stream().map(Answers::of).filter(OptionalLong::isEmpty).count()).isEqualTo(1);
  }

  private static final KeptStop LOCK = new KeptStop(true, true, Long.MIN_VALUE, -1);

  private Optional<KeptStop> kept(String robotId) {
    return Answers.of(store.robots().keptStop(robotId));
  }

  private boolean keep(String robotId, Optional<KeptStop> stop) {
    return Answers.of(store.robots().keepStop(robotId, stop));
  }

  @Test
  void theStopThatStandsOutlivesACrashAndItsReleaseToo() {
    Answers.of(store.robots().add(TANK, KEYS, Actor.OPERATOR, 1));
    assertThat(kept("tank-1")).isEmpty();
    assertThat(keep("tank-1", Optional.of(LOCK))).isTrue();
    crashAndOpen();
    assertThat(kept("tank-1")).contains(LOCK);
    assertThat(kept("tank-2")).isEmpty();
    KeptStop other = new KeptStop(false, true, 3, 4);
    assertThat(keep("tank-1", Optional.of(other))).isTrue();
    assertThat(kept("tank-1")).contains(other);
    assertThat(keep("tank-1", Optional.empty())).isTrue();
    assertThat(keep("tank-1", Optional.empty())).isTrue();
    crashAndOpen();
    assertThat(kept("tank-1")).isEmpty();
  }

  @Test
  void ofARobotThatIsNotRegisteredNoStopIsKept() {
    assertThat(keep("tank-1", Optional.of(LOCK))).isFalse();
    assertThat(kept("tank-1")).isEmpty();
  }

  @Test
  void aRobotThatIsRemovedTakesItsStopWithIt() {
    Answers.of(store.robots().add(TANK, KEYS, Actor.OPERATOR, 1));
    keep("tank-1", Optional.of(LOCK));
    Answers.of(store.robots().remove("tank-1", Actor.OPERATOR, 2));
    assertThat(kept("tank-1")).isEmpty();
    Answers.of(store.robots().add(TANK, KEYS, Actor.OPERATOR, 3));
    assertThat(kept("tank-1")).isEmpty();
  }

  @Test
  void whatIsKeptOfARobotIsNotReadWithAnotherOneOfItsId() {
    Robots robots = new Robots(store.robots());
    NewRobot wanted = SomeRobot.wanted("tank-1", "Tank", "tank", "ana", RobotDetails.NONE);
    Answers.of(robots.add(wanted, Actor.OPERATOR, 1));
    String former = identity();
    Answers.of(order(new BookingOrder.Book("tank-1", booking("b1", "ana", 2_000), false)));
    Answers.of(store.robots().remove("tank-1", Actor.OPERATOR, 2));
    Answers.of(robots.add(wanted, Actor.OPERATOR, 3));
    String now = identity();
    assertThat(now).isNotEqualTo(former).startsWith("~");
    crashAndOpen();
    assertThat(identity()).isEqualTo(now);
    assertThat(actionsOf(now)).containsExactly("robot.add");
    assertThat(actionsOf(former)).containsExactly("robot.add", "booking.add", "robot.remove");
  }

  private String identity() {
    return Answers.of(store.robots().robot("tank-1")).orElseThrow().robot().identity();
  }

  private List<String> actionsOf(String identity) {
    AuditQuery query =
        new AuditQuery(
            0, 9999, "", "tank-1", "", "", 100, false, AuditQuery.Scope.ofRobot(identity));
    return Answers.of(store.audit().find(query)).entries().stream()
        .map(each -> each.entry().action())
        .toList();
  }

  private static Booking booking(String unique, String account, long fromMs) {
    return new Booking(
        Booking.idFor("tank-1", unique),
        account,
        new TimeWindow(fromMs, fromMs + 600_000),
        "Europe/Berlin",
        1,
        false);
  }

  private Future<BookingOutcome> order(BookingOrder order) {
    return store.bookings().apply(order, BookingRules.USUAL, Actor.OPERATOR, 1_000);
  }

  @Test
  void ofManyWhoBookOneTimeAtTheSameInstantOneGetsIt() {
    List<Future<BookingOutcome>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Booking wanted = booking("b" + i, "u" + i % 50, 2_000 + i * 1000);
      all.add(order(new BookingOrder.Book("tank-1", wanted, false)));
    }
    List<BookingOutcome> outcomes = all.stream().map(Answers::of).toList();
    assertThat(outcomes.stream().filter(Done.class::isInstance)).hasSize(1);
    assertThat(outcomes.stream().filter(Taken.class::isInstance)).hasSize(199);
    assertThat(Answers.of(store.bookings().calendar("tank-1")).bookings()).hasSize(1);
    assertThat(Answers.of(store.audit().entries("", 1000)))
        .extracting(kept -> kept.entry().action())
        .containsOnlyOnce("booking.add");
  }

  @Test
  void calendarAndAgendasOutliveACrashAsTheyWere() {
    Booking first = booking("b1", "ana", 2_000);
    Booking wish = booking("b2", "ben", 3_000);
    Answers.of(order(new BookingOrder.Book("tank-1", first, false)));
    Answers.of(order(new BookingOrder.Wait("tank-1", wish, false)));
    Answers.of(order(new BookingOrder.Limit("tank-1", Map.of(Limit.OPEN_PER_USER, 3))));
    crashAndOpen();
    assertThat(Answers.of(store.bookings().calendar("tank-1")))
        .isEqualTo(new Calendar(List.of(first), List.of(wish), Map.of(Limit.OPEN_PER_USER, 3)));
    assertThat(Answers.of(store.bookings().agenda("ben")).entries())
        .containsExactly(new Agenda.Entry("tank-1", wish.id(), wish.window(), true));
    assertThat(Answers.of(order(new BookingOrder.Cancel("tank-1", first.id(), "ana"))))
        .isEqualTo(new Done(first));
    assertThat(Answers.of(store.bookings().agenda("ben")).entries())
        .containsExactly(new Agenda.Entry("tank-1", wish.id(), wish.window(), false));
    assertThat(Answers.of(store.bookings().agenda("ana"))).isEqualTo(Agenda.EMPTY);
  }

  @Test
  void whatWasAcknowledgedOutlivesACrash() {
    Answers.of(store.accounts().add(ANA, Actor.OPERATOR, 1));
    Answers.of(store.robots().add(TANK, KEYS, Actor.OPERATOR, 1));
    boot(5, 55);
    crashAndOpen();
    assertThat(Answers.of(store.accounts().account("ana"))).contains(ANA);
    assertThat(Answers.of(store.robots().robots(Optional::of))).containsExactly(TANK);
    assertThat(boot(5, 56)).hasValue(5);
    assertThat(boot(5, 55)).isEmpty();
  }

  @Test
  void randomOperationsGiveWhatAPlainModelGivesAlsoAcrossCrashes() {
    Random random = new Random(42);
    TreeSet<String> model = new TreeSet<>();
    for (int i = 0; i < 400; i++) {
      String name = "u" + random.nextInt(60);
      boolean added =
          Answers.of(
              store
                  .accounts()
                  .add(new Account(new User(name, name, false), "hash " + i), Actor.OPERATOR, 1));
      assertThat(added).isEqualTo(model.add(name));
      if (random.nextInt(80) == 0) {
        crashAndOpen();
      }
    }
    for (int i = 0; i < 60; i++) {
      String name = "u" + i;
      assertThat(Answers.of(store.accounts().account(name)).isPresent())
          .isEqualTo(model.contains(name));
    }
  }

  @Test
  void aClosedStoreSaysSoAndKeepsWhatItHad() {
    Answers.of(store.accounts().add(ANA, Actor.OPERATOR, 1));
    Answers.of(store.close());
    assertThat(Answers.failureOf(store.accounts().account("ana"))).isInstanceOf(Unavailable.class);
    assertThat(Answers.failureOf(store.probe())).isInstanceOf(Unavailable.class);
    assertThat(Answers.of(store.close())).isTrue();
    store = open();
    assertThat(Answers.of(store.accounts().account("ana"))).contains(ANA);
  }

  @Test
  void whatWasAskedBeforeTheCloseIsStillDone() {
    Future<Boolean> added = store.accounts().add(ANA, Actor.OPERATOR, 1);
    Future<Boolean> closed = store.close();
    assertThat(Answers.of(added)).isTrue();
    assertThat(Answers.of(closed)).isTrue();
    store = open();
    assertThat(Answers.of(store.accounts().account("ana"))).contains(ANA);
  }
}
