package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.ObservedMetrics;
import org.havatar.relay.session.connection.Arrival;
import org.havatar.relay.session.connection.Instrumentation;
import org.havatar.relay.session.connection.RegisterView;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last stage before a robot's link (PROTOCOL.md §7). */
class SetpointLaneTest {
  private static final Numbered TERM = new Numbered(7, 3);
  private static final long HOLDER = 0xa1;
  private static final int TTL_MS = 300;

  private final FakeLink link = new FakeLink();
  private final RegisterView registerView = new RegisterView();
  private final Drops drops = new Drops();
  private final ObservedMetrics metrics = new ObservedMetrics();
  private final List<String> refused = new ArrayList<>();
  private long nowMs = 50_000;
  private long nowNs = 7_000_000;
  private final Arrival arrival = new Arrival(() -> nowNs);
  private final SetpointLane lane =
      new SetpointLane(
          link,
          registerView,
          new Instrumentation(drops, metrics, arrival),
          (from, drive, reason) -> refused.add(drive.sequence().value() + " " + reason));

  @BeforeEach
  void setUp() {
    hold(TERM);
    stamp();
  }

  private void hold(Numbered term) {
    registerView.onLease(
        new Lease(null, term, HOLDER, "Ann", 60_000, Lease.Cause.TAKEN, null), nowMs);
  }

  /** The robot's clock shows what ours does. */
  private void stamp() {
    lane.onStamp(new Stamp((int) nowMs), nowMs);
  }

  private void set(int sequence, Numbered term) {
    Stamp echo = new Stamp((int) nowMs);
    Drive drive = new Drive(term, new Sequence(sequence), echo, TTL_MS, 0, 100, 100);
    lane.onSetpoint(drive, new ClientAddress("a", "a.1", HOLDER), nowMs);
  }

  private void set(int sequence) {
    set(sequence, TERM);
  }

  private boolean ack(int sequence, Reason reason, int ageMs) {
    Ack ack = new Ack(reason, TERM, new Sequence(sequence), new Stamp(0), ageMs, 1000, 100, 100);
    return lane.onAck(ack, nowMs);
  }

  private List<Integer> written() {
    return link.drives().stream().map(each -> each.sequence().value()).toList();
  }

  @Test
  void anAckOfOneOfItsSetpointsIsAnAnswerAndOfAnyOtherNone() {
    set(1);
    assertThat(ack(2, Reason.ACCEPTED, 0)).isFalse();
    assertThat(ack(1, Reason.ACCEPTED, 0)).isTrue();
  }

  @Test
  void whenTheWindowIsShutTheNewestWaitsAndGoesWithTheAnswer() {
    set(1);
    nowMs += 151;
    stamp();
    set(2);
    set(3);
    assertThat(written()).containsExactly(1);
    assertThat(refused).containsExactly("2 WINDOW_FULL", "3 WINDOW_FULL");
    ack(1, Reason.ACCEPTED, 0);
    assertThat(written()).containsExactly(1, 3);
    assertThat(drops.snapshot()).containsEntry(Reason.SUPERSEDED, 1L);
  }

  @Test
  void thePongOfALaterPingOpensTheWindowToo() {
    set(1);
    nowMs += 151;
    stamp();
    set(2);
    lane.onPong(nowMs, true, nowMs);
    assertThat(written()).containsExactly(1, 2);
  }

  @Test
  void whatWaitsIsNoSupersededOneWhenItGoesItself() {
    link.isFull = true;
    set(1);
    link.isFull = false;
    lane.flush(nowMs);
    assertThat(written()).containsExactly(1);
    assertThat(drops.snapshot().getOrDefault(Reason.SUPERSEDED, 0L)).isZero();
    lane.flush(nowMs);
    assertThat(written()).as("once").containsExactly(1);
  }

  @Test
  void whatIsOlderThanWhatWaitsIsRefusedInTheSameTermOnly() {
    link.isFull = true;
    set(5);
    set(5);
    set(4);
    assertThat(refused).containsExactly("5 LINK_FULL", "5 SEQUENCE_OLD", "4 SEQUENCE_OLD");
    hold(TERM.next());
    set(1, TERM.next());
    assertThat(refused).endsWith("1 LINK_FULL");
  }

  @Test
  void onALinkThatIsClosedNothingWaits() {
    link.close(CloseCode.LOST);
    set(1);
    assertThat(refused).containsExactly("1 NO_ROBOT");
    assertThat(drops.snapshot()).containsEntry(Reason.NO_ROBOT, 1L);
  }

  @Test
  void aFreezeDropsWhatWaits() {
    link.isFull = true;
    set(1);
    link.isFull = false;
    lane.onFreeze(nowMs);
    assertThat(refused).containsExactly("1 LINK_FULL", "1 STALE");
    lane.onPong(nowMs, true, nowMs);
    assertThat(written()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"-1, true, false", "0, true, true", "0, false, false"})
  void afterAFreezeTheAnswerToALaterPingOpensTheLane(
      long sentAfterMs, boolean stampValid, boolean isOpen) {
    lane.onFreeze(nowMs);
    assertThat(lane.isBlind()).isTrue();
    set(1);
    assertThat(refused).containsExactly("1 STALE");
    nowMs += 20;
    stamp();
    lane.onPong(nowMs - 20 + sentAfterMs, stampValid, nowMs);
    set(2);
    assertThat(written().contains(2)).isEqualTo(isOpen);
    assertThat(lane.isBlind()).isEqualTo(!isOpen);
  }

  @Test
  void whenTheRobotRestartsItsClockAndWhatWasUnderWayAreForgotten() {
    set(1);
    nowMs += 151;
    lane.forget();
    assertThat(lane.newestStamp()).isNull();
    stamp();
    set(2);
    assertThat(written()).as("nothing is under way").containsExactly(1, 2);
  }

  @ParameterizedTest
  @CsvSource({"ACCEPTED, 1", "STALE, 1", "TERM_OLD, 0"})
  void theAgeOfTheLoopIsMeasuredWhereTheRobotMeasuredIt(Reason reason, int times) {
    set(1);
    ack(1, reason, 42);
    assertThat(metrics.figures("loop age")).hasSize(times).allMatch(each -> each == 42);
  }

  @Test
  void theRoundTripIsMeasuredOnce() {
    set(1);
    nowNs += 9000;
    ack(2, Reason.ACCEPTED, 0);
    assertThat(metrics.figures("round trip")).isEmpty();
    ack(1, Reason.ACCEPTED, 0);
    ack(1, Reason.ACCEPTED, 0);
    assertThat(metrics.figures("round trip")).containsExactly(9000L);
  }

  @Test
  void theNodesOwnShareIsMeasuredFromTheReading() {
    arrival.onRead();
    nowNs += 800;
    set(1);
    assertThat(metrics.figures("command SAME_LOOP")).containsExactly(800L);
  }

  @Test
  void whatWasReadElsewhereOrHasWaitedForTheRobotIsNotMeasured() {
    set(1);
    arrival.onRead();
    link.isFull = true;
    set(2);
    link.isFull = false;
    lane.flush(nowMs);
    assertThat(written()).containsExactly(1, 2);
    assertThat(metrics.figures("command SAME_LOOP")).isEmpty();
  }
}
