package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.LogLines;
import org.havatar.relay.directory.DeviceTable;
import org.havatar.relay.directory.Directory;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.connection.Complaints;
import org.havatar.relay.session.port.Devices.Device;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.DeviceRegistered;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RegisterDevice;
import org.havatar.transports.wire.RegisterDevice.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An older robot's place among the registered boards (PROTOCOL.md §11). */
class ControlBoardTest {
  private static final DeviceRegistered ANSWER =
      new DeviceRegistered(SimulatedNode.ROBOT, Role.CONTROL);

  private final DeviceTable table = new Directory().devices();
  private final Drops drops = new Drops();
  private final FakeLink link = new FakeLink(false);
  private final ControlBoard board = on(link);
  private long nowMs = 50_000;

  private ControlBoard on(FakeLink itsLink) {
    return new ControlBoard(table.of(Runnable::run), itsLink, new Complaints(itsLink, drops));
  }

  private void register(ControlBoard which, @Nullable String stream) {
    which.onRegister(new RegisterDevice(SimulatedNode.ROBOT, Role.CONTROL, stream, "low"), nowMs);
  }

  private @Nullable Device found() {
    return table.find(SimulatedNode.ROBOT, Role.CONTROL).orElse(null);
  }

  private static Device streaming(@Nullable String url) {
    return new Device(SimulatedNode.ROBOT, Role.CONTROL, url, "low", "192.0.2.1");
  }

  @Test
  void itIsFoundAsItRegisteredLastAndEachTimeAnswered() {
    register(board, null);
    assertThat(found()).isEqualTo(streaming(null));
    register(board, "http://cam.example.org/1");
    assertThat(found()).isEqualTo(streaming("http://cam.example.org/1"));
    assertThat(link.sent).containsExactly(ANSWER, ANSWER);
  }

  @Test
  void thatItRegisteredIsLoggedOnceAndOfItsStreamOnlyTheHost() {
    try (LogLines log = new LogLines()) {
      register(board, "http://u:secret@cam.example.org/1");
      register(board, null);
      assertThat(log.with("control board"))
          .singleElement()
          .asString()
          .contains("robot=\"tank-1\"", "remote=\"192.0.2.1\"", "stream=\"cam.example.org\"")
          .doesNotContain("secret");
    }
  }

  @Test
  void anOlderConnectionOfItTakesNothingFromANewerOne() {
    register(board, null);
    register(on(new FakeLink(false)), "http://newer.example.org/1");
    register(board, "http://older.example.org/1");
    assertThat(found()).isEqualTo(streaming("http://newer.example.org/1"));
    board.leave();
    assertThat(found()).isEqualTo(streaming("http://newer.example.org/1"));
  }

  @Test
  void itsEndFreesItsPlace() {
    register(board, null);
    board.leave();
    assertThat(found()).isNull();
  }

  @Test
  void thatItIsACameraAfterAllIsRefusedWithTheWayToDoIt() {
    board.onRegister(new RegisterDevice(SimulatedNode.ROBOT, Role.CAMERA, null, null), nowMs);
    assertThat(link.sent)
        .containsExactly(
            new ErrorReport(
                "not_permitted", "This connection drives. A camera opens its own.", null, 1L));
    assertThat(drops.of(Reason.NOT_PERMITTED)).isEqualTo(1);
    assertThat(table.find(SimulatedNode.ROBOT, Role.CAMERA)).isEmpty();
    board.leave();
  }
}
