package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.ReleaseStop;

/** A driver of the protocol and a robot of the older dialect, for tests of PROTOCOL.md §11. */
public abstract class OlderRobotScene {
  public final SimulatedNode bench;
  public OlderTestRobot robot;
  public TestClient client;

  public OlderRobotScene() {
    this(1);
  }

  public OlderRobotScene(long seed) {
    bench = remembering(seed);
    robot = OlderTestRobot.live(bench, "a");
    client = bench.client("ann");
  }

  public static SimulatedNode remembering() {
    return remembering(1);
  }

  private static SimulatedNode remembering(long seed) {
    SimulatedNode bench = new SimulatedNode(seed);
    bench.boots.isRemembering = true;
    return bench;
  }

  /** In place of the one that answers: one that only executes. */
  public void withoutAnswers() {
    robot = new OlderTestRobot(bench, "a");
    robot.isAnswering = false;
    bench.pass(600, robot);
  }

  public void connect(String loop) {
    client = bench.pilot("ann", loop);
    pass(40);
  }

  public void pass(long durationMs) {
    bench.pass(durationMs, client, robot);
  }

  public Beacon beacon() {
    return client.link.last(Beacon.class);
  }

  /** The lease, no latch: ready to move. */
  public void takeWheel() {
    client.take();
    pass(60);
    Beacon held = beacon();
    client.say(new ReleaseStop(held.term(), held.latch(), held.stamp(), 500, null, 0));
    pass(60);
    int permille = client.leftPermille;
    client.leftPermille = 0;
    steer(100);
    client.leftPermille = permille;
    assertThat(beacon().latchKind()).isEqualTo(LatchKind.NONE);
  }

  /** At 50 Hz for so long. */
  public void steer(long durationMs) {
    for (long passed = 0; passed < durationMs; passed += 20) {
      client.steer();
      pass(20);
    }
  }

  public void drive() {
    connect("a");
    takeWheel();
    client.leftPermille = 500;
    steer(300);
    assertThat(robot.isMoving()).isTrue();
  }

  public List<MotorControl> told() {
    return robot.link.all(MotorControl.class);
  }

  public long lastMoveMs() {
    return robot.moves().get(robot.moves().size() - 1).atMs();
  }
}
