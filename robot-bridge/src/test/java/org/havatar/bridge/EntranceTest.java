package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.Test;

/** The robot beside its node's uplink has an entrance of another kind. */
final class EntranceTest {
  private final SimulatedRobot robot = SimulatedRobot.driving();
  private final Local local = new Local();

  private static final class Local implements Entrance {
    final List<Message> heard = new ArrayList<>();

    <T extends Message> List<T> all(Class<T> kind) {
      return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public void send(Message message) {
      heard.add(message);
    }

    @Override
    public boolean isUp() {
      return true;
    }

    @Override
    public boolean isLeaving() {
      return false;
    }

    @Override
    public boolean isPrimary() {
      return false;
    }

    @Override
    public void onTick(long nowMs) {}

    @Override
    public void onHeldUp(long nowMs) {}

    @Override
    public void onBootChanged() {}

    @Override
    public void close() {}
  }

  EntranceTest() {
    robot.robot.connect(List.of(robot.uplink, local));
    robot.robot.onUp(local);
  }

  @Test
  void whoeverSpeaksOverItIsAnsweredOverItAndOnlyThere() {
    assertThat(local.all(Lease.class)).hasSize(1);
    int acks = robot.link().all(Ack.class).size();
    robot.robot.onDrive(local, robot.setpoint(100, 100));
    assertThat(local.all(Ack.class))
        .singleElement()
        .satisfies(ack -> assertThat(ack.reason()).isEqualTo(Reason.ACCEPTED));
    assertThat(robot.link().all(Ack.class)).hasSize(acks);
  }

  @Test
  void aStopOverItIsConfirmedToEverybody() {
    robot.robot.onStop(local, robot.stop(4711));
    robot.advance(100);
    assertThat(local.all(Stopped.class)).anyMatch(Stopped::zeroOutput);
    assertThat(robot.link().all(Stopped.class)).anyMatch(Stopped::zeroOutput);
  }

  @Test
  void itGoesOnWhenTheLastNodeLeaves() {
    robot.say(new GoingAway(2000));
    robot.robot.onDrive(local, robot.setpoint(100, 100));
    assertThat(local.all(Ack.class))
        .singleElement()
        .satisfies(ack -> assertThat(ack.reason()).isEqualTo(Reason.ACCEPTED));
  }
}
