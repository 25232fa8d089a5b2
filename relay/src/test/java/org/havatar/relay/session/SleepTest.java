package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.Window;
import org.havatar.relay.session.port.RobotKeys;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.ReleaseLease;
import org.havatar.transports.wire.RequestLease;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A session that gets a tick only when something is due does everything at the very tick at which
 * one does it that gets them all. Hardly anything is answered meanwhile: whoever hears something is
 * awake anyway.
 */
class SleepTest {
  /** Longer than everything that waits for an answer. */
  private static final long WATCHED_MS = 12_000;

  /** What is begun, and then left alone. */
  private enum Scene {
    NOTHING_AT_ALL,
    A_STOP,
    A_WISH_FOR_THE_LEASE,
    A_REQUEST_TO_THE_DRIVER,
    A_SECOND_REQUEST,
    A_QUESTION_TO_THE_ROBOT,
    A_COMMAND,
    A_LEASE_GIVEN_BACK,
    A_WINDOW_THAT_OPENS,
    A_WINDOW_THAT_ENDS,
    A_WALL_CLOCK_THAT_IS_SET,
    A_ROBOT_THAT_GOES,
    A_ROBOT_THAT_GOES_AND_COMES,
    A_WATCHER_AFTER_ANOTHER,
    RIGHTS_THAT_COME_LATE,
    A_BOOKED_TAKE_THAT_IS_IN_THE_WAY,
    NO_HELLO
  }

  /** One node with that scene, and how many messages each link had been sent after each tick. */
  private static final class Play {
    private final SimulatedNode bench = new SimulatedNode();
    private final TestRobot robot = new TestRobot(bench, "a", 7, 77);
    private final List<TestClient> clients = new ArrayList<>();
    private final List<List<Integer>> ticks = new ArrayList<>();
    private final FakeLink unheard = new FakeLink();
    private boolean isRobotAnswering;

    /** Of the robot's pings. */
    private int answered;

    private Play(Scene scene, boolean isSleepless) {
      bench.isSleepless = isSleepless;
      bench.isWallGoing = true;
      robot.features = List.of("get_status");
      robot.hello();
      bench.settle();
      TestClient ann = join("ann", null);
      TestClient ben = join("ben", null);
      answered(3130); // out of step with everything that is regular
      answered = robot.link.all(Ping.class).size();
      begin(scene, ann, ben);
      for (long passed = 0; passed < WATCHED_MS; passed += SimulatedNode.TICK_MS) {
        bench.pass(SimulatedNode.TICK_MS);
        answer();
        note();
      }
    }

    /** Nobody is taken for dead; whoever says more than that wakes a session. */
    private void answer() {
      if (isRobotAnswering) {
        robot.answer();
      } else {
        List<Ping> asked = robot.link.all(Ping.class);
        for (Ping ping : asked.subList(answered, asked.size())) {
          robot.say(new Pong(ping.id(), ping.senderMs(), true, robot.now()));
        }
      }
      answered = robot.link.all(Ping.class).size();
      clients.forEach(TestClient::answer);
      bench.settle();
    }

    private TestClient join(String account, Window @Nullable [] windows) {
      if (windows != null) {
        bench.accounts.windowsByAccount.put(account, List.of(windows));
      }
      TestClient client = bench.pilot(account, "b");
      clients.add(client);
      return client;
    }

    private void answered(long durationMs) {
      bench.pass(
          durationMs,
          Stream.concat(clients.stream(), Stream.of(robot)).toArray(SimulatedNode.Peer[]::new));
    }

    private Window window(long fromMs, long untilMs) {
      return new Window(bench.epochNowMs() + fromMs, bench.epochNowMs() + untilMs, 1);
    }

    private void begin(Scene scene, TestClient ann, TestClient ben) {
      switch (scene) {
        case NOTHING_AT_ALL -> {}
        case A_STOP -> ann.say(StopTest.stop(42));
        case A_WISH_FOR_THE_LEASE -> ann.take();
        case A_REQUEST_TO_THE_DRIVER -> {
          ann.take();
          answered(100);
          ben.say(new RequestLease());
        }
        case A_SECOND_REQUEST -> {
          ann.take();
          answered(100);
          ben.say(new RequestLease());
          join("cy", null).say(new RequestLease());
          bench.settle();
          robot.endLease();
        }
        case A_QUESTION_TO_THE_ROBOT -> ann.say(new GetStatus("\"s\""));
        case A_COMMAND -> {
          ann.take();
          answered(100);
          ann.steer();
          robot.endLease();
        }
        case A_LEASE_GIVEN_BACK -> {
          ann.take();
          answered(100);
          ann.say(new ReleaseLease());
        }
        case A_WINDOW_THAT_OPENS -> {
          bench.accounts.outside = Right.NONE;
          join("cy", new Window[] {window(1230, 60_000)});
        }
        case A_WINDOW_THAT_ENDS -> {
          bench.accounts.outside = Right.NONE;
          join("cy", new Window[] {window(-1000, 2340)});
          join("di", new Window[] {window(-1000, 63_450)});
        }
        case A_WALL_CLOCK_THAT_IS_SET -> {
          join("cy", new Window[] {window(-1000, 600_000)});
          answered(50);
          bench.epochMs += 700_000;
        }
        case A_ROBOT_THAT_GOES -> {
          robot.lose();
          bench.settle();
        }
        case A_ROBOT_THAT_GOES_AND_COMES -> {
          robot.lose();
          bench.settle();
          bench.pass(70);
          TestRobot.live(bench, "a");
        }
        case A_WATCHER_AFTER_ANOTHER -> {
          join("cy", null);
          answered(50);
          join("di", null);
        }
        case RIGHTS_THAT_COME_LATE -> {
          bench.accounts.isSlow = true;
          bench.loopNamed("b").onAccountChanged("ann");
          bench.loopNamed("b").onAccountChanged("ann");
          bench.pass(50);
          bench.accounts.finishOne();
        }
        case A_BOOKED_TAKE_THAT_IS_IN_THE_WAY -> {
          bench.accounts.rankByAccount.put("di", 3);
          join("di", null).take();
          answered(100);
          TestClient cy = join("cy", new Window[] {window(-1000, 60_000)});
          robot.isBeaconing = false;
          isRobotAnswering = true;
          cy.take();
        }
        case NO_HELLO -> {
          clients.add(bench.client("cy"));
          bench.loopNamed("a").openRobot(new RobotKeys.Proof("tank-2", 1), unheard);
        }
      }
    }

    private void note() {
      List<Integer> now = new ArrayList<>();
      Stream.concat(clients.stream().map(each -> each.link), Stream.of(robot.link, unheard))
          .forEach(
              link -> {
                now.add(link.sent.size());
                now.add(link.closedWith == null ? 0 : link.closedWith.number());
              });
      now.add(bench.commands.size());
      now.add(bench.metrics.figures("settled null").size());
      now.add(bench.drives.size());
      now.add(bench.accounts.waiting.size());
      now.add(bench.accounts.loginsAsked.size());
      ticks.add(now);
    }
  }

  @ParameterizedTest
  @EnumSource(Scene.class)
  void whatIsDueIsDoneAtTheTickAtWhichItIsDue(Scene scene) {
    List<List<Integer>> sleeping = new Play(scene, false).ticks;
    List<List<Integer>> sleepless = new Play(scene, true).ticks;
    assertThat(sleeping.getLast()).as("something happened").isNotEqualTo(sleeping.getFirst());
    for (int tick = 0; tick < sleeping.size(); tick++) {
      assertThat(sleeping.get(tick)).as("tick %s", tick).isEqualTo(sleepless.get(tick));
    }
  }
}
