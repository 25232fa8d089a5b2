package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.transports.authority.StandingStop;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Stop;
import org.junit.jupiter.api.Test;

/** What a connection of an older robot leaves to its next one, and what the store does to it. */
class OlderRobotRestartTest extends OlderRobotScene {
  private static final StandingStop LOCK = new StandingStop(LatchKind.ADMINISTRATOR, true, 8, 9);
  private static final StandingStop PRESSED = new StandingStop(LatchKind.STOP, true, 7, 9);

  private FakeStandingStops store() {
    return bench.standingStops;
  }

  private void reconnect() {
    robot.lose();
    robot = OlderTestRobot.live(bench, "a");
    pass(1100);
  }

  private void press(long stopId) {
    client.say(StopTest.stop(stopId));
    pass(40);
  }

  private void release() {
    Beacon held = beacon();
    client.say(new ReleaseStop(held.term(), held.latch(), held.stamp(), 500, null, 0));
    pass(1100);
  }

  private boolean isPressed() {
    return beacon().has(Beacon.STOP_PRESSED);
  }

  @Test
  void aPressedStopIsPressedAfterAReconnectAndAReleasedOneIsNot() {
    drive();
    press(7);
    assertThat(store().of().keepsLike(PRESSED)).isTrue();
    assertThat(store().of().stopId()).isEqualTo(7);
    assertThat(store().of().origin()).isEqualTo(client.tag());
    reconnect();
    assertThat(isPressed()).isTrue();
    client.take();
    pass(60);
    release();
    assertThat(store().of()).isEqualTo(StandingStop.NONE);
    reconnect();
    assertThat(isPressed()).isFalse();
    assertThat(beacon().latchKind()).isEqualTo(LatchKind.STOP);
  }

  @Test
  void anAdministratorsStopIsOneAfterAReconnectAndAfterARestartOfTheNode() {
    connect("a");
    store().kept.put(SimulatedNode.ROBOT, LOCK);
    reconnect();
    assertThat(beacon().latchKind()).isEqualTo(LatchKind.ADMINISTRATOR);
    assertThat(isPressed()).isTrue();
    client.take();
    pass(60);
    release();
    assertThat(client.link.last(Refused.class).code()).isEqualTo(Codes.HIGHER_RANK_NEEDED);
    assertThat(store().of()).isEqualTo(LOCK);
  }

  @Test
  void anAdministratorsPressIsKeptAsTheirs() {
    connect("a");
    TestClient boss = new TestClient(bench, "b", new Account("root", "Root", true), null);
    boss.hello();
    boss.select(SimulatedNode.ROBOT);
    boss.say(new Stop(Stop.Cause.PERSON, Stop.ADMINISTRATOR, 8, 0, Numbered.NONE));
    bench.pass(40, client, robot, boss);
    assertThat(store().of().kind()).isEqualTo(beacon().latchKind());
  }

  @Test
  void anOlderClientsKeysDriveNoPressedStopAfterTheReconnect() {
    drive();
    press(7);
    client.lose();
    reconnect();
    OlderTestClient older = new OlderTestClient(bench, "a", SimulatedNode.ROBOT);
    for (int i = 0; i < 4; i++) {
      bench.pass(2500, older, robot);
      older.press("forward");
      bench.pass(400, older, robot);
      older.press("stop");
    }
    assertThat(robot.moves()).isEmpty();
  }

  @Test
  void untilTheStoreHasToldTheRobotCountsAsPressedAndNoReleaseHelps() {
    store().isSlow = true;
    robot.lose();
    robot = OlderTestRobot.live(bench, "a");
    connect("a");
    pass(1100);
    assertThat(isPressed()).isTrue();
    client.take();
    pass(60);
    release();
    assertThat(client.link.last(Refused.class).code()).isEqualTo(Codes.UNAVAILABLE);
    assertThat(isPressed()).isTrue();
    store().finishAll();
    pass(60);
    assertThat(isPressed()).isFalse();
    assertThat(beacon().latchKind()).isEqualTo(LatchKind.STOP);
  }

  @Test
  void aStoreThatCantTellIsAskedAgain() {
    store().isUnreadable = true;
    store().kept.put(SimulatedNode.ROBOT, LOCK);
    connect("a");
    reconnect();
    pass(3000);
    assertThat(beacon().latchKind()).isEqualTo(LatchKind.STOP);
    assertThat(isPressed()).isTrue();
    store().isUnreadable = false;
    pass(1100);
    assertThat(beacon().latchKind()).isEqualTo(LatchKind.ADMINISTRATOR);
  }

  @Test
  void aPressBeforeTheStoreHasToldIsKeptAlsoWhenTheConnectionEndsFirst() {
    store().isSlow = true;
    robot.lose();
    robot = OlderTestRobot.live(bench, "a");
    connect("a");
    press(7);
    robot.lose();
    store().finishAll();
    assertThat(store().of().stopId()).isEqualTo(7);
  }

  @Test
  void aPressBeforeTheStoreHasToldIsKeptAlsoWhenItNeverTells() {
    store().isUnreadable = true;
    robot.lose();
    robot = OlderTestRobot.live(bench, "a");
    connect("a");
    press(7);
    robot.lose();
    assertThat(store().of().stopId()).isEqualTo(7);
  }

  @Test
  void whatTheStoreTellsLateWeakensNoPress() {
    store().isSlow = true;
    robot.lose();
    robot = OlderTestRobot.live(bench, "a");
    connect("a");
    press(7);
    store().finishAll();
    pass(1100);
    assertThat(isPressed()).isTrue();
    assertThat(store().of().stopId()).isEqualTo(7);
  }

  @Test
  void aSlowStoreHoldsUpNoStopAndTheLatchStandsUntilItsReleaseIsSaved() {
    drive();
    store().isSlow = true;
    press(7);
    assertThat(robot.isMoving()).isFalse();
    assertThat(isPressed()).isTrue();
    store().finishAll();
    release();
    assertThat(isPressed()).isTrue();
    client.leftPermille = 0;
    steer(100);
    assertThat(beacon().latchKind()).isEqualTo(LatchKind.STOP);
    store().finishAll();
    steer(100);
    assertThat(beacon().latchKind()).isEqualTo(LatchKind.NONE);
  }

  @Test
  void aFullDiskBlocksNoStopAndRefusesTheReleaseWithWhatToDo() {
    drive();
    press(7);
    store().isFull = true;
    release();
    Refused refused = client.link.last(Refused.class);
    assertThat(refused.code()).isEqualTo(Codes.UNAVAILABLE);
    assertThat(refused.message()).contains("the relay", "no space left", "release again");
    assertThat(isPressed()).isTrue();
    press(8);
    assertThat(robot.isMoving()).isFalse();
  }

  @Test
  void aDrivenRobotWritesNothing() {
    drive();
    int before = store().asked.size();
    steer(3000);
    assertThat(store().asked).hasSize(before);
  }

  @Test
  void aNewerConnectionTakesTheStopOver() {
    drive();
    press(7);
    OlderTestRobot newer = new OlderTestRobot(bench, "b");
    bench.pass(1700, client, robot, newer);
    assertThat(robot.link.closedWith).isNotNull();
    assertThat(isPressed()).isTrue();
    assertThat(store().of().stopId()).isEqualTo(7);
  }
}
