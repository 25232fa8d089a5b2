package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.FakeStoreReach;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.client.Capability.Moment;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.Rights;
import org.havatar.relay.session.port.Accounts.RobotProfile;
import org.havatar.relay.session.port.Accounts.Window;
import org.havatar.transports.wire.SessionEnds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a driver hears of the end of the turn, and why somebody may not drive now. */
class TurnWatchTest {
  /** 2027-01-15T08:00:00Z. */
  private static final long EPOCH_MS = 1_800_000_000_000L;

  private static final long MINUTE_MS = 60_000;
  private static final RobotProfile TANK = new RobotProfile("Tank", 60);

  private final FakeStoreReach reach = new FakeStoreReach();
  private long nowMs = 7000;

  private long wallMs() {
    return EPOCH_MS + nowMs - 7000;
  }

  private static Rights rights(Right right, Right outside, Window... windows) {
    return new Rights(TANK, right, 0, outside, List.of(windows));
  }

  private Capability capability(Rights rights) {
    return new Capability(this::wallMs, reach, rights, new Moment(nowMs, wallMs(), nowMs));
  }

  private Capability booked(Window... windows) {
    return capability(rights(Right.DRIVE, Right.NONE, windows));
  }

  private void become(Capability mine, Rights rights) {
    mine.confirm(rights, new Moment(nowMs, wallMs(), nowMs));
  }

  private static Window window(long fromMs, long untilMs) {
    return new Window(EPOCH_MS + fromMs, EPOCH_MS + untilMs, 1);
  }

  private static TurnWatch turnOf(Capability mine) {
    return new TurnWatch(SimulatedNode.ROBOT, mine);
  }

  /** What is told so many milliseconds after the start. */
  private @Nullable SessionEnds at(long ms, TurnWatch turn) {
    nowMs = 7000 + ms;
    turn.isOver(nowMs);
    return turn.due(false, nowMs);
  }

  private boolean isOverAt(long ms, TurnWatch turn) {
    nowMs = 7000 + ms;
    return turn.isOver(nowMs);
  }

  @Test
  void theEndIsToldAtFirstAndFiveMinutesAndOneMinuteBefore() {
    TurnWatch turn = turnOf(booked(window(0, 10 * MINUTE_MS)));
    assertThat(at(0, turn))
        .isEqualTo(new SessionEnds(SimulatedNode.ROBOT, 600_000L, "2027-01-15T08:10:00Z"));
    assertThat(at(1, turn)).isNull();
    assertThat(at(5 * MINUTE_MS - 1, turn)).isNull();
    assertThat(at(5 * MINUTE_MS, turn))
        .isEqualTo(new SessionEnds(SimulatedNode.ROBOT, 300_000L, "2027-01-15T08:10:00Z"));
    assertThat(at(9 * MINUTE_MS - 1, turn)).isNull();
    assertThat(at(9 * MINUTE_MS + 1, turn))
        .isEqualTo(new SessionEnds(SimulatedNode.ROBOT, 59_999L, "2027-01-15T08:10:00Z"));
    assertThat(at(9 * MINUTE_MS + 2, turn)).isNull();
    assertThat(at(10 * MINUTE_MS, turn)).isNull();
  }

  @Test
  void anEndThatIsMoreThanADayAwayIsToldADayBefore() {
    TurnWatch turn = turnOf(booked(window(0, TurnWatch.TOLD_AHEAD_MS + 1)));
    assertThat(at(0, turn)).isNull();
    assertThat(at(1, turn))
        .isEqualTo(
            new SessionEnds(
                SimulatedNode.ROBOT, TurnWatch.TOLD_AHEAD_MS, "2027-01-16T08:00:00.001Z"));
  }

