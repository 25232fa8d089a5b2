package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.havatar.ops.judge.BoardLog.Entry;
import org.havatar.ops.judge.BoardLog.Note;
import org.havatar.ops.judge.BoardLog.Output;
import org.havatar.ops.judge.BoardLog.Setpoint;
import org.havatar.ops.judge.Measured;
import org.havatar.ops.judge.RequestLedger;
import org.havatar.ops.judge.RequestLedger.Kind;
import org.havatar.ops.judge.TermJudge;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.Sequence;
import org.junit.jupiter.api.Test;

/** The judges of the fights say no when they should. */
final class FightJudgesTest {
  private static final long SELF = 7;
  private static final long OTHER = 8;
  private static final Note STOP = new Note(0, "stop", Map.of());

  private final RequestLedger ledger = new RequestLedger();

  @Test
  void termsThatFollowEachOtherWithAStopAndANeutralAreWell() {
    assertThat(
            faults(
                STOP,
                output(0),
                setpoint(1, 0),
                setpoint(1, 500),
                output(500),
                STOP,
                output(0),
                setpoint(2, 0),
                setpoint(2, -500)))
        .isEmpty();
  }

  @Test
  void aSetpointOfAnEarlierTermIsFound() {
    assertThat(faults(STOP, setpoint(2, 0), STOP, setpoint(1, 0))).hasSize(1);
  }

  @Test
  void aNewTermWithoutAStopIsFound() {
    assertThat(faults(STOP, setpoint(1, 0), setpoint(2, 0))).hasSize(1);
  }

  @Test
  void aNewTermWhileTheMotorsTurnIsFound() {
    assertThat(faults(STOP, setpoint(1, 0), output(300), STOP, setpoint(2, 0))).hasSize(1);
  }

  @Test
  void aNewTermThatBeginsWithMovementIsFound() {
    assertThat(faults(STOP, setpoint(1, 500))).hasSize(1);
  }

  @Test
  void aRequestIsOpenUntilItsOwnAnswerComes() {
    ledger.asked(Kind.TAKE_LEASE);
    ledger.hear(lease(OTHER, Lease.Cause.TAKEN), SELF);
    ledger.hear(refused("take_over"), SELF);
    assertThat(ledger.isOpen(Kind.TAKE_LEASE)).isTrue();
    assertThat(ledger.unexpected()).hasSize(1);
    ledger.hear(refused("take_lease"), SELF);
    assertThat(ledger.isEmpty()).isTrue();
    assertThat(ledger.outcomes()).containsEntry(Kind.TAKE_LEASE, Map.of("held", 1));
  }

  @Test
  void aReleaseByTheOtherAnswersNobodysRelease() {
    ledger.hear(lease(OTHER, Lease.Cause.TAKEN), SELF);
    ledger.asked(Kind.RELEASE_LEASE);
    ledger.hear(lease(0, Lease.Cause.RELEASED), SELF);
    assertThat(ledger.isOpen(Kind.RELEASE_LEASE)).isTrue();
  }

  @Test
  void whatWasAskedOnALostConnectionIsLost() {
    ledger.asked(Kind.REQUEST_LEASE);
    ledger.lost();
    assertThat(ledger.isEmpty()).isTrue();
    assertThat(ledger.outcomes()).containsEntry(Kind.REQUEST_LEASE, Map.of("lost", 1));
  }

  @Test
  void percentilesAreByNearestRank() {
    Measured measured = new Measured();
    for (int ms = 1; ms <= 200; ms++) {
      measured.add(ms * 1_000_000L);
    }
    assertThat(measured.percentileMs(50)).isEqualTo(100);
    assertThat(measured.percentileMs(99)).isEqualTo(198);
    assertThat(measured.mostMs()).isEqualTo(200);
    assertThat(measured.above(198_000_000L)).isEqualTo(2);
  }

  private static List<String> faults(Entry... entries) {
    return new TermJudge(List.of(entries)).faults();
  }

  private static Setpoint setpoint(long term, int permille) {
    return new Setpoint(0, new Numbered(1, term), Sequence.ZERO, permille, permille);
  }

  private static Output output(int permille) {
    return new Output(0, permille, permille, "x");
  }

  private static Lease lease(long holder, Lease.Cause cause) {
    return new Lease("tank-1", new Numbered(1, 1), holder, null, 0, cause, null);
  }

  private static Refused refused(String request) {
    return new Refused(request, "held", "", null, null);
  }
}
