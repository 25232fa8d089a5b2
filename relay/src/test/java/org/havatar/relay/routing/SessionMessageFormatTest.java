package org.havatar.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.havatar.relay.session.message.ToRobotSession.Watch.Part;
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

class SessionMessageFormatTest {
  private static final String ROBOT = "tank-1";
  private static final ClientAddress CLIENT = new ClientAddress("n.ab12.3", "n.ab12.3.7", -5);
  private static final Numbered TERM = new Numbered(7, 0xFFFF_FFFFL);
  private static final LeaseWish WISH = new LeaseWish(Action.HAND_OVER, TERM, "Änne ☂", 3, 600_000);

  /** Action, term, empty name, rank, duration. */
  private static final int ENCODED_WISH_BYTES = 1 + 4 + 4 + 2 + 1 + 8;

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

  private static List<ToRobotSession> toRobot() {
    return List.of(
        new ToRobotSession.Setpoint(ROBOT, CLIENT, DRIVE, SessionMessage.UNKNOWN_NS),
        new ToRobotSession.Press(
            ROBOT, CLIENT, new Stop(Stop.Cause.PERSON, 1, -9, -5, Numbered.NONE)),
        new ToRobotSession.Watch(ROBOT, CLIENT, "Änne ☂"),
        new ToRobotSession.Watch(ROBOT, CLIENT, "", Part.TELL),
        new ToRobotSession.Watch(ROBOT, CLIENT, "", Part.COUNT),
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
    SessionMessageFormat.write(out, message, NodeVersion.NEWEST);
    return out;
  }

  private static SessionMessage read(int position, Buffer in) {
    return SessionMessageFormat.read(in, position, NodeVersion.NEWEST);
  }

  @Test
  void betweenNodesEveryMessageComesBackAsItWas() {
    for (SessionMessage message : all()) {
      assertThat(read(3, encoded(message))).isEqualTo(message);
    }
  }

  @Test
  void whenItWasReadStaysWithinTheNode() {
    ToRobotSession.Setpoint read = new ToRobotSession.Setpoint(ROBOT, CLIENT, DRIVE, 4711);
    assertThat(read(3, encoded(read)).readNs()).isEqualTo(SessionMessage.UNKNOWN_NS);
  }

  @Test
  void bytesThatAreCutShortAreUnreadableAndThrowNothing() {
    for (SessionMessage message : all()) {
      Buffer whole = encoded(message);
      for (int length = 3; length < whole.length(); length++) {
        assertThat(read(3, whole.getBuffer(0, length)))
            .isInstanceOf(SessionMessage.Unreadable.class);
      }
    }
  }

  /** Nodes are replaced one by one: a later one may say what this one doesn't know. */
  @Test
  void anUnknownKindIsUnreadable() {
    Buffer whole = encoded(all().get(0));
    Set<Byte> known =
        all().stream().map(each -> encoded(each).getByte(3)).collect(Collectors.toSet());
    for (int kind = Byte.MIN_VALUE; kind <= Byte.MAX_VALUE; kind++) {
      if (!known.contains((byte) kind)) {
        assertThat(read(3, whole.setByte(3, (byte) kind)))
            .isInstanceOf(SessionMessage.Unreadable.class);
      }
    }
    assertThat(read(3, encoded(new SessionMessage.Unreadable("x"))))
        .isInstanceOf(SessionMessage.Unreadable.class);
  }

  /** Its receiver would take the part for the beginning of the next message. */
  @Test
  void aNodeOfTheVersionBeforeIsToldInItsOwnLayout() {
    ToRobotSession.Watch watch = new ToRobotSession.Watch(ROBOT, CLIENT, "Änne ☂", Part.COUNT);
    Buffer out = Buffer.buffer();
    SessionMessageFormat.write(out, watch, NodeVersion.OLDEST);
    assertThat(SessionMessageFormat.read(out, 0, NodeVersion.OLDEST))
        .isEqualTo(watch.with(Part.ALL));
    assertThat(out.length()).isEqualTo(encoded(watch).length() - 3 - 1);
  }

  /** It would be done at once, where the driver has to be asked first. */
  @Test
  void aHandOverWithoutATermCannotBeMadeAndIsUnreadable() {
    LeaseWish anyTerm = WISH.in(Numbered.NONE);
    assertThatThrownBy(() -> new ToRobotSession.ChangeLease(ROBOT, CLIENT, anyTerm))
        .isInstanceOf(IllegalArgumentException.class);
    ToRobotSession asked = new ToRobotSession.AskDriver(ROBOT, CLIENT, anyTerm);
    byte changeLease = encoded(new ToRobotSession.ChangeLease(ROBOT, CLIENT, WISH)).getByte(3);
    assertThat(read(3, encoded(asked).setByte(3, changeLease)))
        .isInstanceOf(SessionMessage.Unreadable.class);
  }

  @Test
  void everyActionOfAWishHasANumberOfItsOwnThatStays() {
    List<Byte> numbers =
        Stream.of(Action.TAKE, Action.RELEASE, Action.TAKE_OVER, Action.REVOKE, Action.HAND_OVER)
            .map(action -> new LeaseWish(action, TERM, "", 0, 0))
            .map(wish -> encoded(new ToRobotSession.AskDriver("", CLIENT, wish)))
            .map(bytes -> bytes.getByte(bytes.length() - ENCODED_WISH_BYTES))
            .toList();
    assertThat(numbers).containsExactly((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5);
  }

  @Test
  void garbageThrowsNothing() {
    Random random = new Random(11);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(80)];
      random.nextBytes(bytes);
      bytes[0] = (byte) (random.nextBoolean() ? random.nextInt(12) : 60 + random.nextInt(16));
      assertThat(read(0, Buffer.buffer(bytes))).isNotNull();
    }
  }
}
