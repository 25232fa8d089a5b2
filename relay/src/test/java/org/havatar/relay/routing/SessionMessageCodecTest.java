package org.havatar.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.havatar.relay.session.message.Addressee;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.LeaseWish;
import org.havatar.relay.session.message.SessionMessage;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.LeaseRequested;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose.Action;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.StatusResponse;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.StopPressed;
import org.havatar.transports.wire.Stopped;
import org.havatar.transports.wire.WatcherList;
import org.junit.jupiter.api.Test;

class SessionMessageCodecTest {
  private static final String ROBOT = "tank-1";
  private static final ClientAddress CLIENT = new ClientAddress("n.ab12.3", "n.ab12.3.7", -5);
  private static final Numbered TERM = new Numbered(7, 0xFFFF_FFFFL);
  private static final LeaseWish WISH = new LeaseWish(Action.HAND_OVER, TERM, "Änne ☂", 3, 600_000);
  private static final Drive DRIVE =
      new Drive(TERM, new Sequence(-1), new Stamp(-2), 800, 65535, -1000, 1000);
  private static final Beacon BEACON =
      new Beacon(
          Beacon.BOARD_CONNECTED,
          LatchKind.STOP,
          7,
          0xFFFF_FFFFL,
          3,
          1,
          new Stamp(-2),
          -5,
          60_000,
          7400,
          80,
          0,
          -1000,
          1000,
          500,
          40,
          new Sequence(-1));

  private final SessionMessageCodec codec = new SessionMessageCodec();

  private static List<ToRobotSession> toRobot() {
    return List.of(
        new ToRobotSession.Setpoint(ROBOT, CLIENT, DRIVE, SessionMessage.UNKNOWN_NS),
        new ToRobotSession.Press(
            ROBOT, CLIENT, new Stop(Stop.Cause.PERSON, 1, -9, -5, Numbered.NONE)),
        new ToRobotSession.Watch(ROBOT, CLIENT, "Änne ☂"),
        new ToRobotSession.ChangeLease(ROBOT, CLIENT, WISH),
        new ToRobotSession.AskDriver(ROBOT, CLIENT, WISH.in(Numbered.NONE)),
        new ToRobotSession.AnswerAsker(ROBOT, CLIENT, new AnswerRequest(-9, true)),
        new ToRobotSession.Release(
            ROBOT, CLIENT, new ReleaseStop(TERM, TERM, new Stamp(-3), 300, -5L, 2)),
        new ToRobotSession.AskStatus(ROBOT, CLIENT, new GetStatus("\"s\"")));
  }

  private static List<ToClientSession> toClient(Addressee to) {
    return List.of(
        new ToClientSession.Acknowledged(
            to, ROBOT, Ack.refusedByNode(DRIVE, Reason.STALE), SessionMessage.UNKNOWN_NS),
        new ToClientSession.Heard(to, ROBOT, BEACON),
        new ToClientSession.Leased(
            to, ROBOT, new Lease(ROBOT, TERM, -5, null, 5000, Lease.Cause.CURRENT, null)),
        new ToClientSession.Latched(
            to, ROBOT, new Stopped(true, LatchKind.STOP, -9, TERM, new Stamp(1), 20)),
        new ToClientSession.Pressed(to, ROBOT, new StopPressed(ROBOT, -9, -5, "Änne ☂")),
        new ToClientSession.Denied(
            to, ROBOT, new Refused("take_lease", "held", "Somebody drives.", null, null)),
        new ToClientSession.Failed(to, ROBOT, new ErrorReport("no_robot", "No.", null, null)),
        new ToClientSession.Asked(to, ROBOT, new LeaseRequested(ROBOT, -5, "Änne", 500)),
        new ToClientSession.Watched(to, ROBOT, new WatcherList(ROBOT, List.of())),
        new ToClientSession.StatusTold(
            to, ROBOT, new StatusResponse("\"s\"", Map.of("camera_active", false))));
  }

  private static List<SessionMessage> all() {
    return Stream.of(toRobot(), toClient(CLIENT), toClient(new Addressee.Watchers("n.ab12.3")))
        .<SessionMessage>flatMap(List::stream)
        .toList();
  }

  private Buffer encoded(SessionMessage message) {
    Buffer out = Buffer.buffer("xyz"); // the bus writes its own header before
    codec.encodeToWire(out, message);
    return out;
  }

  @Test
  void withinANodeTheSameInstanceIsHandedOn() {
    SessionMessage message = all().get(0);
    assertThat(codec.transform(message)).isSameAs(message);
  }

  @Test
  void betweenNodesEveryMessageComesBackAsItWas() {
    for (SessionMessage message : all()) {
      assertThat(codec.decodeFromWire(3, encoded(message))).isEqualTo(message);
    }
  }

  @Test
  void whenItWasReadStaysWithinTheNode() {
    ToRobotSession.Setpoint read = new ToRobotSession.Setpoint(ROBOT, CLIENT, DRIVE, 4711);
    assertThat(codec.decodeFromWire(3, encoded(read)).readNs())
        .isEqualTo(SessionMessage.UNKNOWN_NS);
  }

  @Test
  void bytesThatAreCutShortAreUnreadableAndThrowNothing() {
    for (SessionMessage message : all()) {
      Buffer whole = encoded(message);
      for (int length = 3; length < whole.length(); length++) {
        assertThat(codec.decodeFromWire(3, whole.getBuffer(0, length)))
            .isInstanceOf(SessionMessage.Unreadable.class);
      }
    }
  }

  /** Nodes are replaced one by one: a later one may say what this one doesn't know. */
  @Test
  void anotherVersionAndAnUnknownKindAreUnreadable() {
    for (SessionMessage message : all()) {
      Buffer other = encoded(message).setByte(3, (byte) (SessionMessageCodec.VERSION + 1));
      assertThat(codec.decodeFromWire(3, other)).isInstanceOf(SessionMessage.Unreadable.class);
    }
    Buffer whole = encoded(all().get(0));
    Set<Byte> known =
        all().stream().map(each -> encoded(each).getByte(4)).collect(Collectors.toSet());
    for (int kind = Byte.MIN_VALUE; kind <= Byte.MAX_VALUE; kind++) {
      if (!known.contains((byte) kind)) {
        assertThat(codec.decodeFromWire(3, whole.setByte(4, (byte) kind)))
            .isInstanceOf(SessionMessage.Unreadable.class);
      }
    }
    assertThat(codec.decodeFromWire(3, encoded(new SessionMessage.Unreadable("x"))))
        .isInstanceOf(SessionMessage.Unreadable.class);
  }

  @Test
  void garbageThrowsNothing() {
    Random random = new Random(11);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[2 + random.nextInt(80)];
      random.nextBytes(bytes);
      bytes[0] = SessionMessageCodec.VERSION;
      bytes[1] = (byte) (random.nextBoolean() ? random.nextInt(12) : 60 + random.nextInt(16));
      assertThat(codec.decodeFromWire(0, Buffer.buffer(bytes))).isNotNull();
    }
  }
}