  @Test
  void nothingIsToldOfATurnWithoutEndNorOutsideATurn() {
    TurnWatch endless = turnOf(booked(Window.ALWAYS));
    assertThat(at(0, endless)).isNull();
    assertThat(at(10, endless)).isNull();
    TurnWatch early = turnOf(booked(window(1000, 2000)));
    assertThat(at(999, early)).isNull();
    assertThat(at(1000, early))
        .isEqualTo(new SessionEnds(SimulatedNode.ROBOT, 1000L, "2027-01-15T08:00:02Z"));
  }

  @Test
  void anEndThatWasToldAndIsLiftedIsTakenBackOnce() {
    Capability mine = booked(window(0, MINUTE_MS));
    TurnWatch turn = turnOf(mine);
    assertThat(at(0, turn)).isNotNull();
    become(mine, rights(Right.DRIVE, Right.NONE, Window.ALWAYS));
    assertThat(at(10, turn)).isEqualTo(new SessionEnds(SimulatedNode.ROBOT, null, null));
    assertThat(at(20, turn)).isNull();
  }

  @Test
  void anEndThatIsMovedIsToldAnew() {
    Capability mine = booked(window(0, MINUTE_MS));
    TurnWatch turn = turnOf(mine);
    assertThat(at(0, turn)).isNotNull();
    become(mine, rights(Right.DRIVE, Right.NONE, window(0, MINUTE_MS - 1)));
    assertThat(at(10, turn))
        .isEqualTo(new SessionEnds(SimulatedNode.ROBOT, 59_989L, "2027-01-15T08:00:59.999Z"));
  }

  @Test
  void whoLosesATurnAndGetsItBackIsToldItsEndAgain() {
    Rights booking = rights(Right.DRIVE, Right.NONE, window(0, MINUTE_MS));
    Capability mine = capability(booking);
    TurnWatch turn = turnOf(mine);
    assertThat(at(0, turn)).isNotNull();
    become(mine, rights(Right.DRIVE, Right.NONE));
    assertThat(at(10, turn)).isNull();
    become(mine, booking);
    assertThat(at(20, turn))
        .isEqualTo(new SessionEnds(SimulatedNode.ROBOT, 59_980L, "2027-01-15T08:01:00Z"));
  }

  @Test
  void aTurnIsOverOnceAndOnlyWhenThereWasOne() {
    TurnWatch turn = turnOf(booked(window(1000, 2000)));
    assertThat(isOverAt(999, turn)).isFalse();
    assertThat(isOverAt(1000, turn)).isFalse();
    assertThat(isOverAt(1999, turn)).isFalse();
    assertThat(isOverAt(2000, turn)).isTrue();
    assertThat(isOverAt(2001, turn)).isFalse();
  }

  @Test
  void whoMayDriveNoMoreAtAnyTimeHasNoTurnThatIsOver() {
    Capability mine = booked(Window.ALWAYS);
    TurnWatch turn = turnOf(mine);
    assertThat(isOverAt(0, turn)).isFalse();
    become(mine, rights(Right.WATCH, Right.WATCH, Window.ALWAYS));
    assertThat(isOverAt(10, turn)).isFalse();
  }

  @Test
  void whoMayNotDriveNowIsToldWhyAndWhatToDo() {
    Window later = window(90_000, 100_000);
    assertThat(TurnWatch.whyNot(booked(), nowMs))
        .isEqualTo("This robot is for those who have booked it. Book it first.");
    assertThat(TurnWatch.whyNot(booked(later), nowMs))
        .isEqualTo("Your booking begins at 2027-01-15T08:01:30Z. It opens by itself then.");
    assertThat(TurnWatch.whyNot(capability(rights(Right.DRIVE, Right.WATCH)), nowMs))
        .isEqualTo("Somebody else has booked the robot now. Book another time.");
    assertThat(TurnWatch.whyNot(capability(rights(Right.DRIVE, Right.WATCH, later)), nowMs))
        .isEqualTo("Somebody else has booked the robot until 2027-01-15T08:01:30Z.");
  }
}
