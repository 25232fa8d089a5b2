package org.havatar.relay.access.bookings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.havatar.relay.access.bookings.Diary.at;
import static org.havatar.relay.access.bookings.Diary.window;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalendarTest {
  private final Diary diary = new Diary();

  private List<DriveWindow> turns(String account, boolean required, double atMin) {
    return diary.calendar.turns(account, required, at(atMin));
  }

  @Test
  void whereABookingIsRequiredOnlyOwnWindowsAreTurns() {
    diary.book("ana", 10, 20);
    diary.book("ben", 20, 30);
    diary.book("ana", 30, 40);
    assertThat(turns("ana", true, 0))
        .containsExactly(
            new DriveWindow(at(10), at(20), true), new DriveWindow(at(30), at(40), true));
    assertThat(turns("ana", true, 20)).containsExactly(new DriveWindow(at(30), at(40), true));
    assertThat(turns("cem", true, 0)).isEmpty();
  }

  @Test
  void elsewhereWhatNobodyElseHasBookedIsATurnToo() {
    diary.book("ana", 10, 20);
    diary.book("ben", 20, 30);
    assertThat(turns("ana", false, 0))
        .containsExactly(
            new DriveWindow(Long.MIN_VALUE, at(10), false),
            new DriveWindow(at(10), at(20), true),
            new DriveWindow(at(30), Long.MAX_VALUE, false));
    assertThat(turns("cem", false, 15))
        .containsExactly(new DriveWindow(at(30), Long.MAX_VALUE, false));
    assertThat(turns("cem", false, 30))
        .containsExactly(new DriveWindow(Long.MIN_VALUE, Long.MAX_VALUE, false));
  }

  @Test
  void aTurnIsOverAtItsEndAndNotBefore() {
    diary.book("ana", 10, 20);
    assertThat(diary.calendar.turns("ana", true, at(20) - 1)).hasSize(1);
    assertThat(diary.calendar.turns("ana", true, at(20))).isEmpty();
  }

  @Test
  void freeTimeIsWhatIsLeftOfWhatWasAsked() {
    diary.book("ana", 10, 20);
    diary.book("ben", 30, 40);
    assertThat(diary.calendar.free(window(0, 50)))
        .containsExactly(window(0, 10), window(20, 30), window(40, 50));
    assertThat(diary.calendar.free(window(12, 20))).isEmpty();
  }

  @Test
  void noCalendarWithAnOverlapCanExist() {
    Booking first = diary.wish("ana", 0, 10);
    Booking second = diary.wish("ben", 9, 20);
    assertThatThrownBy(() -> new Calendar(List.of(first, second), List.of(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
