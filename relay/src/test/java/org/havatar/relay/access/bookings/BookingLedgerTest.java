package org.havatar.relay.access.bookings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.havatar.relay.access.bookings.Diary.at;
import static org.havatar.relay.access.bookings.Diary.codeOf;
import static org.havatar.relay.access.bookings.Diary.done;
import static org.havatar.relay.access.bookings.Diary.window;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.havatar.relay.access.bookings.BookingOutcome.Taken;
import org.havatar.relay.access.bookings.BookingPolicy.Limit;
import org.junit.jupiter.api.Test;

class BookingLedgerTest {
  private static final double MS = 1.0 / 60_000;
  private final Diary diary = new Diary();

  @Test
  void windowsTouchButNeverOverlapByAMillisecond() {
    diary.book("ana", 60, 120);
    assertThat(codeOf(diary.tryBook("ben", 120 - MS, 130))).isEqualTo("taken");
    assertThat(codeOf(diary.tryBook("ben", 50, 60 + MS))).isEqualTo("taken");
    assertThat(codeOf(diary.tryBook("ben", 70, 80))).isEqualTo("taken");
    assertThat(codeOf(diary.tryBook("ben", 30, 150))).isEqualTo("taken");
    diary.book("ben", 120, 130);
    diary.book("ben", 50, 60);
  }

  @Test
  void whoMeetsATakenTimeIsToldTheNearestFreeOnesOfThatLength() {
    diary.book("ana", 60, 120);
    diary.book("ana", 130, 180);
    Taken taken = (Taken) diary.tryBook("ben", 100, 130);
    assertThat(taken.nearest()).containsExactly(window(30, 60), window(180, 210));
    assertThat(taken.message()).contains(taken.nearest().get(0).toString().substring(0, 20));
  }

  @Test
  void lengthIsBoundedInclusively() {
    assertThat(codeOf(diary.tryBook("ana", 10, 15 - MS))).isEqualTo("wrong_length");
    assertThat(codeOf(diary.tryBook("ana", 10, 250 + MS))).isEqualTo("wrong_length");
    diary.book("ana", 10, 15);
    diary.book("ana", 15, 255);
  }

  @Test
  void leadAndHorizonAreBoundedInclusively() {
    assertThat(codeOf(diary.tryBook("ana", -MS, 10))).isEqualTo("too_soon");
    diary.limits.put(Limit.LEAD_MIN, 30);
    assertThat(codeOf(diary.tryBook("ana", 30 - MS, 60))).isEqualTo("too_soon");
    diary.book("ana", 30, 60);
    double ahead = 60 * 24 * 60;
    assertThat(codeOf(diary.tryBook("ana", ahead - 10, ahead + MS))).isEqualTo("too_far_ahead");
    diary.book("ana", ahead - 10, ahead);
  }

  @Test
  void openBookingsAndWishesAreCountedUntilTheyAreOver() {
    diary.book("ben", 500, 590);
    for (int i = 1; i <= 4; i++) {
      diary.book("ana", 100 * i, 100 * i + 10);
    }
    done(diary.await("ana", 505, 515));
    assertThat(codeOf(diary.tryBook("ana", 600, 610))).isEqualTo("too_many");
    diary.nowMs = at(110) - 1;
    assertThat(codeOf(diary.tryBook("ana", 600, 610))).isEqualTo("too_many");
    diary.nowMs = at(110);
    diary.book("ana", 600, 610);
  }

  @Test
  void hoursOfAWeekCountInTheWeekInWhichTheyBegin() {
    for (int day = 0; day < 5; day++) {
      diary.book("ana", day * 1440 + 60, day * 1440 + 300);
    }
    diary.nowMs = at(4 * 1440 + 300); // all are over, and still count
    assertThat(codeOf(diary.tryBook("ana", 6 * 1440, 6 * 1440 + 5))).isEqualTo("too_many_hours");
    diary.book("ana", 7 * 1440, 7 * 1440 + 240);
    diary.book("ben", 6 * 1440, 6 * 1440 + 5);
  }

