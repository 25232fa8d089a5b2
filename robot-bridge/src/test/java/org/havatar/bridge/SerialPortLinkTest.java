package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.SerialFraming;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The two threads, with a device whose reads and writes the test controls; nothing sleeps. */
class SerialPortLinkTest {
  private static final Stop STOP = new Stop(Stop.Cause.ROBOT_START, 0, 0, 0, new Numbered(5, 1));

  private final StampClock clock = StampClock.ofThisMachine(0);
  private final Drops drops = new Drops();
  private final AtomicInteger laneFaults = new AtomicInteger();
  private final SerialLanes lanes = new SerialLanes(this::laneClock, drops);
  private final Device device = new Device();
  private final Heard heard = new Heard();
  private final SerialPortLink link =
      new SerialPortLink(
          device,
          lanes,
          new SerialInbox(clock, Runnable::run, heard, drops),
          new Backoff(new Random(1), 20));

  /** The lanes read it when the writer waits for a frame. */
  private long laneClock() {
    Device.fault(laneFaults, IllegalStateException::new);
    return clock.getAsLong();
  }

  @AfterEach
  void close() {
    device.unplug();
    link.close();
  }

  /** Opens once per plug; the test feeds the reads. */
  private static final class Device implements SerialDevice {
    final BlockingQueue<byte[]> incoming = new LinkedBlockingQueue<>();
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    volatile boolean plugged = true;
    volatile CountDownLatch writeBlock = new CountDownLatch(0);
    final AtomicInteger writesBegun = new AtomicInteger();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger openFaults = new AtomicInteger();
    final AtomicInteger readFaults = new AtomicInteger();
    final AtomicInteger writeFaults = new AtomicInteger();

    volatile boolean lacksItsLibrary;
    volatile boolean writesFail;
    final AtomicInteger quietReads = new AtomicInteger();
    final Set<Thread> users = ConcurrentHashMap.newKeySet();
    final AtomicInteger writeInterrupts = new AtomicInteger();
    final AtomicInteger closeInterrupts = new AtomicInteger();

    static void fault(AtomicInteger faults, Function<String, RuntimeException> fault) {
      if (faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw fault.apply("a driver's fault");
      }
    }

    private static void interrupt(AtomicInteger interrupts) {
      if (interrupts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        Thread.currentThread().interrupt();
      }
    }

    private void fault(AtomicInteger faults) {
      if (lacksItsLibrary && faults.get() > 0) {
        faults.decrementAndGet();
        throw new UnsatisfiedLinkError("a library is gone");
      }
      fault(faults, IllegalStateException::new);
    }

    @Override
    public Connection open() throws IOException {
      users.add(Thread.currentThread());
      fault(openFaults);
      if (!plugged) {
        throw new IOException("not there");
      }
      opened.incrementAndGet();
      return new Open();
    }

    void unplug() {
      plugged = false;
      writeBlock.countDown();
    }

    synchronized byte[] written() {
      return written.toByteArray();
    }

    private final class Open implements Connection {
      @Override
      public int read(byte[] into) throws IOException {
        fault(readFaults);
        if (!plugged) {
          throw new IOException("unplugged");
        }
        try {
          byte[] bytes = incoming.poll(5, TimeUnit.MILLISECONDS);
          if (bytes == null) {
            quietReads.incrementAndGet();
            return 0;
          }
          System.arraycopy(bytes, 0, into, 0, bytes.length);
          return bytes.length;
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }

      @Override
      public void write(byte[] bytes) throws IOException {
        users.add(Thread.currentThread());
        writesBegun.incrementAndGet();
        fault(writeFaults);
        try {
          if (writeBlock.getCount() > 0) {
            writeBlock.await();
          }
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        if (writesFail) {
          throw new IOException("the cable is gone");
        }
        synchronized (Device.this) {
          written.writeBytes(bytes);
        }
        interrupt(writeInterrupts);
      }

      @Override
      public void close() {
        closed.incrementAndGet();
        interrupt(closeInterrupts);
      }
    }
  }

  private static final class Heard implements SerialListener {
    final List<String> events = Collections.synchronizedList(new ArrayList<>());
    final List<Board> boards = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void onSerialOpened() {
      events.add("opened");
    }

    @Override
    public void onSerialClosed(String why) {
      events.add("closed: " + why);
    }

    @Override
    public void onBoard(Board board, long arrivedAtMs) {
      boards.add(board);
    }

    @Override
    public void onBoardPong(Pong pong) {
      events.add("pong");
    }
  }

  private Board telemetry() {
    return new FakeBoard(new FakeClock(), 0, 7).telemetry();
  }

  private void startAndOpen() {
    link.start();
    await().until(() -> heard.events.contains("opened"));
  }

