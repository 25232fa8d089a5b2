package org.havatar.relay.session.older;

import org.havatar.relay.session.Adapter;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.port.RobotKeys;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RegisterDevice;
import org.havatar.transports.wire.RobotHello;
import org.jspecify.annotations.Nullable;

/**
 * A robot whose handshake named no protocol: one that says hello within half a second is a modern
 * one. An older robot waits for commands and may never say anything by itself. A board of one that
 * registers as a camera is none, also when it says so late.
 */
final class UndecidedRobot extends Undecided {
  static final long HELLO_WITHIN_MS = 500;

  private final RobotKeys.Proof proof;
  private long openedMs;
  private long tickedMs;

  UndecidedRobot(Opening opening, RobotKeys.Proof proof, long nowMs) {
    super(opening);
    this.proof = proof;
    this.openedMs = nowMs;
    this.tickedMs = nowMs;
  }

  @Override
  Session sessionFor(Message first, long nowMs) {
    return switch (first) {
      case RobotHello ignored -> opening.sessions().openRobot(proof, opening.link());
      case RegisterDevice said when said.role() == RegisterDevice.Role.CAMERA ->
          new CameraBoard(opening, said, nowMs);
      default -> new OlderRobot(opening, proof, nowMs);
    };
  }

  @Override
  @Nullable Session judge(@Nullable Session before, Message message, long nowMs) {
    boolean isOlder = before == null || before instanceof Adapter;
    if (isOlder
        && message instanceof RegisterDevice said
        && !said.deviceId().equals(proof.robotId())) {
      refuseOtherId(before, nowMs);
      return null;
    }
    if (before instanceof OlderRobot robot
        && message instanceof RegisterDevice said
        && said.role() == RegisterDevice.Role.CAMERA
        && !robot.hasAnswered()) {
      robot.retire();
      return sessionFor(message, nowMs);
    }
    return super.judge(before, message, nowMs);
  }

  /** A board that would be taken for a robot that it isn't must not stay. */
  private void refuseOtherId(@Nullable Session before, long nowMs) {
    opening
        .link()
        .offer(
            new ErrorReport(
                Reason.NOT_PERMITTED.wireName(),
                "This key belongs to robot "
                    + proof.robotId()
                    + ": register with deviceId "
                    + proof.robotId()
                    + ".",
                null,
                null));
    if (before instanceof OlderRobot robot) {
      robot.end(CloseCode.NOT_PERMITTED, nowMs);
    } else if (before instanceof CameraBoard camera) {
      camera.close(CloseCode.NOT_PERMITTED);
    }
    close(CloseCode.NOT_PERMITTED);
  }

  @Override
  public void onTick(long nowMs) {
    if (nowMs - tickedMs > CommandGate.GAP_MS) {
      openedMs = nowMs; // its hello may wait in our socket
    }
    tickedMs = nowMs;
    if (isOpen() && nowMs - openedMs >= HELLO_WITHIN_MS) {
      choose(new OlderRobot(opening, proof, nowMs));
    }
    super.onTick(nowMs);
  }
}
