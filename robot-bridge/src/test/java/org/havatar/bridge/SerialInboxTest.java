package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Stamp;
import org.junit.jupiter.api.Test;

class SerialInboxTest {
  private final FakeClock clock = new FakeClock();
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
          new Drops());

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
}
