package org.havatar.relay.access.robots;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.access.UsualOptions;
import org.havatar.relay.access.robots.Keyring.Worth;
import org.junit.jupiter.api.Test;

/** Every point of an exchange where the robot may crash, and every way back. */
final class KeyringTest {
  private static final long DAY_MS = 86_400_000;
  private static final long HOUR_MS = 3_600_000;
  private static final long BORN_MS = 1_800_000_000_000L;
  private static final long DUE_MS = BORN_MS + DAY_MS;
  private static final RobotOptions OPTIONS = UsualOptions.ROBOTS;
  private static final Keyring BY_HAND = Keyring.of(key("old", BORN_MS));
  private static final Keyring OFFERED = BY_HAND.offering(key("new", DUE_MS));
  private static final Keyring STORED = OFFERED.stored("new", DUE_MS, OPTIONS).orElseThrow();

  private static Keyring.Key key(String name, long createdMs) {
    return new Keyring.Key(name, RobotKeys.hash(name), createdMs, 0);
  }

  private static Worth worth(Keyring ring, String key, long nowMs) {
    return ring.worth(key, nowMs, OPTIONS);
  }

  @Test
  void aKeyIsExchangedWhenItIsADayOld() {
    assertThat(BY_HAND.isExchangeDue(DUE_MS - 1, OPTIONS)).isFalse();
    assertThat(BY_HAND.isExchangeDue(DUE_MS, OPTIONS)).isTrue();
    assertThat(STORED.isExchangeDue(DUE_MS + DAY_MS - 1, OPTIONS)).isFalse();
    assertThat(STORED.isExchangeDue(DUE_MS + DAY_MS, OPTIONS)).isTrue();
  }

  @Test
  void aRobotWhoseKeysAreKeptByHandIsHandedNone() {
    Keyring off = BY_HAND.with(BY_HAND.upkeep().following(false, 30));
    assertThat(off.isExchangeDue(DUE_MS + 100 * DAY_MS, OPTIONS)).isFalse();
  }

  @Test
  void aPersonMayWantAFreshKeyAtAnyTimeOnce() {
    Keyring off = BY_HAND.with(BY_HAND.upkeep().following(false, 30).wantingExchange());
    assertThat(off.isExchangeDue(BORN_MS, OPTIONS)).isTrue();
    Keyring offered = off.offering(key("new", BORN_MS));
    assertThat(offered.isExchangeDue(BORN_MS, OPTIONS)).isFalse();
    assertThat(offered.stored("new", BORN_MS, OPTIONS).orElseThrow().isExchangeDue(DUE_MS, OPTIONS))
        .isFalse();
  }

  @Test
  void beforeTheRobotHasToldBothKeysOpen() {
    assertThat(worth(OFFERED, "old", DUE_MS + DAY_MS)).isEqualTo(Worth.OPENS);
    assertThat(worth(OFFERED, "new", DUE_MS)).isEqualTo(Worth.OPENS);
  }

  @Test
  void afterItHasToldTheFormerKeyOpensForTheOverlapAndNotAMillisecondLonger() {
    assertThat(worth(STORED, "new", DUE_MS)).isEqualTo(Worth.OPENS);
    assertThat(worth(STORED, "old", DUE_MS + HOUR_MS - 1)).isEqualTo(Worth.OPENS);
    assertThat(worth(STORED, "old", DUE_MS + HOUR_MS)).isEqualTo(Worth.REPLACED);
  }

