package org.havatar.relay.session.older;

import org.havatar.relay.session.connection.Complaints;
import org.havatar.relay.session.port.Devices;
import org.havatar.relay.session.port.Devices.Device;
import org.havatar.relay.session.port.Devices.Registration;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RegisterDevice;
import org.jspecify.annotations.Nullable;

/** An older robot's place among the registered boards, if it registers as what it is anyway. */
final class ControlBoard {
  private final Devices devices;
  private final Link link;
  private final Complaints complaints;
  private @Nullable Registration registration;

  ControlBoard(Devices devices, Link link, Complaints complaints) {
    this.devices = devices;
    this.link = link;
    this.complaints = complaints;
  }

  void onRegister(RegisterDevice said, long nowMs) {
    if (said.role() == RegisterDevice.Role.CAMERA) {
      complaints.about(
          Reason.NOT_PERMITTED, "This connection drives. A camera opens its own.", nowMs);
      return;
    }
    Device device = Device.of(said, link.info().remoteAddress());
    if (registration == null) {
      registration = devices.claim(device, () -> {}); // who replaces it as the robot closes it
      CameraBoard.log(device, "control board");
    } else {
      registration.update(device);
    }
    CameraBoard.answer(link, said);
  }

  void leave() {
    if (registration != null) {
      registration.release();
    }
  }
}
