package org.havatar.relay.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.havatar.relay.session.port.RobotRegistry;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RobotHello;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Several nodes' directories, with an event bus between them that loses, freezes and parts. */
class ReplicationTest {
  private static final long TICK_MS = 20;

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<String> evicted = new ArrayList<>();
  private Predicate<NodeMessage> isLost = ignored -> false;
  private Set<String> parted = Set.of();
  private long nowMs = 1_000_000;
  private int asked;

  private final class Node implements Replication.Carrier {
    private final String id;
    private final Directory directory = new Directory();
    private final Drops drops = new Drops();
    private final Set<String> heard = new TreeSet<>();
    private final ArrayDeque<NodeMessage> arrived = new ArrayDeque<>();
    private final Replication replication;
    private boolean isFrozen;
    private boolean isCut;

    private Node(String id) {
      this.id = id;
      this.replication = new Replication(id, 2, directory, () -> isCut, this, drops, nowMs);
      directory.listen(heard::addAll);
      nodes.put(id, this);
    }

    @Override
    public void publish(NodeMessage message) {
      nodes.keySet().forEach(to -> send(to, message));
    }

    @Override
    public void send(String to, NodeMessage message) {
      Node other = nodes.get(to);
      boolean isCut = parted.contains(id) != parted.contains(to);
      if (message instanceof NodeMessage.AskAll) {
        asked++;
      }
      if (other != null && !isCut && (to.equals(id) || !isLost.test(message))) {
        other.arrived.add(message);
      }
    }

    private void turn() {
      if (!isFrozen) {
        for (NodeMessage each = arrived.poll(); each != null; each = arrived.poll()) {
          replication.onMessage(each, nowMs);
        }
      }
    }

    private RobotRegistry.@Nullable Registration robot(String robotId, long boot, long connection) {
      return claim(robotId, boot, boot, connection, List.of());
    }

    private RobotRegistry.@Nullable Registration claim(
        String robotId, long boot, long startId, @Nullable Long connection, List<String> features) {
      RobotHello hello =
          new RobotHello(List.of(1), features, robotId, boot, startId, "test/1", connection);
      return directory
          .registrations()
          .of(address(), Runnable::run)
          .claim(hello, nowMs, () -> evicted.add(robotId + "@" + id));
    }

    private String address() {
      return "n." + id + ".0";
    }

    private @Nullable String leading(String robotId) {
      return directory.leading(robotId);
    }
  }

  /** Of a clock that goes on for everybody. */
  private void pass(long durationMs) {
    for (long untilMs = nowMs + durationMs; nowMs < untilMs; nowMs += TICK_MS) {
      for (Node each : List.copyOf(nodes.values())) {
        if (!each.isFrozen) {
          each.turn();
          each.replication.onTick(nowMs);
        }
      }
    }
    nodes.values().forEach(Node::turn);
  }

  private static RobotRegistry.Registration there(RobotRegistry.@Nullable Registration claimed) {
    if (claimed == null) {
      throw new AssertionError("refused");
    }
    return claimed;
  }

  private static Map<String, List<String>> all(Node node, Set<String> robots) {
    Map<String, List<String>> all = new TreeMap<>();
    robots.forEach(robot -> all.put(robot, node.directory.all(robot)));
    return all;
  }

  @Test
  void whatOneNodeHasTheOthersKnowWithinATickWhoeverStartedFirst() {
    Node a = new Node("a");
    there(a.robot("early", 7, 1));
    pass(100);
    Node b = new Node("b");
    pass(200);
    assertThat(b.leading("early")).isEqualTo("n.a.0");
    there(b.robot("tank", 7, 1));
    assertThat(a.leading("tank")).isNull();
    b.replication.flush();
    a.turn();
    assertThat(a.leading("tank")).isEqualTo("n.b.0");
    assertThat(a.heard).contains("tank");
    assertThat(a.replication.known()).containsExactly("b");
    assertThat(a.directory.versionOf("b")).isEqualTo(2);
    assertThat(a.drops.of(Reason.MALFORMED)).isZero();
  }

