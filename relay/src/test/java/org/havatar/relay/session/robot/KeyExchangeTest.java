package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.havatar.relay.LogLines;
import org.havatar.relay.session.OlderTestRobot;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.port.RobotKeys.Word;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.KeyStored;
import org.havatar.transports.wire.RotateKey;
import org.havatar.transports.wire.Welcome;
import org.junit.jupiter.api.Test;

/** What a node does about the key of a robot that is connected to it. */
class KeyExchangeTest {
  private static final Word FRESH = new Word.Exchange("k2", "hvr_fresh", 3_600_000);

  private final SimulatedNode bench = new SimulatedNode();

  private TestRobot robot(String... features) {
    TestRobot robot = new TestRobot(bench, "a", 7, 77);
    robot.features = List.of(features);
    robot.hello();
    robot.say(robot.register.current(robot.atMs()));
    robot.beacon();
    return robot;
  }

  @Test
  void aRobotThatCanTakeAFreshKeyGetsItOnceAndWhatItTellsIsNoted() {
    bench.keys.word = FRESH;
    TestRobot robot = robot("key_rotation", "something else");
    assertThat(robot.link.last(Welcome.class).features()).containsExactly("key_rotation");
    assertThat(robot.link.all(RotateKey.class))
        .containsExactly(new RotateKey("k2", "hvr_fresh", 3_600_000));
    bench.keys.word = new Word.Good();
    robot.say(new KeyStored("k2"));
    assertThat(bench.keys.stored).containsExactly("k2");
    assertThat(bench.metrics.figures("key STORED")).hasSize(1);
    robot.lose();
    assertThat(bench.metrics.figures("key UNANSWERED")).isEmpty();
  }

  @Test
  void aRobotThatDoesNotOfferItKeepsItsKey() {
    bench.keys.word = FRESH;
    TestRobot robot = robot();
    bench.pass(3 * KeyExchange.ATTEND_EVERY_MS, robot);
    assertThat(robot.link.last(Welcome.class).features()).isEmpty();
    assertThat(robot.link.all(RotateKey.class)).isEmpty();
    assertThat(bench.keys.attended).hasSize(4).containsOnly(false);
  }

  @Test
  void whileSomebodyDrivesNoKeyIsHandedOver() {
    TestRobot robot = robot("key_rotation");
    TestClient ann = bench.pilot("ann", "a");
    ann.take();
    bench.pass(50, ann, robot);
    bench.keys.word = FRESH;
    bench.keys.attended.clear();
    for (long passed = 0; passed < KeyExchange.ATTEND_EVERY_MS; passed += 50) {
      ann.steer();
      bench.pass(50, ann, robot);
    }
    assertThat(bench.keys.attended).containsExactly(false);
    assertThat(robot.link.all(RotateKey.class)).isEmpty();
    robot.endLease();
    bench.pass(KeyExchange.ATTEND_EVERY_MS, ann, robot);
    assertThat(robot.link.all(RotateKey.class)).hasSize(1);
  }

  @Test
  void aKeyThatTheRobotCantKeepIsNotedWithItsReason() {
    bench.keys.word = FRESH;
    TestRobot robot = robot("key_rotation");
    robot.say(new ErrorReport("key_not_stored", "No space left\n", "k2", null));
    assertThat(bench.keys.notStored).containsExactly("k2 No space left?");
    assertThat(bench.metrics.figures("key NOT_STORED")).hasSize(1);
    robot.say(new ErrorReport("key_not_stored", "again", "k2", null));
    robot.say(new ErrorReport("key_not_stored", "other", "k1", null));
    assertThat(bench.keys.notStored).hasSize(1);
  }

  @Test
  void aRobotThatGoesWithoutAWordIsCounted() {
    bench.keys.word = FRESH;
    robot("key_rotation").lose();
    assertThat(bench.metrics.figures("key UNANSWERED")).hasSize(1);
  }