  @Test
  void aRobotThatCrashedBeforeItStoredComesBackWithTheFormerKeyAndIsHandedAnotherOne() {
    long backMs = DUE_MS + 60_000;
    assertThat(worth(OFFERED, "old", backMs)).isEqualTo(Worth.OPENS);
    Keyring back = OFFERED.opened("old", backMs, OPTIONS);
    assertThat(back.current()).isEqualTo(BY_HAND.current());
    assertThat(back.isExchangeDue(DUE_MS + Keyring.PENDING_MS - 1, OPTIONS)).isFalse();
    assertThat(back.isExchangeDue(DUE_MS + Keyring.PENDING_MS, OPTIONS)).isTrue();
    Keyring again = back.offering(key("newer", DUE_MS + Keyring.PENDING_MS));
    assertThat(worth(again, "new", backMs)).isEqualTo(Worth.WRONG);
    assertThat(worth(again, "newer", backMs)).isEqualTo(Worth.OPENS);
    assertThat(worth(again, "old", backMs)).isEqualTo(Worth.OPENS);
  }

  @Test
  void aRobotThatCrashedBeforeItToldShowsByUsingTheFreshKeyThatItHasIt() {
    long backMs = DUE_MS + 60_000;
    Keyring back = OFFERED.opened("new", backMs, OPTIONS);
    assertThat(back.current().orElseThrow().keyId()).isEqualTo("new");
    assertThat(back.current().orElseThrow().confirmedMs()).isEqualTo(backMs);
    assertThat(back.pending()).isEmpty();
    assertThat(worth(back, "old", backMs + HOUR_MS - 1)).isEqualTo(Worth.OPENS);
    assertThat(worth(back, "old", backMs + HOUR_MS)).isEqualTo(Worth.REPLACED);
  }

  @Test
  void whatTheRobotTellsOfAnotherKeyChangesNothing() {
    assertThat(OFFERED.stored("old", DUE_MS, OPTIONS)).isEmpty();
    assertThat(STORED.stored("new", DUE_MS, OPTIONS)).isEmpty();
    assertThat(OFFERED.notStored("old", "full")).isEmpty();
  }

  @Test
  void aRobotThatCantKeepItStaysWithWhatItHasAndTheOwnerReadsWhy() {
    Keyring ring = OFFERED.notStored("new", "The disk is full.").orElseThrow();
    assertThat(worth(ring, "old", DUE_MS + 400 * DAY_MS)).isEqualTo(Worth.OPENS);
    assertThat(ring.upkeep().trouble()).isEqualTo("The disk is full.");
    Keyring later = ring.offering(key("newer", DUE_MS + DAY_MS));
    assertThat(later.stored("newer", DUE_MS, OPTIONS).orElseThrow().upkeep().trouble()).isEmpty();
  }

  @Test
  void aRobotThatWasAwayForAWeekGetsInAndIsHandedAFreshKeyAtOnce() {
    long backMs = DUE_MS + 7 * DAY_MS;
    assertThat(worth(STORED, "new", backMs)).isEqualTo(Worth.OPENS);
    assertThat(STORED.opened("new", backMs, OPTIONS).isExchangeDue(backMs, OPTIONS)).isTrue();
  }

  @Test
  void aRobotThatWasAwayLongerThanTheOwnerAllowsNeedsHim() {
    long lastMs = DUE_MS + DAY_MS + HOUR_MS + 30 * DAY_MS;
    assertThat(worth(STORED, "new", lastMs - 1)).isEqualTo(Worth.OPENS);
    assertThat(worth(STORED, "new", lastMs)).isEqualTo(Worth.EXPIRED);
    Keyring strict = STORED.with(STORED.upkeep().following(true, 0));
    assertThat(worth(strict, "new", DUE_MS + DAY_MS + HOUR_MS - 1)).isEqualTo(Worth.OPENS);
    assertThat(worth(strict, "new", DUE_MS + DAY_MS + HOUR_MS)).isEqualTo(Worth.EXPIRED);
  }

  @Test
  void awayIsCountedFromWhenTheRobotWasLastSeen() {
    Keyring seen = STORED.with(STORED.upkeep().seen(DUE_MS + 20 * DAY_MS));
    assertThat(worth(seen, "new", DUE_MS + 50 * DAY_MS)).isEqualTo(Worth.OPENS);
    assertThat(worth(seen, "new", DUE_MS + 52 * DAY_MS)).isEqualTo(Worth.EXPIRED);
  }