  @Test
  void whoGoesIsGoneEverywhereAndALaterConnectionElsewhereStays() {
    Node a = new Node("a");
    Node b = new Node("b");
    Node c = new Node("c");
    RobotRegistry.Registration first = there(a.robot("tank", 7, 1));
    pass(200);
    there(b.robot("tank", 7, 2));
    pass(200);
    assertThat(c.leading("tank")).isEqualTo("n.b.0");
    assertThat(c.directory.all("tank")).containsExactly("n.b.0", "n.a.0");
    first.release();
    pass(200);
    assertThat(c.directory.all("tank")).containsExactly("n.b.0");
    assertThat(evicted).isEmpty();
  }

  @Test
  void aChangeThatGotLostIsAskedForWithinTwoHeartbeats() {
    Node a = new Node("a");
    Node b = new Node("b");
    pass(200);
    isLost = ignored -> true;
    there(b.robot("tank", 7, 1));
    pass(40);
    isLost = ignored -> false;
    assertThat(a.leading("tank")).isNull();
    pass(2 * Replication.ALIVE_EVERY_MS);
    assertThat(a.leading("tank")).isEqualTo("n.b.0");
    int before = asked;
    pass(2000);
    assertThat(asked).as("once is enough").isEqualTo(before);
  }

  @Test
  void whatDiffersUnderTheSameRevisionIsFoundByItsDigest() {
    Node a = new Node("a");
    Node b = new Node("b");
    there(b.robot("tank", 7, 1));
    pass(200);
    Route wrong = new Route("tank", "n.b.9", new Numbered(7, 1), 7, false, false, false);
    a.replication.onMessage(new NodeMessage.Changed("b", 1, List.of(wrong), Set.of()), nowMs);
    assertThat(a.leading("tank")).isEqualTo("n.b.9");
    pass(1200);
    assertThat(a.leading("tank")).isEqualTo("n.b.0");
  }

  @Test
  void manyRoutesComeInParts() {
    Node a = new Node("a");
    int many = 2 * Replication.MOST_IN_PART + 1;
    for (int i = 0; i < many; i++) {
      there(a.robot("tank-" + i, 7, 1));
    }
    pass(100);
    Node b = new Node("b");
    List<NodeMessage> parts = new ArrayList<>();
    isLost =
        message -> {
          if (message instanceof NodeMessage.All all && all.node().equals("a")) {
            parts.add(message);
          }
          return false;
        };
    pass(300);
    assertThat(parts).hasSize(3);
    for (int i = 0; i < many; i++) {
      assertThat(b.leading("tank-" + i)).isEqualTo("n.a.0");
    }
    b.heard.clear();
    parts.forEach(each -> b.replication.onMessage(each, nowMs));
    assertThat(b.heard).as("nothing is new").isEmpty();
  }

  @Test
  void aNodeThatIsNotHeardIsUsedForNothingNewAndNothingOfItIsDeleted() {
    Node a = new Node("a");
    Node b = new Node("b");
    there(b.robot("tank", 7, 1));
    pass(200);
    b.isFrozen = true;
    pass(Replication.SUSPECT_AFTER_MS - Replication.ALIVE_EVERY_MS - TICK_MS);
    assertThat(a.leading("tank")).isEqualTo("n.b.0");
    a.heard.clear();
    pass(2 * Replication.ALIVE_EVERY_MS);
    assertThat(a.leading("tank")).isNull();
    assertThat(a.directory.knows("tank")).isFalse();
    assertThat(a.directory.all("tank")).as("a stop goes there still").containsExactly("n.b.0");
    assertThat(a.heard).containsExactly("tank");
    b.isFrozen = false;
    int before = asked;
    pass(2 * TICK_MS);
    assertThat(a.leading("tank")).isEqualTo("n.b.0");
    pass(500);
    assertThat(asked).isEqualTo(before);
  }

  @Test
  void whoStoodStillSuspectsNobodyForThat() {
    Node a = new Node("a");
    Node b = new Node("b");
    there(b.robot("tank", 7, 1));
    pass(200);
    a.isFrozen = true;
    b.isFrozen = true;
    pass(5000);
    a.isFrozen = false;
    a.replication.onTick(nowMs);
    assertThat(a.leading("tank")).isEqualTo("n.b.0");
  }

