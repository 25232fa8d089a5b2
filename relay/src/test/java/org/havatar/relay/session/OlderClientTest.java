package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.RobotName;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.StatusResponse;
import org.havatar.transports.wire.TakeLease;
import org.havatar.transports.wire.Welcome;
import org.junit.jupiter.api.Test;

/** What an older client is answered, and how its connection begins and ends (PROTOCOL.md §11). */
class OlderClientTest extends OlderClientScene {
  @Test
  void anUnknownDirectionIsAnsweredAndMovesNothing() {
    int id = client.press("up");
    pass(100);
    assertThat(client.answerTo(id)).isEqualTo("invalid_direction");
    assertThat(client.answersTo(id).get(0).message()).isEqualTo("Invalid direction");
    assertThat(robot.link.all(Drive.class)).isEmpty();
  }

  @Test
  void everyCommandIsAnsweredOnceInBoundedMemory() {
    drive();
    int before = client.link.all(MotorResponse.class).size();
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      ids.add(client.press(i % 2 == 0 ? "left" : "right")); // all within one turn of the clock
    }
    assertThat(client.link.all(MotorResponse.class).size() - before).isGreaterThan(690);
    pass(600);
    assertThat(ids).allSatisfy(id -> assertThat(client.answersTo(id)).hasSize(1));
    assertThat(ids.stream().map(client::answerTo)).contains("superseded", "ok");
  }

  @Test
  void tooManyCommandsAreRefusedButAStopAmongThemIsNot() {
    drive();
    for (int i = 0; i < 1000; i++) {
      client.press("left");
    }
    assertThat(client.link.last(MotorResponse.class).code()).isEqualTo("rate_limited");
    client.press("stop");
    assertThat(robot.link.last(Drive.class).isNeutral()).isTrue();
  }

  @Test
  void aCommandThatNobodyAnswersIsAnsweredAfterHalfASecond() {
    drive();
    robot.isReading = false;
    int id = client.press("left");
    pass(490);
    assertThat(client.answerTo(id)).isEqualTo("none");
    pass(20);
    assertThat(client.answerTo(id)).isNotIn("none", "ok");
  }

  @Test
  void withoutIdAndTimeStampACommandIsAnsweredAndExecutedAllTheSame() {
    client.text("{\"type\":\"motor_control\",\"left_speed\":51,\"right_speed\":-51}");
    pass(450);
    assertThat(client.link.last(MotorResponse.class).ok()).isTrue();
    assertThat(client.link.last(MotorResponse.class).id()).isNotNull();
    assertThat(moves().get(0).leftPermille()).isEqualTo(200);
    assertThat(moves().get(0).rightPermille()).isEqualTo(-200);
  }

  @Test
  void withSeveralRobotsOneMustBeChosenAndItsChoiceIsAnswered() {
    bench.accounts.robots.add(new RobotName("tank-2", "Second"));
    OlderTestClient other = new OlderTestClient(bench, "a");
    int id = other.press("forward");
    bench.pass(600, other, robot);
    assertThat(other.answerTo(id)).isEqualTo("not_selected");
    other.text("{\"type\":\"select_robot\",\"robot_id\":\"nobody\"}");
    assertThat(other.link.last(ErrorReport.class).code()).isEqualTo("unknown_robot");
    other.text("{\"type\":\"select_robot\",\"robot_id\":\"" + SimulatedNode.ROBOT + "\"}");
    assertThat(other.link.last(RobotSelected.class).robotId()).isEqualTo(SimulatedNode.ROBOT);
    bench.pass(100, other, robot);
    int next = other.press("forward");
    bench.pass(450, other, robot);
    assertThat(other.answerTo(next)).isEqualTo("ok");
    assertThat(new OlderTestClient(bench, "b", SimulatedNode.ROBOT).link.closedWith).isNull();
  }

  @Test
  void anAccountWithoutTheRightIsToldSoAndMovesNothing() {
    bench.accounts.rightsByAccount.put("old", Right.WATCH);
    OlderTestClient watcher = new OlderTestClient(bench, "a");
    bench.pass(100, watcher, robot);
    int id = watcher.press("forward");
    bench.pass(600, watcher, robot);
    assertThat(watcher.answerTo(id)).isEqualTo("not_permitted");
    assertThat(movedAtMs()).isEmpty();
  }

  @Test
  void aRobotThatWentIsSaid() {
    drive();
    robot.lose();
    pass(20);
    int id = client.press("forward");
    pass(50);
    assertThat(client.answerTo(id)).isEqualTo("no_robot");
  }

  @Test
  void statusIsAnsweredAlsoWhenItIsAskedBeforeTheRobotIsKnown() {
    client.text("{\"type\":\"get_status\",\"id\":\"s1\"}");
    pass(600);
    StatusResponse status = client.link.last(StatusResponse.class);
    assertThat(status.id()).isEqualTo("\"s1\"");
    assertThat(status.data()).containsKeys("battery", "camera_active", "streaming_active");
  }

  @Test
  void aPeerThatAnswersNoPingForFiveSecondsIsClosed() {
    OlderTestClient mute = new OlderTestClient(bench, "a");
    mute.isPonging = false;
    drive();
    client.isPonging = false;
    bench.pass(4300, client, mute, robot);
    assertThat(client.link.closedWith).isNull();
    bench.pass(1000, client, mute, robot);
    assertThat(client.link.closedWith).isEqualTo(CloseCode.SILENT);
    assertThat(mute.link.closedWith).isEqualTo(CloseCode.SILENT);
  }

  @Test
  void whoAnswersNoPingIsToldThatNobodyKnowsHowOldItsCommandsAre() {
    OlderTestClient mute = new OlderTestClient(bench, "a");
    mute.isPonging = false;
    int first = mute.press("forward");
    bench.pass(600, mute, robot);
    assertThat(mute.answerTo(first)).isEqualTo("unproven");
    bench.pass(400, mute, robot);
    int later = mute.press("forward");
    bench.pass(100, mute, robot);
    assertThat(mute.answerTo(later)).isEqualTo("unproven");
    assertThat(mute.answersTo(later).get(0).message()).contains("answers pings");
    assertThat(movedAtMs()).isEmpty();
    int stop = mute.press("stop");
    bench.pass(600, mute, robot);
    assertThat(mute.answersTo(stop)).hasSize(1);
  }

  /**
   * A relay that has just started looks the rights up for so long, and its robot has just started
   * too: lease, release and neutral follow each other within the half second of the hold.
   */
  @Test
  void aFirstPressThatComesWithTheHandshakeDrivesAlsoWhereEverythingTakesItsTime() {
    long lookupMs = 250;
    long pongMs = 20;
    bench.accounts.isSlow = true;
    OlderTestClient busy = new OlderTestClient(bench, "a");
    int first = busy.press("forward");
    List<Long> sentMs = new ArrayList<>();
    int ponged = 0;
    for (long passed = 10; passed <= 550; passed += 10) {
      bench.pass(10, robot);
      if (passed == lookupMs) {
        bench.accounts.isSlow = false;
        bench.turn(bench.loopNamed("a"), bench.accounts::finishOne);
      }
      while (sentMs.size() < busy.link.probes.size()) {
        sentMs.add(bench.nowMs);
      }
      for (; ponged < sentMs.size() && bench.nowMs - sentMs.get(ponged) >= pongMs; ponged++) {
        busy.pong(busy.link.probes.get(ponged));
      }
    }
    assertThat(busy.answerTo(first)).isEqualTo("ok");
    assertThat(movedAtMs()).isNotEmpty();
  }

  @Test
  void whoSaysHelloIsNoOlderClientAndWhoNamedTheProtocolNeverIs() {
    OlderTestClient modern = new OlderTestClient(bench, "a");
    modern.say(new ClientHello(List.of(1), List.of(), TestClient.INSTANCE, "test/1"));
    assertThat(modern.link.last(Welcome.class).version()).isEqualTo(1);
    modern.say(new TakeLease());
    bench.pass(40, modern, robot);
    assertThat(robot.register.isHeld()).isTrue();
    assertThat(modern.link.all(Beacon.class)).isNotEmpty();

    TestClient named = bench.client("ann");
    named.say(StopTest.stop(3));
    assertThat(named.link.last(ErrorReport.class).code()).isEqualTo("hello_first");
  }

  @Test
  void aNodeThatLeavesClosesThemAll() {
    OlderTestClient undecided = new OlderTestClient(bench, "a");
    drive();
    bench.loopNamed("a").announceLeave(100);
    bench.loopNamed("a").leave();
    assertThat(client.link.closedWith).isEqualTo(CloseCode.GOING_AWAY);
    assertThat(undecided.link.closedWith).isEqualTo(CloseCode.GOING_AWAY);
  }
}
