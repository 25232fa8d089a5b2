package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.session.connection.Alarm;
import org.junit.jupiter.api.Test;

/** Who gets a tick: whoever something happened to, or has something to do, and nobody else. */
class TickScheduleTest {
  private final List<String> ticked = new ArrayList<>();
  private final TickSchedule<Sleeper> schedule = new TickSchedule<>(() -> 42);

  private static final class Sleeper {
    private final String name;
    private final Alarm alarm;
    private long dueMs;

    private Sleeper(String name, Alarm alarm, long dueMs) {
      this.name = name;
      this.alarm = alarm;
      this.dueMs = dueMs;
    }
  }

  private long tick(Sleeper session) {
    ticked.add(session.name);
    return session.dueMs;
  }

  private Sleeper add(String name, long dueMs) {
    return schedule.add(alarm -> new Sleeper(name, alarm, dueMs));
  }

  private List<String> tick(long nowMs) {
    ticked.clear();
    schedule.onTick(nowMs, this::tick);
    return List.copyOf(ticked);
  }

  @Test
  void whoHasJustComeGetsTheNextTickAndThenNoneUntilSomethingIsDue() {
    add("ann", 1100);
    assertThat(tick(1000)).containsExactly("ann");
    assertThat(tick(1010)).isEmpty();
    assertThat(tick(1099)).isEmpty();
    assertThat(tick(1100)).containsExactly("ann");
  }

  @Test
  void whoIsWokenGetsOneTickHoweverOften() {
    Sleeper ann = add("ann", 1400);
    add("ben", 1400);
    tick(1000);
    ann.alarm.wake();
    ann.alarm.wake();
    assertThat(tick(1010)).containsExactly("ann");
    assertThat(tick(1020)).isEmpty();
    assertThat(tick(1400)).containsExactlyInAnyOrder("ann", "ben");
  }

  @Test
  void whoIsDueAtOnceGetsEveryTick() {
    add("ann", 1000);
    for (long nowMs = 1000; nowMs < 1100; nowMs += 10) {
      assertThat(tick(nowMs)).containsExactly("ann");
    }
  }

  @Test
  void whatIsDueEarlierThanPlannedComesEarlier() {
    Sleeper ann = add("ann", 1400);
    tick(1000);
    ann.dueMs = 1200;
    ann.alarm.wake();
    tick(1010);
    assertThat(tick(1190)).isEmpty();
    assertThat(tick(1200)).containsExactly("ann");
  }

  @Test
  void nobodySleepsLongerThanAForgottenWakeUpMayCost() {
    add("ann", 100_000);
    tick(1000);
    assertThat(tick(1000 + TickSchedule.LONGEST_MS - 1)).isEmpty();
    assertThat(tick(1000 + TickSchedule.LONGEST_MS)).containsExactly("ann");
  }

  @Test
  void whoHasEndedIsForgotten() {
    Sleeper ann = add("ann", 1400);
    tick(1000);
    ann.dueMs = Alarm.NEVER;
    ann.alarm.wake();
    assertThat(tick(1010)).containsExactly("ann");
    for (long nowMs = 1020; nowMs < 5000; nowMs += 10) {
      assertThat(tick(nowMs)).isEmpty();
    }
    assertThat(ann.alarm.nowMs()).isEqualTo(42);
  }
}
