package org.havatar.relay.session;

import org.havatar.relay.session.message.SessionMessage;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.SessionRouter;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.Request;

/** Answers for a robot that a message no longer finds on this loop. */
final class AbsentRobot {
  private static final String OFFLINE = "The robot is not connected.";

  private final SessionRouter router;
  private final Drops drops;

  AbsentRobot(SessionRouter router, Drops drops) {
    this.router = router;
    this.drops = drops;
  }

  void answer(ToRobotSession message) {
    switch (message) {
      case ToRobotSession.Setpoint setpoint -> {
        drops.count(Reason.NO_ROBOT);
        Ack ack = Ack.refusedByNode(setpoint.drive(), Reason.NO_ROBOT);
        router.send(
            new ToClientSession.Acknowledged(
                setpoint.from(), setpoint.robotId(), ack, SessionMessage.UNKNOWN_NS));
      }
      case ToRobotSession.Press press -> {
        drops.count(Reason.NO_ROBOT);
        if (!router.isOnline(press.robotId())) { // else it went over other connections, too
          fail(press, "Not stopped. " + OFFLINE);
        }
      }
      case ToRobotSession.ChangeLease asked -> deny(asked, asked.wish().action().request());
      case ToRobotSession.AskDriver asked -> deny(asked, asked.wish().action().request());
      case ToRobotSession.AnswerAsker answer -> deny(answer, Request.ANSWER_REQUEST);
      case ToRobotSession.AskStatus question -> fail(question, OFFLINE);
      case ToRobotSession.Release release -> deny(release, Request.RELEASE_STOP);
      case ToRobotSession.Watch ignored -> {} // finds the robot when it comes
    }
  }

  private void deny(ToRobotSession asked, Request request) {
    Refused refused = Refused.of(request, Reason.NO_ROBOT.wireName(), OFFLINE);
    router.send(new ToClientSession.Denied(asked.from(), asked.robotId(), refused));
  }

  private void fail(ToRobotSession asked, String message) {
    ErrorReport error = new ErrorReport(Reason.NO_ROBOT.wireName(), message, null, null);
    router.send(new ToClientSession.Failed(asked.from(), asked.robotId(), error));
  }
}