  @Test
  void aRevokedKeyClosesTheConnectionAtOnce() {
    TestRobot robot = robot("key_rotation");
    bench.keys.word = new Word.Ended();
    bench.turn(bench.loopNamed("a"), () -> bench.loopNamed("a").onRobotKeysChanged("tank-2"));
    assertThat(robot.link.closedWith).isNull();
    bench.turn(
        bench.loopNamed("a"), () -> bench.loopNamed("a").onRobotKeysChanged(SimulatedNode.ROBOT));
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.UNAUTHORIZED);
    assertThat(bench.directory.knows(SimulatedNode.ROBOT)).isFalse();
  }

  @Test
  void aRevocationThatNobodyHeardOfIsNoticedByItself() {
    TestRobot robot = robot();
    bench.keys.word = new Word.Ended();
    bench.pass(KeyExchange.ATTEND_EVERY_MS - SimulatedNode.TICK_MS, robot);
    assertThat(robot.link.closedWith).isNull();
    bench.pass(SimulatedNode.TICK_MS, robot);
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.UNAUTHORIZED);
  }

  @Test
  void aKeyRevokedWhileItsRobotSaysHelloLetsNobodyStay() {
    bench.keys.word = new Word.Ended();
    assertThat(robot().link.closedWith).isEqualTo(CloseCode.UNAUTHORIZED);
  }

  @Test
  void anOlderRobotsConnectionIsClosedToo() {
    OlderTestRobot older = new OlderTestRobot(bench, "a");
    bench.pass(1000, older);
    bench.keys.word = new Word.Ended();
    bench.turn(
        bench.loopNamed("a"), () -> bench.loopNamed("a").onRobotKeysChanged(SimulatedNode.ROBOT));
    assertThat(older.link.closedWith).isEqualTo(CloseCode.UNAUTHORIZED);
  }

  @Test
  void aStoreThatCantTellEndsNothing() {
    TestRobot robot = robot();
    bench.keys.isBroken = true;
    bench.pass(2 * KeyExchange.ATTEND_EVERY_MS, robot);
    assertThat(robot.link.closedWith).isNull();
  }

  @Test
  void anAnswerThatMayBeOlderThanTheRevocationIsAskedForAgain() {
    TestRobot robot = robot();
    bench.keys.isSlow = true;
    bench.turn(
        bench.loopNamed("a"), () -> bench.loopNamed("a").onRobotKeysChanged(SimulatedNode.ROBOT));
    bench.keys.word = new Word.Ended();
    bench.turn(
        bench.loopNamed("a"), () -> bench.loopNamed("a").onRobotKeysChanged(SimulatedNode.ROBOT));
    bench.keys.waiting.removeFirst().run();
    assertThat(robot.link.closedWith).isNull();
    bench.keys.waiting.removeFirst().run();
    assertThat(robot.link.closedWith).isEqualTo(CloseCode.UNAUTHORIZED);
  }

  @Test
  void nothingTellsTheKeyInItsText() {
    assertThat(FRESH.toString()).doesNotContain("hvr_");
    assertThat(new RotateKey("k2", "hvr_fresh", 1).toString()).doesNotContain("hvr_");
  }

  private void keysChanged() {
    bench.turn(
        bench.loopNamed("a"), () -> bench.loopNamed("a").onRobotKeysChanged(SimulatedNode.ROBOT));
  }

  @Test
  void onlyOneQuestionIsUnderWay() {
    robot();
    bench.keys.isSlow = true;
    keysChanged();
    keysChanged();
    keysChanged();
    assertThat(bench.keys.waiting).hasSize(1);
    bench.keys.waiting.removeFirst().run();
    assertThat(bench.keys.waiting).as("asked again, once").hasSize(1);
    bench.keys.waiting.removeFirst().run();
    assertThat(bench.keys.waiting).isEmpty();
  }

  @Test
  void whatIsAnsweredAfterTheRobotHasGoneIsForNobody() {
    TestRobot robot = robot("key_rotation");
    bench.keys.word = FRESH;
    bench.keys.isSlow = true;
    keysChanged();
    keysChanged();
    robot.lose();
    bench.keys.waiting.removeFirst().run();
    assertThat(robot.link.all(RotateKey.class)).isEmpty();
    assertThat(bench.keys.waiting).isEmpty();
    assertThat(bench.metrics.figures("key UNANSWERED")).isEmpty();
  }

  @Test
  void aFreshKeyThatIsFollowedByAnotherWasNotAnswered() {
    bench.keys.word = FRESH;
    TestRobot robot = robot("key_rotation");
    bench.keys.word = new Word.Exchange("k3", "hvr_fresher", 3_600_000);
    assertThat(bench.metrics.figures("key UNANSWERED")).isEmpty();
    keysChanged();
    assertThat(robot.link.last(RotateKey.class).keyId()).isEqualTo("k3");
    assertThat(bench.metrics.figures("key UNANSWERED")).hasSize(1);
  }

  @Test
  void aKeyThatTheStoreDoesNotKnowIsNotStored() {
    bench.keys.word = FRESH;
    TestRobot robot = robot("key_rotation");
    bench.keys.isRightKey = Optional.of(false);
    robot.say(new KeyStored("k2"));
    bench.keys.isRightKey = Optional.empty();
    robot.say(new KeyStored("k2"));
    assertThat(bench.metrics.figures("key STORED")).isEmpty();
    robot.lose();
    assertThat(bench.metrics.figures("key UNANSWERED")).hasSize(1);
  }

  @Test
  void whatElseARobotReportsIsNoWordAboutItsKey() {
    TestRobot robot = robot("key_rotation");
    robot.say(new ErrorReport("key_not_stored", "which?", null, null));
    bench.keys.word = FRESH;
    keysChanged();
    robot.say(new ErrorReport("camera_gone", "no camera", "k2", null));
    robot.say(new ErrorReport("key_not_stored", "which?", null, null));
    assertThat(bench.keys.notStored).isEmpty();
    assertThat(robot.link.closedWith).isNull();
  }

  @Test
  void aFreshKeyIsToldOnceInTheLogHoweverOftenTheRobotSaysIt() {
    bench.keys.word = FRESH;
    TestRobot robot = robot("key_rotation");
    try (LogLines log = new LogLines()) {
      robot.say(new KeyStored("k2"));
      robot.say(new KeyStored("k2"));
      assertThat(log.with("robot has a fresh key")).hasSize(1);
    }
  }
}
