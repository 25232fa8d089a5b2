package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.session.OlderClientScene;
import org.havatar.relay.session.OlderTestClient;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.connection.ClockLeaps;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node whose clock stood still while the world went on: a virtual machine that was paused. */
class ClockLeapTest extends OlderClientScene {
  private static final long PAUSED_MS = 3000;

  private final TestClient modern = bench.pilot("ann", "b");

  @BeforeEach
  void setUp() {
    bench.isWallGoing = true;
    bench.pass(20, client, robot, modern);
  }

  /** What came meanwhile waits in the node's sockets; nothing of the node sees it. */
  private void pause() {
    robot.clockAheadMs += PAUSED_MS;
  }

  private void modernDrives() {
    modern.take();
    bench.pass(40, modern, robot);
    modern.say(robot.release(modern.tag()));
    modern.steer();
    bench.pass(40, modern, robot);
  }

  @Test
  void anOlderClientsCommandThatWaitedMeanwhileReachesNoRobotAsYoung() {
    client.clockAheadMs = null;
    drive();
    client.isStalled = true;
    client.press("forward"); // sent as the pause began, behind a pong
    pause();
    robot.beacon(); // made at its end, read first
    assertThat(
            moves(
                () -> {
                  client.resume();
                  pass(HOLD_MS + 100);
                }))
        .isFalse();
    assertThat(client.link.last(MotorResponse.class).code()).isEqualTo("stale");
    pass(100); // a later ping is answered
    client.press("stop");
    pass(100);
    assertThat(moves(() -> client.keepPressing("forward", 100, 300, client, robot))).isTrue();
  }

  @Test
  void theRobotsLaneIsBlindUntilTheAnswerToALaterPing() {
    modernDrives();
    Drive waited = modern.drive(robot.register.term(), robot.now().plusMs((int) PAUSED_MS - 100));
    pause();
    int before = robot.link.drives().size();
    robot.beacon();
    modern.say(waited);
    assertThat(modern.link.last(Ack.class).reason()).isEqualTo(Reason.STALE);
    assertThat(robot.link.drives()).hasSize(before);
    assertThat(robot.link.sent.get(robot.link.sent.size() - 1)).isInstanceOf(Ping.class);
    modern.say(new Stop(Stop.Cause.PERSON, 0, 5, 0, Numbered.NONE));
    assertThat(robot.link.all(Stop.class)).as("a stop passes at once").isNotEmpty();
    bench.pass(20, robot); // answers the ping
    Drive fresh = modern.drive(robot.register.term(), robot.now());
    modern.say(fresh);
    assertThat(robot.link.drives()).endsWith(fresh);
  }

  @Test
  void aStampThatIsBehindIsMereDelay() {
    modernDrives();
    robot.clockAheadMs -= 600;
    robot.beacon();
    robot.clockAheadMs += 600;
    Drive fresh = modern.drive(robot.register.term(), robot.now());
    modern.say(fresh);
    assertThat(robot.link.drives()).endsWith(fresh);
  }

  @Test
  void whatOneRobotShowsCountsForAllThatHaveTheSameClock() {
    drive();
    pass(RobotTime.SETTLED_AFTER_MS);
    pause();
    robot.beacon();
    assertThat(bench.leaps.newest()).isEqualTo(new ClockLeaps.Leap(1, PAUSED_MS));
    OlderTestClient other = new OlderTestClient(bench, "b");
    bench.pass(100, other, robot);
    assertThat(other.answerTo(other.press("forward"))).isNotEqualTo("stale");
    bench.leaps.report(PAUSED_MS); // by a robot of another loop
    assertThat(other.answerTo(other.press("forward"))).isEqualTo("stale");
    modern.say(modern.drive(robot.register.term(), robot.now()));
    int before = robot.link.all(Ping.class).size();
    robot.beacon();
    assertThat(robot.link.all(Ping.class).size()).isGreaterThan(before);
  }

  @Test
  void aWallClockThatJumpsIsAGapForAnOlderClient() {
    drive();
    bench.epochMs += 101;
    client.clockAheadMs = -101L;
    assertThat(client.answerTo(client.press("forward"))).isEqualTo("stale");
    assertThat(robot.link.last(Drive.class).isNeutral()).as("what was held ends").isTrue();
    client.press("stop");
    pass(100);
    assertThat(moves(() -> client.keepPressing("forward", 100, 300, client, robot))).isTrue();
  }

  @Test
  void aClientWhoseProgramStillHoldsWhatItSentMeanwhileStaysLateForEver() {
    drive();
    bench.epochMs += PAUSED_MS; // one in, one out: 3 s late, which the node's clock doesn't show
    client.clockAheadMs = -PAUSED_MS;
    client.press("stop");
    pass(1500);
    assertThat(moves(() -> client.keepPressing("forward", 100, 3000, client, robot))).isFalse();
    client.clockAheadMs = 0L;
    pass(2500);
    assertThat(moves(() -> client.keepPressing("forward", 100, 600, client, robot))).isTrue();
  }
}
