package org.havatar.relay.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.session.port.RobotRegistry;
import org.havatar.transports.wire.RobotHello;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of a robot's connections is the robot. */
class RegistrationsTest {
  private static final String ROBOT = "tank-1";

  private final Directory directory = new Directory();
  private final List<String> evicted = new ArrayList<>();

  private RobotRegistry.@Nullable Registration claim(
      String address, long boot, @Nullable Long connection) {
    RobotHello hello =
        new RobotHello(List.of(1), List.of(), ROBOT, boot, 4711, "test/1", connection);
    return directory
        .registrations()
        .of(address, Runnable::run)
        .claim(hello, 0, () -> evicted.add(address));
  }

  @Test
  void ofTwoConnectionsTheLaterOneIsTheRobotWhicheverArrivesFirst() {
    assertThatObject(claim("a", 7, 2L)).isNotNull();
    assertThatObject(claim("b", 7, 1L)).as("its hello was under way for longer").isNull();
    assertThat(directory.leading(ROBOT)).isEqualTo("a");
    assertThat(evicted).isEmpty();
    assertThatObject(claim("b", 7, 3L)).isNotNull();
    assertThat(directory.leading(ROBOT)).isEqualTo("b");
    assertThat(evicted).containsExactly("a");
  }

  @Test
  void aConnectionThatIsGoneIsNotBroughtBackByAHelloFromBefore() {
    RobotRegistry.Registration gone = claim("a", 7, 5L);
    if (gone != null) {
      gone.release();
    }
    assertThatObject(claim("a", 7, 4L)).isNull();
    assertThat(directory.knows(ROBOT)).isFalse();
    assertThatObject(claim("a", 8, 1L)).as("a start counts anew").isNotNull();
  }

  @Test
  void forARobotThatDoesNotCountItsConnectionsTheNodeDoes() {
    assertThatObject(claim("a", 7, null)).isNotNull();
    assertThatObject(claim("b", 7, null)).isNotNull();
    assertThat(directory.leading(ROBOT)).isEqualTo("b");
    assertThat(evicted).containsExactly("a");
  }

  @Test
  void aStandbyThatLeadsToTheSameNodeLeavesTheFirstConnectionAlone() {
    assertThatObject(claim("a", 7, 1L)).isNotNull();
    RobotHello standby = new RobotHello(List.of(1), List.of(), ROBOT, 7, 4711, "test/1", 2L, true);
    RobotRegistry registry = directory.registrations().of("b", Runnable::run);
    assertThatObject(registry.claim(standby, 0, () -> evicted.add("b"))).isNull();
    assertThat(directory.leading(ROBOT)).isEqualTo("a");
    assertThat(evicted).isEmpty();
    assertThatObject(registry.claim(standby, RobotRegistry.LIVE_FOR_MS, () -> evicted.add("b")))
        .as("the first answers no more")
        .isNotNull();
    assertThat(evicted).containsExactly("a");
  }
}
