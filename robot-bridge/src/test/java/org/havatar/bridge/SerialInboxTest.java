package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Binary;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.Test;

class SerialInboxTest {
  private final FakeClock clock = new FakeClock();
  private final Drops drops = new Drops();
  private final Deque<Runnable> loop = new ArrayDeque<>();
  private final List<Board> boards = new ArrayList<>();
  private final List<Long> arrivals = new ArrayList<>();
  private final List<Pong> pongs = new ArrayList<>();
  private final FakeBoard board = new FakeBoard(clock, 5, 9);
  private final SerialInbox inbox =
      new SerialInbox(
          clock,
          this::execute,
          new SerialListener() {
            @Override
            public void onSerialOpened() {}

            @Override
            public void onSerialClosed(String why) {}

            @Override
            public void onBoard(Board newest, long arrivedAtMs) {
              boards.add(newest);
              arrivals.add(arrivedAtMs);
            }

            @Override
            public void onBoardPong(Pong pong) {
              pongs.add(pong);
            }
          },
          drops);

  private boolean loopRefuses;

  private void execute(Runnable task) {
    if (loopRefuses) {
      throw new IllegalStateException("a loop's fault");
    }
    loop.add(task);
  }

  @Test
  void whatTheLoopDidNotTakeBlocksNothingThatComesAfterIt() {
    loopRefuses = true;
    assertThatThrownBy(() -> inbox.onMessage(board.telemetry()))
        .isInstanceOf(IllegalStateException.class);
    Pong pong = new Pong(1, 1, true, new Stamp(1));
    assertThatThrownBy(() -> inbox.onMessage(pong)).isInstanceOf(IllegalStateException.class);
    loopRefuses = false;
    inbox.onMessage(board.telemetry());
    inbox.onMessage(pong);
    loop.forEach(Runnable::run);
    assertThat(boards).hasSize(1);
    assertThat(pongs).containsExactly(pong);
  }

  @Test
  void aBusyLoopIsHandedOnlyTheNewestOfEachTypeInABoundedNumberOfTasks() {
    for (int i = 0; i < 1000; i++) {
      clock.advance(1);
      inbox.onMessage(board.telemetry());
      inbox.onMessage(new Pong(i, i, true, new Stamp(i)));
    }
    assertThat(loop).hasSize(2);
    loop.forEach(Runnable::run);
    assertThat(boards).containsExactly(board.telemetry());
    assertThat(pongs).containsExactly(new Pong(999, 999, true, new Stamp(999)));
  }

  @Test
  void theArrivalIsWhenItWasReadNotWhenTheLoopGotToIt() {
    inbox.onMessage(board.telemetry());
    long readAtMs = clock.getAsLong();
    clock.advance(250);
    loop.remove().run();
    assertThat(arrivals).containsExactly(readAtMs);
  }

  @Test
  void whatABoardNeverSaysIsCountedAndHandedToNobody() {
    Stamp stamp = new Stamp(1);
    Numbered term = new Numbered(5, 1);
    List<Binary> strays =
        List.of(
            new Drive(term, new Sequence(1), stamp, 800, 0, 1, 1),
            new Ack(Reason.STALE, term, new Sequence(1), stamp, 0, 0, 0, 0),
            new Stop(Stop.Cause.PERSON, 0, 1, 2, term),
            new Stopped(true, LatchKind.STOP, 1, term, stamp, 0),
            new Beacon(
                0, LatchKind.STOP, 5, 1, 1, 1, stamp, 0, 0, 0, 0, 0, 0, 0, 0, 0, new Sequence(0)),
            new Ping(1, 1));
    strays.forEach(inbox::onMessage);
    assertThat(drops.of(Reason.WRONG_DIRECTION)).isEqualTo(strays.size());
    assertThat(loop).isEmpty();
  }
}
