package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.judge.BoardLog.Output;
import org.havatar.ops.judge.BoardLog.Setpoint;
import org.havatar.ops.judge.HiccupMeter;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.OpenScene;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.TestDriver;
import org.havatar.ops.kit.Wait;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.SessionEnds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A booking ends while its driver holds full throttle. Windows are the relay's wall clock's. */
final class BookingEndTest {
  /** What is asked for; the ramp takes 120 ms of it. */
  private static final Duration STANDS_WITHIN = Duration.ofMillis(500);

  /** Time to connect, take the controls and get up to speed on a busy machine. */
  private static final Duration DRIVE = Duration.ofSeconds(8);

  private static final Duration NEXT_DRIVE = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @RegisterExtension private final OpenScene opened = OpenScene.forEachTest();

  private Scene scene() {
    return opened.get();
  }

  /** One for the visitor and one for the neighbour behind it; returns the moment between them. */
  private Instant bookBoth() {
    Instant from = Instant.now().plusMillis(1000);
    Instant end = from.plus(DRIVE);
    try (RelayApi api = scene().api()) {
      String token = api.login(Accounts.USER, Accounts.PASSWORD);
      book(api, token, Accounts.VISITOR, from, end);
      book(api, token, Accounts.NEIGHBOUR, end, end.plus(NEXT_DRIVE));
    }
    return end;
  }

  private static void book(
      RelayApi api, String token, String account, Instant from, Instant until) {
    String body =
        """
        {"robot_id": "%s", "account": "%s", "from": "%s", "until": "%s"}
        """
            .formatted(
                Accounts.ROBOT,
                account,
                Instant.ofEpochMilli(from.toEpochMilli()),
                Instant.ofEpochMilli(until.toEpochMilli()));
    var answer = api.tryPost("/api/bookings", token, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  /** The robot's own neutral, with which it lets go at the end, is nobody's. */
  private List<String> wronglyExecuted() {
    return scene().wronglyExecuted().stream()
        .filter(sentence -> !sentence.contains("leftPermille=0, rightPermille=0] was never sent"))
        .toList();
  }

  /** Of that wall-clock moment, to the millisecond, on the clock of the board's log. */
  private static long nanoTimeOf(Instant moment) {
    Duration ahead = Duration.between(Instant.now(), Instant.ofEpochMilli(moment.toEpochMilli()));
    return System.nanoTime() + ahead.toNanos();
  }

  private void drive(TestDriver driver) {
    driver.takeWheel();
    driver.hold(Scene.FULL_PERMILLE, Scene.FULL_PERMILLE);
    Wait.until("motors at speed", PATIENCE, () -> scene().wasAtSpeed(System.nanoTime()));
  }

  @Test
  void anOpenDriveEndsWithinHalfASecondOfTheBookingsEndAtFullThrottle() {
    AtomicLong toldNs = new AtomicLong();
    AtomicLong warnedNs = new AtomicLong();
    Instant end = bookBoth();
    try (HiccupMeter machine = HiccupMeter.start();
        TestDriver visitor =
            scene()
                .newDriver(
                    Accounts.VISITOR,
                    new SplittableRandom(5),
                    (message, atNs) -> {
                      if (message instanceof ErrorReport error
                          && error.code().equals("booking_over")) {
                        toldNs.compareAndSet(0, atNs);
                      }
                      if (message instanceof SessionEnds) {
                        warnedNs.compareAndSet(0, atNs);
                      }
                    })) {
      visitor.connect(scene().api());
      drive(visitor);
      long endNs = nanoTimeOf(end);
      Wait.until(
          "half a second after the end",
          PATIENCE,
          () -> System.nanoTime() - endNs > STANDS_WITHIN.toNanos() + 100_000_000);
      BoardLog board = scene().boardLog();
      List<Output> falling = board.since(endNs - 60_000_000, Output.class);
      long stillNs = board.stillSince(endNs - 60_000_000);
      System.out.printf(
          "booking's end: told after %.1f, output falls after %.1f, zero after %.1f ms%n",
          (toldNs.get() - endNs) / 1e6,
          (falling.getFirst().atNs() - endNs) / 1e6,
          (stillNs - endNs) / 1e6);
      assertThat(warnedNs.get()).isNotZero();
      assertThat(scene().wasAtSpeed(endNs - 60_000_000)).isTrue();
      assertThat(board.output().isZero()).isTrue();
      assertThat(stillNs - endNs).isLessThan(STANDS_WITHIN.toNanos());
      assertThat(board.movedBetween(stillNs + 1, System.nanoTime())).isFalse();
      assertThat(toldNs.get()).isNotZero();
      if (!machine.sawOneBetween(endNs - 100_000_000, stillNs)) {
        assertThat(falling).as("a ramp, not a jolt").hasSizeGreaterThan(3);
      }
      assertThat(wronglyExecuted()).isEmpty();
    }
  }

  @Test
  void whoComesNextTakesOverWithoutAGapAndWithoutAnOverlap() {
    AtomicLong mineNs = new AtomicLong();
    Instant end = bookBoth();
    try (TestDriver visitor =
            scene().newDriver(Accounts.VISITOR, new SplittableRandom(6), (message, atNs) -> {});
        TestDriver neighbour =
            scene()
                .newDriver(
                    Accounts.NEIGHBOUR,
                    new SplittableRandom(7),
                    (message, atNs) -> {
                      if (message instanceof Lease lease
                          && lease.holder() != 0
                          && lease.cause() != Lease.Cause.CURRENT) {
                        mineNs.set(atNs);
                      }
                    })) {
      visitor.connect(scene().api());
      neighbour.connect(scene().api());
      drive(visitor);
      long endNs = nanoTimeOf(end);
      drive(neighbour); // asks from now on, and gets it when it is theirs
      BoardLog board = scene().boardLog();
      List<Setpoint> after =
          board.since(endNs, Setpoint.class).stream().filter(Setpoint::moves).toList();
      System.out.printf(
          "next booking: has the lease after %.1f ms%n", (mineNs.get() - endNs) / 1e6);
      assertThat(mineNs.get() - endNs).isBetween(0L, STANDS_WITHIN.toNanos());
      assertThat(board.movedBetween(endNs - 60_000_000, endNs)).isTrue();
      // What was on its way at the end may still arrive; from the next term on it is the other's.
      assertThat(after.stream().filter(each -> each.atNs() - mineNs.get() > 0))
          .allMatch(each -> each.term().equals(neighbour.view().term()));
      assertThat(wronglyExecuted()).isEmpty();
    }
  }
}