  @Test
  void whatTheBoardSaysIsHeardWhateverGarbageIsInBetween() {
    startAndOpen();
    Random random = new Random(5);
    byte[] frame = SerialFraming.encode(telemetry());
    for (int i = 0; i < 50; i++) {
      byte[] garbage = new byte[1 + random.nextInt(200)];
      random.nextBytes(garbage);
      garbage[garbage.length - 1] = 0;
      device.incoming.add(garbage);
      device.incoming.add(frame.clone());
    }
    await().until(() -> heard.boards.size() == 50);
    assertThat(drops.of(Reason.FRAMING) + drops.of(Reason.CRC)).isPositive();
  }

  @Test
  void messagesThatABoardNeverSendsAreCounted() {
    startAndOpen();
    device.incoming.add(SerialFraming.encode(STOP));
    await().until(() -> drops.of(Reason.WRONG_DIRECTION) == 1);
    assertThat(heard.boards).isEmpty();
  }

  @Test
  void theFirstBytesEndWhateverHalfFrameTheBoardHolds() {
    startAndOpen();
    lanes.stop(STOP);
    byte[] frame = SerialFraming.encode(STOP);
    await().until(() -> device.written().length == frame.length + 1);
    assertThat(device.written()[0]).isZero();
    assertThat(device.written()).endsWith(frame);
  }

  @Test
  void aWriterThatIsBlockedForLongWritesTheStopAndNothingOld() {
    startAndOpen();
    lanes.stop(STOP);
    int first = SerialFraming.encode(STOP).length + 1;
    await().until(() -> device.written().length == first);
    device.writeBlock = new CountDownLatch(1);
    int begun = device.writesBegun.get();
    lanes.ping(new Ping(1, 1));
    await().until(() -> device.writesBegun.get() == begun + 1);
    for (int i = 0; i < 100; i++) {
      lanes.setpoint(oldSetpoint(i));
    }
    lanes.stop(STOP);
    device.writeBlock.countDown();
    int ping = SerialFraming.encode(new Ping(1, 1)).length;
    await().until(() -> device.written().length == first + ping + first - 1);
    assertThat(device.written()).endsWith(SerialFraming.encode(STOP));
  }

  private Setpoint oldSetpoint(int sequence) {
    long nowMs = clock.getAsLong();
    Drive drive =
        new Drive(
            new Numbered(5, 1),
            new Sequence(sequence),
            StampClock.stampAt(nowMs - 900),
            800,
            0,
            900,
            900);
    return new Setpoint(
        drive, nowMs, 800, 100, new Setpoint.BoardTime(StampClock.stampAt(3), nowMs));
  }

  @Test
  void aCableThatIsPulledAndPluggedAgainHealsByItself() {
    startAndOpen();
    device.plugged = false;
    await().until(() -> heard.events.contains("closed: unplugged"));
    assertThat(device.closed).hasValue(1);
    lanes.setpoint(oldSetpoint(1));
    assertThat(drops.of(Reason.BOARD_SILENT)).isEqualTo(1);
    device.plugged = true;
    await().until(() -> heard.events.stream().filter("opened"::equals).count() == 2);
    device.incoming.add(SerialFraming.encode(telemetry()));
    await().until(() -> heard.boards.size() == 1);
    assertThat(device.opened).hasValue(2);
  }

  @Test
  void anUncheckedExceptionAtOpeningIsRetried() {
    device.openFaults.set(2);
    startAndOpen();
    assertThat(device.openFaults).hasValue(0);
  }

  @Test
  void anUncheckedExceptionInTheReaderIsToldAndThePortOpenedAnew() {
    startAndOpen();
    device.readFaults.set(1);
    await().until(() -> heard.events.stream().filter("opened"::equals).count() == 2);
    assertThat(heard.events).contains("closed: java.lang.IllegalStateException: a driver's fault");
    device.incoming.add(SerialFraming.encode(telemetry()));
    await().until(() -> heard.boards.size() == 1);
    assertThat(device.closed).hasValue(1);
  }

  @Test
  void anUncheckedExceptionInTheWriterIsToldAndTheNextStopIsWritten() {
    startAndOpen();
    device.writeFaults.set(1);
    lanes.stop(STOP);
    await().until(() -> heard.events.stream().filter("opened"::equals).count() == 2);
    assertThat(heard.events).contains("closed: java.lang.IllegalStateException: a driver's fault");
    lanes.stop(STOP);
    byte[] frame = SerialFraming.encode(STOP);
    await().until(() -> device.written().length == frame.length + 1);
    assertThat(device.written()).endsWith(frame);
  }

  private void awaitReopening() {
    await().until(() -> heard.events.stream().filter("opened"::equals).count() == 2);
  }

  private void stopIsWritten() {
    int before = device.written().length;
    lanes.stop(STOP);
    byte[] frame = SerialFraming.encode(STOP);
    await().until(() -> device.written().length >= before + frame.length);
    assertThat(device.written()).endsWith(frame);
  }

  @Test
  void anErrorOfTheLibraryEndsNeitherThread() {
    device.lacksItsLibrary = true;
    device.openFaults.set(2);
    startAndOpen();
    device.readFaults.set(1);
    awaitReopening();
    assertThat(heard.events).contains("closed: java.lang.UnsatisfiedLinkError: a library is gone");
    device.writeFaults.set(1);
    lanes.stop(STOP);
    await().until(() -> heard.events.stream().filter("opened"::equals).count() == 3);
    stopIsWritten();
  }

