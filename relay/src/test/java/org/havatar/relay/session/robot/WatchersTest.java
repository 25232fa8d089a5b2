package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.connection.Alarm;
import org.havatar.relay.session.message.Addressee;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.ToRobotSession.Watch.Part;
import org.havatar.transports.wire.WatcherList;
import org.junit.jupiter.api.Test;

/** Who watches a robot, and when the others are told. */
class WatchersTest {
  private static final ClientAddress ANN = new ClientAddress("a", "a.1", 5);
  private static final ClientAddress BEN = new ClientAddress("b", "b.1", 6);

  private final Watchers watchers = new Watchers();

  private static WatcherList listOf(WatcherList.Watcher... expected) {
    return new WatcherList("tank-1", List.of(expected));
  }

  @Test
  void theFirstListIsDueAtOnceAndOnce() {
    assertThat(watchers.isListDue(0)).isFalse();
    watchers.renew(ANN, "Ann", Part.ALL, 0);
    assertThat(watchers.isListDue(0)).isTrue();
    assertThat(watchers.isListDue(0)).isFalse();
    assertThat(watchers.isListDue(10_000)).isFalse();
  }

  @Test
  void theNextListIsDueOneSecondAfterTheOneBefore() {
    watchers.renew(ANN, "Ann", Part.ALL, 0);
    watchers.isListDue(300);
    watchers.renew(BEN, "Ben", Part.ALL, 400);
    assertThat(watchers.isListDue(300 + Watchers.TELL_EVERY_MS - 1)).isFalse();
    assertThat(watchers.isListDue(300 + Watchers.TELL_EVERY_MS)).isTrue();
  }

  @Test
  void aListThatWaitsIsDueWhenItsTimeHasComeAndOtherwiseTheNextLook() {
    assertThat(watchers.dueMs()).isEqualTo(Alarm.NEVER);
    watchers.renew(ANN, "Ann", Part.ALL, 0);
    watchers.onTick(300);
    watchers.isListDue(350);
    assertThat(watchers.dueMs()).isEqualTo(300 + Watchers.LOOK_EVERY_MS);
    watchers.renew(BEN, "Ben", Part.ALL, 400);
    for (long nowMs = 600; nowMs < 350 + Watchers.TELL_EVERY_MS; nowMs += Watchers.LOOK_EVERY_MS) {
      watchers.onTick(nowMs);
    }
    assertThat(watchers.dueMs()).isEqualTo(350 + Watchers.TELL_EVERY_MS);
  }

  @Test
  void whoStaysIsNoNews() {
    watchers.renew(ANN, "Ann", Part.ALL, 0);
    watchers.isListDue(0);
    assertThat(watchers.renew(ANN, "Ann", Part.ALL, 1000)).isFalse();
    watchers.onTick(1000);
    assertThat(watchers.isListDue(2000)).isFalse();
  }

  @Test
  void whoGoesIsNewsAndTheOthersKeepTheirNames() {
    watchers.renew(ANN, "Ann", Part.ALL, 0);
    watchers.renew(BEN, "Ben", Part.ALL, 100);
    watchers.isListDue(100);
    watchers.onTick(Watchers.GONE_AFTER_MS);
    assertThat(watchers.isListDue(Watchers.GONE_AFTER_MS)).isTrue();
    assertThat(watchers.list("tank-1")).isEqualTo(listOf(new WatcherList.Watcher(6, "Ben")));
    assertThat(watchers.nameOf(6)).isEqualTo("Ben");
    assertThat(watchers.nameOf(5)).as("forgotten").isEqualTo("somebody");
    assertThat(watchers.isCounted(ANN)).isFalse();
    assertThat(watchers.isCounted(BEN)).isTrue();
  }

  @Test
  void whoIsThereTwiceIsToldOnceAndStaysUntilBothAreGone() {
    ClientAddress second = new ClientAddress("b", "b.2", 5);
    watchers.renew(ANN, "Ann", Part.ALL, 0);
    watchers.renew(second, "Ann", Part.ALL, 100);
    assertThat(watchers.list("tank-1")).isEqualTo(listOf(new WatcherList.Watcher(5, "Ann")));
    assertThat(watchers.told(5)).containsExactly(ANN, second);
    watchers.onTick(Watchers.GONE_AFTER_MS);
    assertThat(watchers.told(5)).containsExactly(second);
    assertThat(watchers.nameOf(5)).isEqualTo("Ann");
  }

  @Test
  void oneListTellsFiftyOfThemTheFirstOnes() {
    for (int i = 1; i <= Watchers.MOST_TOLD + 1; i++) {
      watchers.renew(new ClientAddress("a", "a." + i, i), "N" + i, Part.ALL, 0);
    }
    assertThat(watchers.list("tank-1").watchers())
        .hasSize(Watchers.MOST_TOLD)
        .endsWith(new WatcherList.Watcher(50, "N50"));
  }

  @Test
  void absenceIsLookedForFiveTimesASecondOnly() {
    watchers.renew(ANN, "Ann", Part.ALL, 1000);
    watchers.onTick(3950);
    watchers.onTick(3950 + Watchers.LOOK_EVERY_MS - 1);
    assertThat(watchers.isCounted(ANN)).isTrue();
    watchers.onTick(3950 + Watchers.LOOK_EVERY_MS);
    assertThat(watchers.isCounted(ANN)).isFalse();
  }

  /** A robot with connections to two nodes has a session at each. */
  @Test
  void whoIsOnlyToldIsInNoListAndWhoIsOnlyCountedIsToldNothing() {
    watchers.renew(ANN, "Ann", Part.TELL, 0);
    watchers.renew(BEN, "Ben", Part.COUNT, 0);
    assertThat(watchers.list("tank-1")).isEqualTo(listOf(new WatcherList.Watcher(6, "Ben")));
    assertThat(watchers.told(5)).containsExactly(ANN);
    assertThat(watchers.told(6)).isEmpty();
    assertThat(watchers.counted(5)).isEmpty();
    assertThat(watchers.counted(6)).containsExactly(BEN);
    assertThat(watchers.isCounted(ANN)).isFalse();
    assertThat(watchers.told()).containsExactly(new Addressee.Watchers(ANN.loop()));
    assertThat(watchers.counted()).containsExactly(new Addressee.Watchers(BEN.loop()));
    assertThat(watchers.nameOf(5)).isEqualTo("Ann");
  }

  @Test
  void whoIsToldFromNowOnIsANewcomerAndWhoIsCountedFromNowOnIsNews() {
    watchers.renew(ANN, "Ann", Part.COUNT, 0);
    watchers.isListDue(0);
    assertThat(watchers.renew(ANN, "Ann", Part.ALL, 1000)).isTrue();
    assertThat(watchers.isListDue(1000)).isTrue();
    assertThat(watchers.renew(ANN, "Ann", Part.ALL, 2000)).isFalse();
    assertThat(watchers.isListDue(2000)).isFalse();
  }
}
