package org.havatar.relay.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import org.havatar.relay.access.Actor;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.Unavailable;
import org.havatar.relay.access.User;
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
import org.havatar.relay.access.robots.Robot;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.RobotEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Store} does. */
abstract class StoreContract {
  private static final Account ANA = new Account(new User("ana", "Ana Ș 로봇", true), "hash \"1\"");
  private static final RobotEntry TANK =
      new RobotEntry(
          new Robot("tank-1", "Tank", "tank"),
          "ana",
          new RobotDetails("rtsp://a/b", null, "https://c", false),
          "00ff");
  private Store store;

  /** A store whose content is that of the one before, however that ended; at first empty. */
  abstract Store open();

  /** Ends {@code store} without a goodbye, as a crash would. */
  abstract void crash(Store store);

  @BeforeEach
  void start() {
    store = open();
  }

  @AfterEach
  void end() {
    Answers.of(store.close());
  }

  private void crashAndOpen() {
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
  void aTakenNameStaysAsItIs() {
    Answers.of(store.accounts().add(ANA, Actor.OPERATOR, 1));
    Account other = new Account(new User("ana", "Other", false), "hash 2");
    assertThat(Answers.of(store.accounts().add(other, Actor.OPERATOR, 1))).isFalse();
    assertThat(Answers.of(store.accounts().account("ana"))).contains(ANA);
  }

  @Test
  void aRobotIsFoundAsAddedAndInTheListByItsId() {
    RobotEntry second = new RobotEntry(new Robot("a", "A", "t"), "ben", RobotDetails.NONE, "11");
    assertThat(Answers.of(store.robots().add(TANK, Actor.OPERATOR, 1))).isTrue();
    assertThat(Answers.of(store.robots().add(second, Actor.OPERATOR, 1))).isTrue();
    assertThat(Answers.of(store.robots().add(TANK, Actor.OPERATOR, 1))).isFalse();
    assertThat(Answers.of(store.robots().robot("tank-1"))).contains(TANK);
    assertThat(Answers.of(store.robots().robot("tank-2"))).isEmpty();
    assertThat(Answers.of(store.robots().robots())).containsExactly(second, TANK);
  }

  @Test
  void theFirstSigningKeyStays() {
    assertThat(Answers.of(store.accounts().signingKey("one"))).isEqualTo("one");
    assertThat(Answers.of(store.accounts().signingKey("two"))).isEqualTo("one");
    crashAndOpen();
    assertThat(Answers.of(store.accounts().signingKey("three"))).isEqualTo("one");
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
    Answers.of(store.robots().add(TANK, Actor.OPERATOR, 1));
    boot(5, 55);
    crashAndOpen();
    assertThat(Answers.of(store.accounts().account("ana"))).contains(ANA);
    assertThat(Answers.of(store.robots().robots())).containsExactly(TANK);
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