  @Test
  void anInterruptThatADriverLeavesBehindEndsNeitherThread() {
    startAndOpen();
    stopIsWritten();
    device.writeInterrupts.set(1);
    stopIsWritten();
    await().until(() -> device.writeInterrupts.get() == 0);
    stopIsWritten();
    device.closeInterrupts.set(1);
    device.readFaults.set(1);
    awaitReopening();
    assertThat(device.closeInterrupts).hasValue(0);
    stopIsWritten();
  }

  @Test
  void aFaultOfTheLanesWithAPortOpenIsToldAndThePortOpenedAnew() {
    startAndOpen();
    laneFaults.set(1);
    awaitReopening();
    assertThat(heard.events).contains("closed: java.lang.IllegalStateException: a driver's fault");
    stopIsWritten();
  }

  @Test
  void aFaultOfTheLanesWithoutAPortIsToldOnceAndRetriedWithPauses() {
    device.plugged = false;
    laneFaults.set(3);
    long startedAtMs = clock.getAsLong();
    try (LogCapture log = new LogCapture(SerialPortLink.class)) {
      link.start();
      await().until(() -> laneFaults.get() == 0);
      assertThat(log.messages())
          .containsOnlyOnce(
              "serial writer: java.lang.IllegalStateException: a driver's fault; trying again"
                  + " until it works");
    }
    assertThat(clock.getAsLong() - startedAtMs).isGreaterThanOrEqualTo(150);
    device.plugged = true;
    await().until(() -> heard.events.contains("opened"));
    stopIsWritten();
  }

  @Test
  void closingEndsBothThreads() {
    startAndOpen();
    link.close();
    await().until(() -> device.closed.get() == 1);
    assertThat(heard.events).containsExactly("opened");
  }

  @Test
  void aWriteThatFailsIsToldAndThePortOpenedAnew() {
    startAndOpen();
    device.writesFail = true;
    lanes.stop(STOP);
    await().until(() -> heard.events.contains("closed: the cable is gone"));
    device.writesFail = false;
    awaitReopening();
    stopIsWritten();
  }

  @Test
  void aWriteToAFormerOpeningThatFailsLateEndsNoLaterOne() {
    startAndOpen();
    device.writeBlock = new CountDownLatch(1);
    device.writesFail = true;
    lanes.stop(STOP);
    await().until(() -> device.writesBegun.get() == 1);
    device.plugged = false;
    await().until(() -> device.closed.get() == 1);
    device.plugged = true;
    awaitReopening();
    device.writeBlock.countDown();
    await().until(() -> writer().getState() == Thread.State.TIMED_WAITING);
    device.writesFail = false;
    stopIsWritten();
    for (int i = 1; i <= 2; i++) {
      int heardBefore = i - 1;
      device.incoming.add(SerialFraming.encode(telemetry()));
      await().until(() -> heard.boards.size() > heardBefore);
    }
    assertThat(device.opened).hasValue(2);
  }

  private Thread writer() {
    return device.users.stream()
        .filter(thread -> thread.getName().equals("serial-writer"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void closingEndsAWriterThatTheLineBlocks() {
    startAndOpen();
    device.writeBlock = new CountDownLatch(1);
    lanes.stop(STOP);
    await().until(() -> device.writesBegun.get() == 1);
    assertThat(device.users).hasSize(2).allMatch(Thread::isDaemon);
    link.close();
    await().until(() -> device.users.stream().noneMatch(Thread::isAlive));
  }

  @Test
  void aPortThatCantBeOpenedIsToldOnce() {
    device.openFaults.set(3);
    try (LogCapture log = new LogCapture(SerialPortLink.class)) {
      startAndOpen();
      assertThat(log.messages())
          .containsExactly(
              "serial port: java.lang.IllegalStateException: a driver's fault; trying again until"
                  + " it works");
    }
  }

  @Test
  void onlyBytesThatCameMakeTheNextWaitTheShortestAgain() {
    EdgeRandom random = new EdgeRandom(false);
    try (SerialPortLink patient =
        new SerialPortLink(
            device,
            lanes,
            new SerialInbox(clock, Runnable::run, heard, drops),
            new Backoff(random, 400))) {
      device.openFaults.set(1);
      patient.start();
      int quiet = device.quietReads.get();
      await().until(() -> device.quietReads.get() > quiet + 1);
      device.readFaults.set(1);
      await().until(() -> random.bounds.size() == 2);
      assertThat(random.bounds).containsExactly(101, 201);
      device.incoming.add(SerialFraming.encode(telemetry()));
      await().until(() -> heard.boards.size() == 1);
      device.readFaults.set(1);
      await().until(() -> random.bounds.size() == 3);
      assertThat(random.bounds).containsExactly(101, 201, 101);
    }
  }
}
