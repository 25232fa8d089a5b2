package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Random;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RotateKey;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.junit.jupiter.api.Test;

class UplinkInboxTest {
  private static final Numbered TERM = new Numbered(5, 1);
  private static final Stamp STAMP = new Stamp(1);
  private static final Drive DRIVE = new Drive(TERM, new Sequence(1), STAMP, 800, 0, 1, 1);
  private static final Propose PROPOSE =
      new Propose(1, Propose.Action.TAKE, TERM, 7, "Ann", 1, 600_000, STAMP);
  private static final ReleaseStop RELEASE = new ReleaseStop(TERM, TERM, STAMP, 800, 7L, 1);
  private static final Pong PONG = new Pong(1, 1, false, STAMP);
  private static final RotateKey FRESH = new RotateKey("k2", "fresh", 1000);

  private final FakeClock clock = new FakeClock();
  private final FakeRobot robot = new FakeRobot(clock);
  private final Drops drops = new Drops();
  private final UplinkInbox inbox = new UplinkInbox(robot, drops);
  private final Uplink uplink =
      new Uplink(
          new Uplink.Options(
              List.of(URI.create("wss://one.example/ws/robot/tank-1")),
              new KeyChain("key", List.of(), new FakeKeyStorage())),
          new Uplink.Surroundings(new FakeDialer(), clock, new Random(3), drops),
          robot);

  @Test
  void beforeTheWelcomeNothingThatNeedsOneIsHeard() {
    List<Message> early = List.of(DRIVE, PROPOSE, RELEASE, PONG, FRESH);
    for (Message each : early) {
      assertThat(inbox.read(each, uplink, false)).isInstanceOf(UplinkInbox.Heard.Nothing.class);
    }
    assertThat(robot.heard).isEmpty();
    assertThat(drops.of(Reason.WRONG_DIRECTION)).isEqualTo(early.size());
  }

  @Test
  void afterItTheRobotHearsWhatIsItsBusinessAndTheConnectionTheRest() {
    for (Message each : List.of(DRIVE, PROPOSE, RELEASE)) {
      assertThat(inbox.read(each, uplink, true)).isInstanceOf(UplinkInbox.Heard.Nothing.class);
    }
    assertThat(robot.heard).containsExactly(DRIVE, PROPOSE, RELEASE);
    assertThat(inbox.read(PONG, uplink, true)).isEqualTo(new UplinkInbox.Heard.Echo(PONG));
    assertThat(inbox.read(FRESH, uplink, true)).isEqualTo(new UplinkInbox.Heard.FreshKey(FRESH));
    assertThat(drops.snapshot()).isEmpty();
  }

  @Test
  void aNodeThatComplainsOfEveryPacketIsWrittenDownThreeTimes() {
    try (LogCapture log = new LogCapture(UplinkInbox.class)) {
      for (int i = 0; i < 10; i++) {
        ErrorReport complaint = new ErrorReport("malformed", "packet " + i, null, null);
        assertThat(inbox.read(complaint, uplink, true))
            .isInstanceOf(UplinkInbox.Heard.Nothing.class);
      }
      assertThat(log.messages())
          .containsExactly(
              "the node answers malformed: packet 0",
              "the node answers malformed: packet 1",
              "the node answers malformed: packet 2");
    }
  }
}
