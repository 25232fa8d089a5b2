package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.judge.BoardLog.Setpoint;
import org.havatar.ops.judge.Measured;
import org.havatar.ops.judge.SentCommands;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.DriverView;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.TestClient;
import org.havatar.ops.kit.TestDriver;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.ReleaseLease;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.TakeLease;
import org.junit.jupiter.api.Test;

/**
 * A client on another event loop than its robot's loses nothing and overtakes nothing. What the hop
 * costs is measured against a client on the same loop, in turns.
 */
final class LoopsTest {
  private static final int LOOPS = 2;
  private static final int COMMANDS = 2000;
  private static final int ROUND = 200;
  private static final long PERIOD_NS = 5_000_000;
  private static final int MOST_CLIENTS = 8;

  /** "uplink up … session=LOOP.NUMBER" */
  private static final Pattern ROBOT_SESSION = Pattern.compile("uplink up .*session=(\\S+)");

  @Test
  void orderIsKeptAndNothingLostOnTheSameLoopAndOnAnother() {
    SplittableRandom random = new SplittableRandom(9);
    List<Sender> all = new ArrayList<>();
    try (Scene scene = Scene.open("orderIsKeptAndNothingLostOnTheSameLoopAndOnAnother", LOOPS)) {
      scene.driver().takeWheel(); // releases the stop of the robot's start
      scene.driver().send(new ReleaseLease());
      scene.driver().client().await("a free lease", () -> !scene.driver().view().holdsLease());
      scene.driver().disconnect();
      String robotLoop = robotLoop(scene);
      try {
        Sender same = dealt(scene, random, all, robotLoop, true);
        Sender other = dealt(scene, random, all, robotLoop, false);
        for (int sent = 0; sent < COMMANDS; sent += ROUND) {
          same.drive(ROUND);
          other.drive(ROUND);
        }
        report(same, other);
        same.assertInOrderAndComplete(scene.boardLog());
        other.assertInOrderAndComplete(scene.boardLog());
        assertThat(scene.wronglyExecuted()).isEmpty();
      } finally {
        all.forEach(Sender::close);
      }
    }
  }

  private static String robotLoop(Scene scene) {
    List<String> sessions =
        ROBOT_SESSION.matcher(scene.bridge().log()).results().map(LoopsTest::session).toList();
    return loopOf(sessions.getLast());
  }

  private static String session(MatchResult found) {
    return found.group(1);
  }

  /** A session is named "address of its loop.number". */
  private static String loopOf(String session) {
    return session.substring(0, session.lastIndexOf('.'));
  }

  /** Sockets are dealt to the loops in turn: one is opened after the other until it fits. */
  private static Sender dealt(
      Scene scene, SplittableRandom random, List<Sender> all, String robotLoop, boolean same) {
    while (all.size() < MOST_CLIENTS) {
      for (Sender each : all) {
        if (each.loop.equals(robotLoop) == same) {
          return each;
        }
      }
      all.add(new Sender(scene, random.split()));
      try (RelayApi plain = scene.api()) {
        plain.status("/health/live"); // else each client takes an even number of turns
      }
    }
    throw new AssertionError("no client on such a loop: " + all.stream().map(s -> s.loop).toList());
  }

  private static void report(Sender same, Sender other) {
    System.out.println("loops: drive to ack on the robot's loop: " + same.times.describe());
    System.out.println("loops: drive to ack from another loop:   " + other.times.describe());
    System.out.printf(
        "loops: another / same: p50 %.2f, p99 %.2f%n",
        other.times.percentileMs(50) / same.times.percentileMs(50),
        other.times.percentileMs(99) / same.times.percentileMs(99));
  }

  /** Drives at 200 Hz in rounds and takes the time of each acknowledgement. */
  private static final class Sender implements AutoCloseable {
    private final SentCommands sent;
    private final TestClient client;
    private final String loop;
    private final Measured times = new Measured();
    private final Map<Sequence, Long> sentNs = new HashMap<>();
    private final List<Ack> answers = new ArrayList<>();
    private final List<Drive> drives = new ArrayList<>();
    private Sequence sequence = Sequence.ZERO;

    private Sender(Scene scene, SplittableRandom random) {
      this.sent = scene.sent();
      client = new TestClient(Accounts.ROBOT, random, this::hear);
      client.connect(scene.api(), Accounts.VISITOR);
      loop = loopOf(client.view().session());
    }

    private synchronized void hear(Message message, long atNs) {
      if (message instanceof Ack ack) {
        answers.add(ack);
        Long fromNs = sentNs.remove(ack.sequence());
        if (fromNs != null) {
          times.add(atNs - fromNs);
        }
      }
    }

    private void drive(int count) {
      DriverView view = client.view();
      client.send(new TakeLease());
      client.await("the lease", view::holdsLease);
      while (view.latch() != LatchKind.NONE) {
        send(0, false);
        LockSupport.parkNanos(PERIOD_NS);
      }
      long dueNs = System.nanoTime();
      for (int i = 0; i < count; i++) {
        dueNs += PERIOD_NS;
        for (long leftNs = dueNs - System.nanoTime(); leftNs > 0; ) {
          LockSupport.parkNanos(leftNs);
          leftNs = dueNs - System.nanoTime();
        }
        send(500, true);
      }
      client.await("all acknowledgements", this::isAnswered);
      client.send(new ReleaseLease());
      client.await("a free lease", () -> !view.holdsLease());
    }

    private synchronized boolean isAnswered() {
      return sentNs.isEmpty();
    }

    private synchronized void send(int permille, boolean counts) {
      Stamp echo = client.view().newestStamp();
      if (echo == null) {
        throw new IllegalStateException("it heard a beacon before");
      }
      sequence = sequence.next();
      Drive drive =
          new Drive(client.view().term(), sequence, echo, TestDriver.TTL_MS, 0, permille, permille);
      long nowNs = System.nanoTime();
      sent.made(drive, nowNs);
      if (counts) {
        sentNs.put(sequence, nowNs);
        drives.add(drive);
      }
      client.send(drive);
    }

    private synchronized void assertInOrderAndComplete(BoardLog board) {
      assertThat(drives).hasSize(COMMANDS);
      Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
      Set<Sequence> answered = new HashSet<>();
      Sequence newest = Sequence.ZERO;
      for (Ack ack : answers) {
        answered.add(ack.sequence());
        reasons.merge(ack.reason(), 1, Integer::sum);
        if (ack.stamp().millis() != 0) { // the robot's own: a node's refusal overtakes them
          assertThat(ack.sequence().isNewerThan(newest)).as("%s after %s", ack, newest).isTrue();
          newest = ack.sequence();
        }
      }
      assertThat(drives).allSatisfy(d -> assertThat(answered).contains(d.sequence()));
      List<Setpoint> executed =
          board.since(Long.MIN_VALUE / 2, Setpoint.class).stream().filter(this::isMine).toList();
      for (int i = 1; i < executed.size(); i++) {
        assertThat(executed.get(i).sequence().isNewerThan(executed.get(i - 1).sequence())).isTrue();
      }
      System.out.printf(
          "loops: %d commands, answers %s, %d executed by the board%n",
          drives.size(), reasons, executed.size());
    }

    private boolean isMine(Setpoint setpoint) {
      return drives.stream()
          .anyMatch(
              d -> d.term().equals(setpoint.term()) && d.sequence().equals(setpoint.sequence()));
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
