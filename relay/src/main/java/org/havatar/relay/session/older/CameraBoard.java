package org.havatar.relay.session.older;

import java.net.URI;
import org.havatar.relay.session.Adapter;
import org.havatar.relay.session.connection.Budget;
import org.havatar.relay.session.connection.Complaints;
import org.havatar.relay.session.connection.Pace;
import org.havatar.relay.session.port.Devices.Device;
import org.havatar.relay.session.port.Devices.Registration;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.DeviceRegistered;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RegisterDevice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A camera board of an older robot (PROTOCOL.md §11). It tells where its pictures are and is sent
 * nothing but answers: no command, no stop, no question. The robot is not online because of it.
 */
final class CameraBoard implements Adapter {
  private static final Logger LOG = LoggerFactory.getLogger(CameraBoard.class);

  static final int MESSAGES_PER_SECOND = 20;
  static final int MESSAGES_BURST = 60;

  private final Link link;
  private final ProbeClock probes;
  private final Complaints complaints;
  private final Pace pace;
  private final Registration registration;
  private long tickedMs;
  private boolean isClosed;

  /** Takes the place of a former one; the first message is still to be handed over. */
  CameraBoard(Opening opening, RegisterDevice first, long nowMs) {
    this.link = opening.link();
    this.probes = new ProbeClock(link, opening.context().random(), nowMs);
    this.complaints = new Complaints(link, opening.context().drops());
    this.pace = new Pace(complaints, new Budget(MESSAGES_PER_SECOND, MESSAGES_BURST, nowMs));
    this.tickedMs = nowMs;
    Device device = device(first);
    this.registration = opening.context().ports().devices().claim(device, this::replaced);
    log(device, "camera board");
  }

  private Device device(RegisterDevice said) {
    return Device.of(said, link.info().remoteAddress());
  }

  static void answer(Link link, RegisterDevice said) {
    link.offer(new DeviceRegistered(said.deviceId(), said.role()));
  }

  /** Of the stream's address only the host: the rest may be a password. */
  static void log(Device device, String what) {
    String url = device.streamUrl();
    LOG.atInfo()
        .addKeyValue("robot", device.robotId())
        .addKeyValue("remote", device.address())
        .addKeyValue("stream", url == null ? "none" : URI.create(url).getHost())
        .log(what);
  }

  @Override
  public void onMessage(Message message, long nowMs) {
    if (isClosed) {
      return;
    }
    if (!pace.take(message, nowMs)) {
      pace.complain(nowMs);
      if (pace.isAbused()) {
        close(CloseCode.FLOODED);
      }
      return;
    }
    switch (message) {
      case RegisterDevice said when said.role() == RegisterDevice.Role.CAMERA -> {
        registration.update(device(said));
        answer(link, said);
      }
      case RegisterDevice ignored ->
          complaints.about(
              Reason.NOT_PERMITTED, "This connection is the camera's. Open another one.", nowMs);
      case ErrorReport ignored -> {}
      default -> complaints.about(Reason.WRONG_DIRECTION, "A camera board only registers.", nowMs);
    }
  }

  @Override
  public void onProbed(long token, long nowMs) {
    probes.onProbed(token, nowMs);
  }

  @Override
  public void onTick(long nowMs) {
    if (isClosed) {
      return;
    }
    if (nowMs - tickedMs > CommandGate.GAP_MS) {
      probes.forgive(nowMs);
    }
    tickedMs = nowMs;
    if (probes.isDead(nowMs)) {
      close(CloseCode.SILENT);
    } else {
      probes.onTick(false, nowMs);
    }
  }

  @Override
  public Dialect dialect() {
    return Dialect.OLDER;
  }

  private void replaced() {
    close(CloseCode.REPLACED);
  }

  @Override
  public void leave() {
    close(CloseCode.GOING_AWAY);
  }

  @Override
  public void abort() {
    close(CloseCode.LOST);
  }

  /** More than once at will: a closed link and a place that was given up ignore it. */
  void close(CloseCode code) {
    onClosed(code);
    link.close(code);
  }

  @Override
  public void onClosed(CloseCode code) {
    isClosed = true;
    registration.release();
  }
}