  @Test
  void aKeyThatWasGivenByHandStandsUntilAPersonEndsIt() {
    assertThat(worth(BY_HAND, "old", BORN_MS + 4000 * DAY_MS)).isEqualTo(Worth.OPENS);
  }

  @Test
  void aRecoveryWindowLetsTheLastKeyInOnce() {
    long backMs = DUE_MS + 100 * DAY_MS;
    Keyring open = STORED.with(STORED.upkeep().recoverable(backMs + 1));
    assertThat(worth(open, "new", backMs)).isEqualTo(Worth.RECOVERS);
    assertThat(worth(open, "new", backMs + 1)).isEqualTo(Worth.EXPIRED);
    assertThat(worth(open, "stranger", backMs)).isEqualTo(Worth.WRONG);
    Keyring back = open.opened("new", backMs, OPTIONS);
    assertThat(back.upkeep().recoveryUntilMs()).isZero();
    assertThat(worth(back, "old", backMs)).isEqualTo(Worth.REPLACED);
    assertThat(back.isExchangeDue(backMs, OPTIONS)).isTrue();
  }

  @Test
  void aRobotThatWasSetBackToAnEarlierDiskRecoversWithTheFormerKeyWhichIsItsKeyThen() {
    long backMs = DUE_MS + 2 * HOUR_MS;
    Keyring open = STORED.with(STORED.upkeep().recoverable(backMs + HOUR_MS));
    assertThat(worth(open, "old", backMs)).isEqualTo(Worth.RECOVERS);
    Keyring back = open.opened("old", backMs, OPTIONS);
    assertThat(worth(back, "old", backMs + DAY_MS)).isEqualTo(Worth.OPENS);
    assertThat(worth(back, "new", backMs)).isEqualTo(Worth.WRONG);
  }

  @Test
  void revokedNothingOpensNotEvenInARecoveryWindow() {
    Keyring revoked = OFFERED.revoked();
    Keyring open = revoked.with(revoked.upkeep().recoverable(DUE_MS + HOUR_MS));
    for (String key : new String[] {"old", "new", ""}) {
      assertThat(worth(revoked, key, DUE_MS)).isEqualTo(Worth.WRONG);
      assertThat(worth(open, key, DUE_MS)).isEqualTo(Worth.WRONG);
    }
    assertThat(revoked.series()).isEqualTo(OFFERED.series() + 1);
    assertThat(revoked.isExchangeDue(DUE_MS, OPTIONS)).isFalse();
  }

  @Test
  void aKeyThatAPersonGivesEndsAllOthersAtOnce() {
    Keyring given = STORED.given(key("hand", DUE_MS));
    assertThat(worth(given, "hand", DUE_MS)).isEqualTo(Worth.OPENS);
    assertThat(worth(given, "new", DUE_MS)).isEqualTo(Worth.WRONG);
    assertThat(worth(given, "old", DUE_MS)).isEqualTo(Worth.WRONG);
    assertThat(given.series()).isEqualTo(STORED.series() + 1);
  }

  @Test
  void anExchangeKeepsTheSeriesSoThatNoConnectionEnds() {
    assertThat(STORED.series()).isEqualTo(BY_HAND.series());
  }

  @Test
  void aConnectionIsNotedAtMostOnceAnHour() {
    Keyring seen = BY_HAND.opened("old", DUE_MS, OPTIONS);
    assertThat(seen.upkeep().seenMs()).isEqualTo(DUE_MS);
    assertThat(seen.opened("old", DUE_MS + HOUR_MS - 1, OPTIONS)).isEqualTo(seen);
    assertThat(seen.opened("old", DUE_MS + HOUR_MS, OPTIONS)).isNotEqualTo(seen);
  }

  @Test
  void noHashIsInItsText() {
    assertThat(STORED.toString()).doesNotContain(RobotKeys.hash("old"));
    assertThat(STORED.toString()).doesNotContain(RobotKeys.hash("new"));
  }
}
