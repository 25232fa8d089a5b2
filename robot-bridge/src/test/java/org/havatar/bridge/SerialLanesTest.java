package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Binary;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SerialLanesTest {
  private static final int PATIENCE_MS = 20_000;
  private static final Numbered TERM = new Numbered(5, 2);

  private final FakeClock clock = new FakeClock();
  private final Drops drops = new Drops();
  private final SerialLanes lanes = new SerialLanes(clock, drops);

  @BeforeEach
  void openAndStopped() {
    lanes.onOpened();
    lanes.stop(stop(1));
    assertThat(lanes.take()).isNotNull();
  }

  private static Stop stop(long latch) {
    return new Stop(Stop.Cause.PERSON, 0, 0, 0, new Numbered(5, latch));
  }

  private Setpoint setpoint(int sequence) {
    Drive drive = new Drive(TERM, new Sequence(sequence), clock.stamp(), 800, 0, 100, 100);
    Setpoint.BoardTime boardTime = new Setpoint.BoardTime(new Stamp(4), clock.getAsLong());
    return new Setpoint(drive, clock.getAsLong(), 800, 100, boardTime);
  }

  private Binary taken() {
    return SimulatedRobot.decode(Objects.requireNonNull(lanes.take()));
  }

  @Test
  void nothingWaitsAtFirst() {
    assertThat(lanes.take()).isNull();
  }

  @Test
  void aStalledLineKeepsOnlyTheNewestSetpoint() {
    for (int i = 1; i <= 50; i++) {
      lanes.setpoint(setpoint(i));
    }
    assertThat(((Drive) taken()).sequence()).isEqualTo(new Sequence(50));
    assertThat(lanes.take()).isNull();
    assertThat(drops.of(Reason.SUPERSEDED)).isEqualTo(49);
  }

  @Test
  void aSetpointThatWaitedTooLongIsNotWritten() {
    lanes.setpoint(setpoint(1));
    clock.advance(100);
    assertThat(lanes.take()).isNull();
    assertThat(drops.of(Reason.STALE)).isEqualTo(1);
  }

  @Test
  void aStopGoesFirstAndTakesTheWaitingSetpointWithIt() {
    lanes.setpoint(setpoint(1));
    lanes.ping(new Ping(1, 2));
    lanes.stop(stop(2));
    assertThat(((Stop) taken()).latch()).isEqualTo(new Numbered(5, 2));
    assertThat(taken()).isInstanceOf(Ping.class);
    assertThat(lanes.take()).isNull();
    assertThat(drops.of(Reason.SUPERSEDED)).isEqualTo(1);
  }

  @Test
  void aSetpointOfferedAfterTheStopFollowsIt() {
    lanes.stop(stop(2));
    lanes.setpoint(setpoint(1));
    assertThat(taken()).isInstanceOf(Stop.class);
    assertThat(taken()).isInstanceOf(Drive.class);
  }

  @Test
  void theNewestStopIsTheOneThatWaits() {
    lanes.stop(stop(2));
    lanes.stop(stop(3));
    assertThat(((Stop) taken()).latch()).isEqualTo(new Numbered(5, 3));
    assertThat(lanes.take()).isNull();
  }

  @Test
  void afterOpeningNothingMovesBeforeAStopWentOut() {
    lanes.onClosed();
    lanes.onOpened();
    lanes.setpoint(setpoint(1));
    assertThat(lanes.take()).isNull();
    assertThat(drops.of(Reason.LATCHED_STOP)).isEqualTo(1);
    lanes.stop(stop(2));
    assertThat(taken()).isInstanceOf(Stop.class);
    lanes.setpoint(setpoint(2));
    assertThat(taken()).isInstanceOf(Drive.class);
  }

  @Test
  void whatWaitedWhenTheCableWentIsGone() {
    lanes.setpoint(setpoint(1));
    lanes.stop(stop(2));
    lanes.ping(new Ping(1, 2));
    lanes.onClosed();
    lanes.onOpened();
    assertThat(lanes.take()).isNull();
  }

  @Test
  void aSetpointThatWaitedWhenTheCableWentIsCountedAtOnce() {
    lanes.setpoint(setpoint(1));
    lanes.onClosed();
    assertThat(drops.of(Reason.BOARD_SILENT)).isEqualTo(1);
    lanes.onOpened();
    assertThat(lanes.take()).isNull();
    assertThat(drops.snapshot()).containsOnlyKeys(Reason.BOARD_SILENT);
  }

  @Test
  void whateverIsOfferedWakesTheWriterThatWaits() throws InterruptedException {
    lanes.stop(stop(2));
    assertThat(woken(() -> {})).isInstanceOf(Stop.class);
    assertThat(woken(() -> lanes.stop(stop(3)))).isInstanceOf(Stop.class);
    assertThat(woken(() -> lanes.setpoint(setpoint(1)))).isInstanceOf(Drive.class);
    assertThat(woken(() -> lanes.ping(new Ping(1, 2)))).isInstanceOf(Ping.class);
  }

  @Test
  @Timeout(20)
  void aWriterWaitsNoLongerThanItsTime() throws InterruptedException {
    AtomicInteger readings = new AtomicInteger();
    SerialLanes idle = new SerialLanes(() -> readings.incrementAndGet() == 1 ? 1000 : 1100, drops);
    assertThat(idle.await(100)).isNull();
  }

  /** What a writer gets that waits for very long, of an offer made once it waits. */
  private Binary woken(Runnable offer) throws InterruptedException {
    AtomicReference<byte[]> frame = new AtomicReference<>();
    Thread writer =
        new Thread(
            () -> {
              try {
                frame.set(lanes.await(600_000));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    writer.start();
    await()
        .until(
            () ->
                writer.getState() == Thread.State.TIMED_WAITING
                    || writer.getState() == Thread.State.TERMINATED);
    offer.run();
    writer.join(PATIENCE_MS);
    writer.interrupt();
    return SimulatedRobot.decode(Objects.requireNonNull(frame.get(), "it was not woken"));
  }

  @Test
  void withoutACableSetpointsAreDroppedAsSilent() {
    lanes.onClosed();
    lanes.setpoint(setpoint(1));
    lanes.stop(stop(2));
    lanes.ping(new Ping(1, 2));
    assertThat(lanes.take()).isNull();
    assertThat(drops.of(Reason.BOARD_SILENT)).isEqualTo(1);
  }
}