  @Test
  void oneThatIsSilentForVeryLongIsForgottenAndGreetedAnew() {
    Node a = new Node("a");
    Node b = new Node("b");
    there(b.robot("tank", 7, 1));
    pass(200);
    b.isFrozen = true;
    pass(Replication.FORGET_AFTER_MS + 100);
    assertThat(a.directory.peers()).isEmpty();
    assertThat(a.directory.all("tank")).isEmpty();
    b.isFrozen = false;
    b.arrived.clear();
    pass(300);
    assertThat(a.leading("tank")).isEqualTo("n.b.0");
    assertThat(b.directory.peers()).containsExactly("a");
  }

  @Test
  void whoSaysGoodbyeIsGoneAtOnce() {
    Node a = new Node("a");
    Node b = new Node("b");
    there(b.robot("tank", 7, 1));
    pass(200);
    nodes.remove("b");
    b.replication.leave();
    a.turn();
    assertThat(a.directory.peers()).isEmpty();
    assertThat(a.leading("tank")).isNull();
  }

  @Test
  void aPartitionHealsWithinTwoSecondsWhateverHappenedMeanwhile() {
    Random random = new Random(5);
    Node a = new Node("a");
    Node b = new Node("b");
    Node c = new Node("c");
    List<Node> three = List.of(a, b, c);
    Set<String> robots = new TreeSet<>();
    Map<String, RobotRegistry.Registration> open = new LinkedHashMap<>();
    for (int round = 0; round < 20; round++) {
      parted = Set.of(three.get(random.nextInt(3)).id);
      for (int i = 0; i < 40; i++) {
        String robot = "tank-" + random.nextInt(15);
        Node at = three.get(random.nextInt(3));
        RobotRegistry.Registration former = open.remove(robot + at.id);
        if (former != null && random.nextBoolean()) {
          former.release();
        } else {
          RobotRegistry.Registration claimed =
              at.claim(robot, 7, 7, (long) (round * 40 + i + 1), List.of());
          if (claimed != null) {
            open.put(robot + at.id, claimed);
            robots.add(robot);
          }
        }
        pass(TICK_MS * random.nextInt(10));
      }
      parted = Set.of();
      pass(2000);
      assertThat(all(b, robots)).isEqualTo(all(a, robots));
      assertThat(all(c, robots)).isEqualTo(all(a, robots));
    }
  }

  @Test
  void aBusThatLosesHalfOfWhatIsSaidEndsWithTheSameDirectories() {
    Random random = new Random(6);
    Node a = new Node("a");
    Node b = new Node("b");
    Set<String> robots = new TreeSet<>();
    isLost = ignored -> random.nextBoolean();
    for (int i = 0; i < 200; i++) {
      String robot = "tank-" + random.nextInt(30);
      robots.add(robot);
      RobotRegistry.Registration claimed = (random.nextBoolean() ? a : b).robot(robot, 7, i + 1);
      if (claimed != null && random.nextInt(4) == 0) {
        claimed.release();
      }
      pass(TICK_MS * random.nextInt(6));
    }
    isLost = ignored -> false;
    pass(2000);
    assertThat(all(b, robots)).isEqualTo(all(a, robots));
  }

  // Which connection is the robot.

  @Test
  void aSecondDeviceIsRefusedAlsoAtAnotherNodeAsLongAsTheFirstAnswers() {
    Node a = new Node("a");
    Node b = new Node("b");
    RobotRegistry.Registration first = there(a.claim("tank", 7, 1, 1L, List.of()));
    pass(200);
    assertThat((Object) b.claim("tank", 7, 2, 1L, List.of())).isNull();
    for (int i = 0; i < 10; i++) {
      pass(500);
      first.answered(nowMs);
    }
    assertThat((Object) b.claim("tank", 7, 2, 1L, List.of())).isNull();
    pass(RobotRegistry.LIVE_FOR_MS + 700);
    assertThat((Object) b.claim("tank", 7, 2, 1L, List.of())).as("it doesn't answer").isNotNull();
  }

  @Test
  void aRestartedRobotAtAnotherNodeEndsWhatIsLeftOfItsFormerStart() {
    Node a = new Node("a");
    Node b = new Node("b");
    there(a.robot("tank", 7, 5));
    pass(RobotRegistry.LIVE_FOR_MS + 700);
    there(b.robot("tank", 8, 1));
    pass(200);
    assertThat(evicted).containsExactly("tank@a");
  }