  @Test
  void whatIsGivenBackDoesNotCount() {
    Booking first = diary.book("ana", 0, 240);
    diary.nowMs = at(5);
    diary.apply(new BookingOrder.Attend(Diary.ROBOT, "ana"));
    diary.nowMs = at(60);
    Booking cut = done(diary.cancel(first, "ana"));
    assertThat(cut.window()).isEqualTo(window(0, 60));
    diary.book("ben", 60, 100);
    Agenda agenda = diary.agendas.get("ana");
    assertThat(agenda).isNotNull();
    assertThat(agenda.bookedMsInWeekOf(window(0, 1), "")).isEqualTo(60 * 60_000L);
  }

  @Test
  void nobodyTouchesWhatIsNotHis() {
    Booking booking = diary.book("ana", 60, 120);
    assertThat(codeOf(diary.cancel(booking, "ben"))).isEqualTo("not_found");
    assertThat(codeOf(diary.move(booking, "ben", 60, 130))).isEqualTo("not_found");
    assertThat(done(diary.cancel(booking, ""))).isEqualTo(booking); // administrators name nobody
    assertThat(diary.calendar.bookings()).isEmpty();
  }

  @Test
  void aBookingMovesIntoItsOwnTimeButNotIntoSomebodyElses() {
    Booking booking = diary.book("ana", 60, 120);
    diary.book("ben", 150, 200);
    done(diary.move(booking, "ana", 90, 150));
    assertThat(codeOf(diary.move(booking, "ana", 90, 151))).isEqualTo("taken");
    assertThat(diary.calendar.find(booking.id()).map(Booking::window)).contains(window(90, 150));
  }

  @Test
  void ofARunningOneOnlyTheEndMovesAndNeverIntoThePast() {
    Booking booking = diary.book("ana", 0, 60);
    diary.nowMs = at(5);
    assertThat(codeOf(diary.move(booking, "ana", 1, 60))).isEqualTo("running");
    assertThat(codeOf(diary.move(booking, "ana", 0, 5))).isEqualTo("running");
    done(diary.move(booking, "ana", 0, 90));
    assertThat(
            done(diary.apply(
                    new BookingOrder.Extend(Diary.ROBOT, booking.id(), "ana", 600_000, false)))
                .window())
        .isEqualTo(window(0, 100));
    diary.apply(new BookingOrder.Attend(Diary.ROBOT, "ana"));
    diary.nowMs = at(100);
    assertThat(codeOf(diary.move(booking, "ana", 0, 110))).isEqualTo("over");
    assertThat(codeOf(diary.cancel(booking, "ana"))).isEqualTo("over");
  }

  @Test
  void whoDoesNotShowLosesTheRestAtThatVeryMillisecond() {
    Booking booking = diary.book("ana", 0, 60);
    diary.nowMs = at(10) - 1;
    diary.settle();
    assertThat(diary.calendar.running(diary.nowMs)).isPresent();
    diary.nowMs = at(10);
    diary.settle();
    assertThat(diary.calendar.find(booking.id()).map(Booking::window)).contains(window(0, 10));
    assertThat(diary.notes).containsEntry("booking.no_show", 1);
    diary.book("ben", 10, 60);
  }

  @Test
  void whoShowsKeepsIt() {
    diary.book("ana", 0, 60);
    diary.nowMs = at(9);
    diary.apply(new BookingOrder.Attend(Diary.ROBOT, "ben"));
    diary.apply(new BookingOrder.Attend(Diary.ROBOT, "ana"));
    diary.nowMs = at(59);
    diary.settle();
    assertThat(diary.calendar.running(diary.nowMs)).isPresent();
    assertThat(diary.notes).doesNotContainKey("booking.no_show");
  }

  @Test
  void theFirstWhoseWholeWishFitsGetsWhatBecomesFree() {
    Booking booking = diary.book("ana", 60, 120);
    diary.book("ana", 120, 180);
    Booking tooLong = done(diary.await("ben", 60, 130));
    Booking second = done(diary.await("cem", 70, 100));
    Booking third = done(diary.await("dan", 70, 100));
    diary.cancel(booking, "ana");
    assertThat(diary.calendar.find(second.id()).map(Booking::account)).contains("cem");
    assertThat(diary.calendar.waiting()).containsExactly(tooLong, third);
    assertThat(diary.notes).containsEntry("booking.from_waiting_list", 1);
    diary.nowMs = at(70) + 1;
    diary.settle();
    assertThat(diary.calendar.waiting()).isEmpty();
  }

