package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.LogLines;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.connection.Session.Dialect;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.DeviceRegistered;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RegisterDevice;
import org.havatar.transports.wire.RegisterDevice.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A camera board's connection: its silence, its budget and its end (PROTOCOL.md §11). */
class CameraBoardLinkTest {
  private static final RegisterDevice CAMERA =
      new RegisterDevice(
          SimulatedNode.ROBOT, Role.CAMERA, "http://u:secret@cam.example.org/1", null);
  private static final MotorResponse NOT_ITS_WORD = new MotorResponse("1", true, "", null, null);

  private final SimulatedNode bench = new SimulatedNode();
  private final FakeLink link = new FakeLink(false);
  private final LogLines log = new LogLines();
  private final long openedMs = bench.nowMs;
  private final CameraBoard board =
      new CameraBoard(
          new Opening(bench.loopNamed("a"), bench.context("a"), link), CAMERA, openedMs);

  /** The board's own time, apart from the bench's. */
  private long passedMs;

  private void tickAt(long sinceOpenedMs) {
    passedMs = sinceOpenedMs;
    board.onTick(openedMs + passedMs);
  }

  private void tickUntil(long sinceOpenedMs) {
    while (passedMs < sinceOpenedMs) {
      tickAt(Math.min(sinceOpenedMs, passedMs + SimulatedNode.TICK_MS));
    }
  }

  private void say(RegisterDevice said) {
    board.onMessage(said, openedMs + passedMs);
  }

  private boolean isFound() {
    bench.settle();
    return bench.directory.devices().find(SimulatedNode.ROBOT, Role.CAMERA).isPresent();
  }

  @Test
  void itIsOlderAndLoggedWithoutWhatMayBeAPassword() {
    assertThat(board.dialect()).isEqualTo(Dialect.OLDER);
    assertThat(log.with("camera board"))
        .singleElement()
        .asString()
        .contains("robot=\"tank-1\"", "remote=\"192.0.2.1\"", "stream=\"cam.example.org\"")
        .doesNotContain("secret");
    log.close();
  }

  @Test
  void itIsClosedAfterFiveSecondsOfSilenceAndNotOneTickEarlier() {
    tickUntil(4990);
    assertThat(link.closedWith).isNull();
    tickAt(5000);
    assertThat(link.closedWith).isEqualTo(CloseCode.SILENT);
    assertThat(isFound()).isFalse();
  }

  @Test
  void aGapOfAHundredMillisecondsExcusesNoSilence() {
    tickUntil(4890);
    tickAt(4990);
    tickAt(5000);
    assertThat(link.closedWith).isEqualTo(CloseCode.SILENT);
  }

  @Test
  void aLongerOneDoesSinceItsPongMayWaitInOurSocket() {
    tickUntil(4890);
    tickAt(4991);
    tickUntil(9990);
    assertThat(link.closedWith).isNull();
    tickAt(9991);
    assertThat(link.closedWith).isEqualTo(CloseCode.SILENT);
  }

  @Test
  void aPongThatIsItsOwnIsASignOfLife() {
    tickAt(10);
    tickUntil(3000);
    board.onProbed(link.probes.get(1), openedMs + 3000);
    tickUntil(7990);
    assertThat(link.closedWith).isNull();
    tickAt(8000);
    assertThat(link.closedWith).isEqualTo(CloseCode.SILENT);
  }

  @Test
  void aFaultOfOursEndsItAsALostConnection() {
    board.abort();
    assertThat(link.closedWith).isEqualTo(CloseCode.LOST);
    assertThat(isFound()).isFalse();
  }

  @Test
  void whatItSaysBesidesIsAnsweredWithWhatItMaySay() {
    say(new RegisterDevice(SimulatedNode.ROBOT, Role.CONTROL, null, null));
    board.onMessage(NOT_ITS_WORD, openedMs);
    board.onMessage(new ErrorReport("x", "y", null, null), openedMs);
    assertThat(link.sent)
        .containsExactly(
            new ErrorReport(
                "not_permitted", "This connection is the camera's. Open another one.", null, 1L),
            new ErrorReport("wrong_direction", "A camera board only registers.", null, 1L));
  }

  @Test
  void sixtyMessagesAtOnceAreHeardTheNextOneIsToldSoAndTwoHundredMoreEndIt() {
    for (int i = 0; i < CameraBoard.MESSAGES_BURST; i++) {
      say(CAMERA);
    }
    assertThat(link.all(DeviceRegistered.class)).hasSize(CameraBoard.MESSAGES_BURST);
    say(CAMERA);
    assertThat(link.sent).last().isEqualTo(hasty());
    for (int i = 2; i <= 10 * CameraBoard.MESSAGES_PER_SECOND; i++) {
      say(CAMERA);
    }
    assertThat(link.closedWith).isNull();
    say(CAMERA);
    assertThat(link.closedWith).isEqualTo(CloseCode.FLOODED);
    assertThat(link.all(ErrorReport.class)).containsExactly(hasty());
    assertThat(isFound()).isFalse();
  }

  private static ErrorReport hasty() {
    return new ErrorReport("rate_limited", "Too many messages. Slow down.", null, 1L);
  }

  /** By our side or the other: what had arrived before is not heard, and nothing more is asked. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void afterItsEndItIsNotHeardAndNotAsked(boolean byOurSide) {
    tickAt(10);
    if (byOurSide) {
      board.close(CloseCode.REPLACED);
    } else {
      board.onClosed(CloseCode.LOST);
    }
    List<Long> probes = List.copyOf(link.probes);
    board.onMessage(NOT_ITS_WORD, openedMs + 10);
    tickUntil(2000);
    assertThat(bench.drops().of(Reason.WRONG_DIRECTION)).isZero();
    assertThat(link.sent).isEmpty();
    assertThat(link.probes).isEqualTo(probes);
    assertThat(isFound()).isFalse();
  }
}
