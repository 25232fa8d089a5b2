package org.havatar.transports.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.havatar.transports.link.Link.Offer;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.TakeLease;
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
  private final Lanes lanes = new Lanes(pipe);

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

  @Test
  void aStopIsNeverRefusedHoweverManyWait() {
    pipe.writable = false;
    for (int i = 1; i <= Lanes.MAX_STOPS + 5; i++) {
      assertThat(lanes.offer(stop(i))).isEqualTo(Offer.SENT);
    }
    lanes.drain();
    assertThat(pipe.written).hasSize(Lanes.MAX_STOPS + 5);
  }

  private static Stop stop(long id) {
    return new Stop(Stop.Cause.PERSON, 0, id, 0, Numbered.NONE);
  }
}
