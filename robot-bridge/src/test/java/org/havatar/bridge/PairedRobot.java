package org.havatar.bridge;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Welcome;

/** A whole robot on virtual time with uplinks to several nodes; moves in steps of 1 ms. */
final class PairedRobot {
  static final URI ONE = URI.create("wss://one.example/ws/robot/tank-1");
  static final URI TWO = URI.create("wss://two.example/ws/robot/tank-1");
  static final URI THREE = URI.create("wss://three.example/ws/robot/tank-1");

  /** A node as the robot sees it. */
  static final class Node {
    final FakeDialer.Connection connection;

    /** Nothing of the robot's comes up to it. */
    boolean upCut;

    /** Nothing of it comes down to the robot. */
    boolean downCut;

    /** It stands still; what it is given waits in it. */
    boolean frozen;

    private final List<Message> waiting = new ArrayList<>();
    private int lost;

    Node(FakeDialer.Connection connection) {
      this.connection = connection;
    }

    FakeLink link() {
      return connection.link();
    }

    /** So many of the next pings get lost. */
    void lose(int pings) {
      lost = pings;
    }

    /** It sends that down, now or when it is no more frozen. */
    void say(Message message) {
      if (frozen) {
        waiting.add(message);
      } else if (!downCut && link().isOpen()) {
        connection.robot().onMessage(message);
      }
    }

    void thaw() {
      frozen = false;
      List<Message> late = List.copyOf(waiting);
      waiting.clear();
      late.forEach(this::say);
    }

    private void echo() {
      for (Ping ping : link().all(Ping.class)) {
        if (lost > 0) {
          lost--;
        } else if (!upCut) {
          say(new Pong(ping.id(), ping.senderMs(), false, new Stamp(0)));
        }
      }
      link().offered.removeIf(Ping.class::isInstance);
    }

    Beacon beacon() {
      return link().last(Beacon.class);
    }

    boolean isPrimary() {
      return beacon().has(Beacon.PRIMARY);
    }
  }

  final SimulatedRobot bench = new SimulatedRobot();
  final List<Node> nodes = new ArrayList<>();
  final Uplinks uplinks;

  PairedRobot(URI... addresses) {
    Uplink.Options options =
        new Uplink.Options(
            List.of(addresses), new KeyChain("key", List.of(), new FakeKeyStorage()));
    uplinks =
        new Uplinks(
            options,
            new Uplink.Surroundings(bench.dialer, bench.clock, new Random(11), bench.uplinkDrops),
            bench.robot);
    bench.robot.connect(uplinks.both());
    bench.openSerial();
  }

  /** Both uplinks up: the first node has the primary. */
  static PairedRobot ready() {
    PairedRobot robot = new PairedRobot(ONE, TWO);
    robot.advance(5);
    robot.accept("n1");
    robot.advance(5);
    robot.accept("n2");
    robot.advance(100);
    return robot;
  }

  /** Ann drives, over both. */
  static PairedRobot driving() {
    PairedRobot robot = ready();
    robot.take(robot.first());
    robot.first().say(robot.release());
    robot.advance(40);
    robot.driveFor(200, 0, 0);
    robot.driveFor(200, 500, 500);
    return robot;
  }

  Node first() {
    return nodes.get(0);
  }

  Node second() {
    return nodes.get(1);
  }

  int dials() {
    return bench.dialer.calls.size();
  }

  /** The newest attempt leads to the node of that name. */
  Node accept(String name) {
    Node node = new Node(bench.dialer.connect());
    nodes.add(node);
    node.say(new Welcome(1, List.of(), name, "s1", null));
    return node;
  }

  void advance(int ms) {
    for (int i = 0; i < ms; i++) {
      bench.advance(1);
      uplinks.onTick(bench.clock.getAsLong());
      nodes.stream().filter(each -> each.link().isOpen()).forEach(Node::echo);
    }
  }

  void take(Node over) {
    Lease lease = over.link().last(Lease.class);
    over.say(
        new Propose(
            1,
            Propose.Action.TAKE,
            lease.term(),
            SimulatedRobot.ANN,
            "Ann",
            1,
            600_000,
            bench.clock.stamp()));
    advance(40);
  }

  ReleaseStop release() {
    Beacon beacon = second().beacon();
    return new ReleaseStop(
        beacon.term(), beacon.latch(), bench.clock.stamp(), 800, SimulatedRobot.ANN, 1);
  }

  Drive setpoint(int left, int right) {
    return bench.setpoint(second().beacon().term(), left, right);
  }

  /** Setpoints at 50 Hz, each over every node. */
  void driveFor(int ms, int left, int right) {
    for (int i = 0; i < ms / 20; i++) {
      Drive drive = setpoint(left, right);
      List.copyOf(nodes).forEach(each -> each.say(drive));
      bench.write();
      advance(20);
    }
  }

  int executed() {
    return bench.board.executed.size();
  }

  static Ack lastAck(Node node) {
    return node.link().last(Ack.class);
  }
}
