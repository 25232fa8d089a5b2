package org.havatar.transports.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.havatar.transports.link.Link.Offer;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Robots;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.StopPressed;
import org.havatar.transports.wire.Stopped;
import org.havatar.transports.wire.TakeLease;
import org.havatar.transports.wire.WatcherList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final class SlowPipe implements Lanes.Pipe {
    final List<Message> written = new ArrayList<>();
    boolean writable = true;

    @Override
    public boolean isWritable() {
      return writable;
    }

    @Override
    public void write(Message message) {
      written.add(message);
    }
  }

  private final SlowPipe pipe = new SlowPipe();
  private final Drops drops = new Drops();
  private final Lanes lanes = new Lanes(pipe, drops);

  @Test
  void everythingGoesStraightThroughAWritablePipe() {
    assertThat(lanes.offer(new Ping(1, 1))).isEqualTo(Offer.SENT);
    assertThat(lanes.offer(new TakeLease())).isEqualTo(Offer.SENT);
    assertThat(lanes.offer(stop(1))).isEqualTo(Offer.SENT);
    assertThat(pipe.written).hasSize(3);
  }

  @Test
  void setpointsAreRefusedNotKept() {
    pipe.writable = false;
    assertThat(lanes.offer(new Ping(1, 1))).isEqualTo(Offer.FULL);
    pipe.writable = true;
    assertThat(lanes.drain()).isTrue();
    assertThat(lanes.drain()).isFalse();
    assertThat(pipe.written).isEmpty();
  }

  @Test
  void aStopOvertakesWaitingEventsAndItsRepetitionsTakeOneSlot() {
    pipe.writable = false;
    lanes.offer(new TakeLease());
    lanes.offer(stop(1));
    lanes.offer(stop(1));
    lanes.offer(stop(2));
    pipe.writable = true;
    lanes.drain();
    assertThat(pipe.written).containsExactly(stop(1), stop(2), new TakeLease());
  }

  @Test
  void theEventLaneIsBoundedAndSaysSo() {
    pipe.writable = false;
    for (int i = 0; i < Lanes.MAX_EVENTS; i++) {
      assertThat(lanes.offer(new TakeLease())).isEqualTo(Offer.SENT);
    }
    assertThat(lanes.offer(new TakeLease())).isEqualTo(Offer.CLOSED);
    assertThat(lanes.offer(stop(1))).isEqualTo(Offer.SENT);
  }

  private static StopPressed pressed(long id) {
    return new StopPressed("tank-1", id, 7, "Ben");
  }

  private static Lease lease(long counter, @Nullable Long proposal) {
    Numbered term = new Numbered(7, counter);
    return new Lease("tank-1", term, 0, null, 0, Lease.Cause.RELEASED, proposal);
  }

  @Test
  void noticesOfWhatOthersDoNeverFillTheEventLaneAndTheNewestOfEachKindWins() {
    pipe.writable = false;
    for (int i = 1; i <= 100_000; i++) {
      assertThat(lanes.offer(pressed(i))).isEqualTo(Offer.SENT);
      assertThat(lanes.offer(lease(i, null))).isEqualTo(Offer.SENT);
      assertThat(lanes.offer(new WatcherList("tank-" + i, List.of()))).isEqualTo(Offer.SENT);
      assertThat(lanes.offer(new Robots(List.of()))).isEqualTo(Offer.SENT);
    }
    lanes.offer(new TakeLease());
    pipe.writable = true;
    lanes.drain();
    assertThat(pipe.written)
        .containsExactly(
            new TakeLease(),
            pressed(100_000),
            lease(100_000, null),
            new WatcherList("tank-100000", List.of()),
            new Robots(List.of()));
    assertThat(drops.of(Reason.SUPERSEDED)).isEqualTo(4 * 99_999);
  }

  @Test
  void aLeaseThatAnswersAProposalIsNeverSuperseded() {
    pipe.writable = false;
    lanes.offer(lease(1, 11L));
    lanes.offer(lease(2, 12L));
    lanes.offer(lease(3, null));
    pipe.writable = true;
    lanes.drain();
    assertThat(pipe.written).containsExactly(lease(1, 11L), lease(2, 12L), lease(3, null));
  }

  @Test
  void aNoticeIsToldInItsTurnWhenTheConnectionTakesBytesAgain() {
    pipe.writable = false;
    lanes.offer(pressed(1));
    pipe.writable = true;
    lanes.offer(new TakeLease());
    lanes.offer(pressed(2));
    assertThat(pipe.written).isEmpty();
    lanes.drain();
    assertThat(pipe.written).containsExactly(new TakeLease(), pressed(2));
    lanes.offer(pressed(3));
    assertThat(pipe.written).endsWith(pressed(3));
  }

  @Test
  void aStopIsNeverRefusedAndAFullLinkIsNeverWrittenToHoweverManyDifferentOnesCome() {
    pipe.writable = false;
    for (int i = 1; i <= 100_000; i++) {
      assertThat(lanes.offer(stop(i))).isEqualTo(Offer.SENT);
    }
    assertThat(pipe.written).isEmpty();
    lanes.drain();
    assertThat(pipe.written).hasSize(Lanes.MAX_STOPS).endsWith(stop(100_000));
    assertThat(drops.of(Reason.SUPERSEDED)).isEqualTo(100_000 - Lanes.MAX_STOPS);
  }

  @Test
  void theNewestStopReplacesTheOldestOfItsOwnOriginAndNoneOfAHigherAuthority() {
    pipe.writable = false;
    lanes.offer(stop(1, 7, Stop.ADMINISTRATOR));
    lanes.offer(stop(2, 7, 0));
    for (int i = 3; i <= Lanes.MAX_STOPS; i++) {
      lanes.offer(stop(i, i, 0));
    }
    lanes.offer(stop(1000, 7, 0));
    lanes.drain();
    assertThat(pipe.written)
        .hasSize(Lanes.MAX_STOPS)
        .contains(stop(1, 7, Stop.ADMINISTRATOR), stop(1000, 7, 0))
        .doesNotContain(stop(2, 7, 0));
  }

  @Test
  void withAllSlotsTakenByOthersAPressMergesIntoThemButALockDoesNot() {
    pipe.writable = false;
    for (int i = 1; i <= Lanes.MAX_STOPS; i++) {
      lanes.offer(stop(i, i, 0));
    }
    lanes.offer(stop(1000, 1000, 0));
    lanes.offer(stop(1001, 1001, Stop.ADMINISTRATOR));
    lanes.offer(stop(1002, 1002, Stop.ADMINISTRATOR));
    lanes.drain();
    assertThat(pipe.written)
        .hasSize(Lanes.MAX_STOPS)
        .contains(stop(1001, 1001, Stop.ADMINISTRATOR), stop(1002, 1002, Stop.ADMINISTRATOR))
        .doesNotContain(stop(1, 1, 0), stop(2, 2, 0), stop(1000, 1000, 0));
  }

  @Test
  void aRepetitionTakesItsOwnSlotAlsoWhenAllAreTaken() {
    pipe.writable = false;
    for (int i = 1; i <= Lanes.MAX_STOPS; i++) {
      lanes.offer(stop(i));
    }
    lanes.offer(stop(5));
    assertThat(drops.of(Reason.SUPERSEDED)).isZero();
    lanes.drain();
    assertThat(pipe.written).hasSize(Lanes.MAX_STOPS).contains(stop(1), stop(5));
  }

  @Test
  void answersToStopsHaveSlotsOfTheirOwn() {
    pipe.writable = false;
    lanes.offer(stop(5));
    lanes.offer(stopped(-5));
    for (int i = 1; i <= 1000; i++) {
      lanes.offer(stopped(i));
    }
    lanes.offer(stopped(1));
    lanes.drain();
    assertThat(pipe.written)
        .hasSize(1 + Lanes.MAX_STOPS)
        .contains(stop(5), stopped(-5), stopped(1));
  }

  private static Stopped stopped(long id) {
    return new Stopped(true, LatchKind.STOP, id, new Numbered(1, 1), new Stamp(1), 3);
  }

  private static Stop stop(long id) {
    return stop(id, 0, 0);
  }

  private static Stop stop(long id, long origin, int authority) {
    return new Stop(Stop.Cause.PERSON, authority, id, origin, Numbered.NONE);
  }
}