  @Test
  void whatIsFreeIsNotWaitedForAndAWishCanBeTakenBack() {
    assertThat(codeOf(diary.await("ben", 60, 90))).isEqualTo("free");
    diary.book("ana", 60, 90);
    Booking wish = done(diary.await("ben", 60, 90));
    assertThat(codeOf(diary.cancel(wish, "cem"))).isEqualTo("not_found");
    done(diary.cancel(wish, "ben"));
    assertThat(diary.calendar.waiting()).isEmpty();
    assertThat(diary.agendas.get("ben")).isEqualTo(Agenda.EMPTY);
  }

  @Test
  void forKeepersTooTheCalendarEndsAYearAhead() {
    int yearMin = 366 * 24 * 60;
    Booking last = diary.wish("ana", yearMin - 60, yearMin);
    Booking beyond = diary.wish("ana", yearMin - 59, yearMin + 1);
    assertThat(codeOf(diary.apply(new BookingOrder.Book(Diary.ROBOT, beyond, true))))
        .isEqualTo("too_far_ahead");
    done(diary.apply(new BookingOrder.Book(Diary.ROBOT, last, true)));
  }

  @Test
  void administratorsAreBoundByOverlapOnly() {
    Booking longOne = diary.wish("ana", 0, 2000);
    done(diary.apply(new BookingOrder.Book(Diary.ROBOT, longOne, true)));
    Booking overlapping = diary.wish("ben", 1999, 2100);
    assertThat(codeOf(diary.apply(new BookingOrder.Book(Diary.ROBOT, overlapping, true))))
        .isEqualTo("taken");
  }

  @Test
  void aRobotsOwnFiguresCountInsteadOfTheUsualOnes() {
    diary.apply(new BookingOrder.Limit(Diary.ROBOT, java.util.Map.of(Limit.LONGEST_MIN, 30)));
    assertThat(codeOf(diary.tryBook("ana", 60, 91))).isEqualTo("wrong_length");
    diary.book("ana", 60, 90);
  }

  @Test
  void pastBookingsAreForgottenAfterTheirRetention() {
    diary.book("ana", 0, 5);
    diary.nowMs = at(5) + Diary.RETENTION_MS - 1;
    diary.settle();
    assertThat(diary.calendar.bookings()).hasSize(1);
    diary.nowMs++;
    diary.settle();
    assertThat(diary.calendar.bookings()).isEmpty();
  }

  @Test
  void whateverIsOrderedAgendasAndCalendarTellTheSameAndNothingOverlaps() {
    Random random = new Random(20261121);
    List<Booking> known = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      String account = "u" + random.nextInt(6);
      double from = random.nextInt(3000) + (diary.nowMs - Diary.START_MS) / 60_000.0;
      double until = from + 1 + random.nextInt(300);
      BookingOutcome outcome =
          switch (random.nextInt(6)) {
            case 0, 1 -> diary.tryBook(account, from, until);
            case 2 -> diary.await(account, from, until);
            case 3 ->
                known.isEmpty()
                    ? diary.tryBook(account, from, until)
                    : diary.move(known.get(random.nextInt(known.size())), account, from, until);
            case 4 ->
                known.isEmpty()
                    ? diary.tryBook(account, from, until)
                    : diary.cancel(known.get(random.nextInt(known.size())), account);
            default -> diary.apply(new BookingOrder.Attend(Diary.ROBOT, account));
          };
      if (outcome instanceof BookingOutcome.Done each) {
        known.add(each.booking());
      }
      diary.nowMs += random.nextInt(600_000);
      diary.settle();
      assertAgendasAgree();
    }
    assertThat(diary.notes.keySet())
        .contains("booking.add", "booking.cancel", "booking.no_show", "booking.from_waiting_list");
  }

  private void assertAgendasAgree() {
    for (Booking each : diary.calendar.bookings()) {
      if (each.isOpen(diary.nowMs)) {
        assertThat(diary.agendas.getOrDefault(each.account(), Agenda.EMPTY).entries())
            .contains(new Agenda.Entry(Diary.ROBOT, each.id(), each.window(), false));
      }
    }
    long open =
        diary.agendas.values().stream().mapToLong(agenda -> agenda.open("", diary.nowMs)).sum();
    long listed =
        diary.calendar.bookings().stream().filter(each -> each.isOpen(diary.nowMs)).count()
            + diary.calendar.waiting().stream().filter(each -> each.isOpen(diary.nowMs)).count();
    assertThat(open).isEqualTo(listed);
  }
}