  @Test
  void aRobotHasTwoConnectionsAndTheOldestOfThreeGoes() {
    Node a = new Node("a");
    Node b = new Node("b");
    Node c = new Node("c");
    there(b.robot("tank", 7, 1));
    pass(200);
    there(c.robot("tank", 7, 2));
    pass(200);
    assertThat(evicted).isEmpty();
    there(a.robot("tank", 7, 3));
    pass(200);
    assertThat(evicted).containsOnly("tank@b");
  }

  @Test
  void anOlderRobotHasOneConnectionInAllNodes() {
    Node a = new Node("a");
    Node b = new Node("b");
    List<String> older = List.of(RobotRegistry.OLDER);
    there(a.claim("car", 3, 1, null, older));
    pass(200);
    there(b.claim("car", 4, 2, null, older));
    pass(200);
    assertThat(evicted).containsExactly("car@a");
  }

  @Test
  void aConnectionThatTheRobotPromotesLeadsEverywhere() {
    Node a = new Node("a");
    Node b = new Node("b");
    RobotRegistry.Registration first = there(a.robot("tank", 7, 2));
    RobotRegistry.Registration second = there(b.robot("tank", 7, 1));
    pass(200);
    assertThat(b.leading("tank")).isEqualTo("n.a.0");
    second.leads(7, 3);
    pass(200);
    assertThat(a.leading("tank")).isEqualTo("n.b.0");
    assertThat(b.leading("tank")).isEqualTo("n.b.0");
    first.leads(6, 9);
    first.leads(8, 1);
    second.leads(7, 1);
    pass(200);
    assertThat(a.leading("tank")).as("other boots', and a late one").isEqualTo("n.b.0");
  }

  @Test
  void aNodesOwnConnectionIsTheNearestAsLongAsItHearsTheRobot() {
    Node a = new Node("a");
    Node b = new Node("b");
    there(a.robot("tank", 7, 2));
    RobotRegistry.Registration second = there(b.robot("tank", 7, 1));
    pass(200);
    assertThat(b.directory.nearest("tank")).isEqualTo("n.b.0");
    assertThat(b.directory.leading("tank")).isEqualTo("n.a.0");
    second.hears(false);
    assertThat(b.directory.nearest("tank")).isEqualTo("n.a.0");
    assertThat(b.heard).contains("tank");
    second.hears(true);
    assertThat(b.directory.nearest("tank")).isEqualTo("n.b.0");
    second.hears(false);
    a.isFrozen = true;
    pass(1000);
    assertThat(b.directory.nearest("tank")).as("better than none").isEqualTo("n.b.0");
    assertThat(Collections.frequency(b.directory.all("tank"), "n.b.0")).isEqualTo(1);
  }

  @Test
  void whatNobodyCanReadIsCounted() {
    Node a = new Node("a");
    a.replication.onMessage(new NodeMessage.Unreadable("x"), nowMs);
    assertThat(a.drops.of(Reason.MALFORMED)).isEqualTo(1);
    a.replication.onMessage(new NodeMessage.Changed("b", 1, List.of(), Set.of()), nowMs);
    a.replication.onMessage(new NodeMessage.All("b", 1, 0, 1, List.of()), nowMs);
    assertThat(a.directory.peers()).as("who has not said hello").isEmpty();
  }

  @Test
  void othersAreCutFromTheStoreWhenAllThatAreHeardSaySo() {
    Node a = new Node("a");
    assertThat(a.directory.areOthersCut()).as("there are none").isTrue();
    Node b = new Node("b");
    Node c = new Node("c");
    pass(200);
    assertThat(a.directory.areOthersCut()).isFalse();
    b.isCut = true;
    pass(200);
    assertThat(a.directory.areOthersCut()).isFalse();
    c.isFrozen = true;
    pass(1000);
    assertThat(a.directory.areOthersCut()).as("the third isn't heard").isTrue();
    c.isFrozen = false;
    pass(200);
    assertThat(a.directory.areOthersCut()).isFalse();
    c.isCut = true;
    pass(200);
    assertThat(a.directory.areOthersCut()).isTrue();
  }
}
