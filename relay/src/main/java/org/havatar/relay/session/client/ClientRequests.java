package org.havatar.relay.session.client;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.havatar.relay.session.connection.Arrival;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.connection.RegisterView;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.CommandRecord;
import org.havatar.transports.link.Link.Offer;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Binary;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose.Action;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Request;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;

/** What a welcomed client does with the one robot that it has selected. */
final class ClientRequests {
  private static final String NO_SELECTION = "Send select_robot first.";
  private static final String OFFLINE = "The robot is not connected.";
  private static final String NO_LOCK =
      "Stopped, but not locked: only an administrator may lock a robot.";
  private static final String UNCONFIRMED =
      "The relay can't confirm now that you may drive. Try again in a moment.";
  private static final String NO_RIGHT = "Your account may not drive this robot.";

  private final LoopContext context;
  private final Client client;
  private final RobotSelector selector;
  private final BookedTakeRetry takeRetry = new BookedTakeRetry();

  /**
   * @param onSelected hears the robot that is selected from now on, or null
   */
  ClientRequests(LoopContext context, Client client, Consumer<@Nullable String> onSelected) {
    this.context = context;
    this.client = client;
    this.selector = new RobotSelector(context, client, onSelected);
  }

  RobotSelector selector() {
    return selector;
  }

  boolean isDriving() {
    SelectedRobot robot = selector.current();
    return robot != null && robot.isHolder();
  }

  void onDrive(Drive drive, long nowMs) {
    SelectedRobot robot = selector.current();
    if (robot == null) {
      client.complaints().about(Codes.NOT_SELECTED, NO_SELECTION, nowMs);
      refuse(drive, Reason.NO_ROBOT, nowMs);
      return;
    }
    Reason reason = robot.refusalOf(drive, nowMs);
    if (reason == null) {
      // before it goes: on the same loop the answer is here before send returns
      robot.journal().carried(drive, nowMs);
      reason = robot.sendSetpoint(drive) ? null : Reason.NO_ROBOT;
    }
    if (reason == null) {
      robot.onCarried(drive);
    } else {
      refuse(drive, reason, nowMs);
    }
  }

  void refuse(Drive drive, Reason reason, long nowMs) {
    SelectedRobot robot = selector.current();
    if (robot != null) {
      robot.journal().refused(drive, reason, nowMs);
    }
    refuse(drive, reason);
  }

  private void refuse(Drive drive, Reason reason) {
    context.drops().count(reason);
    client.link().offer(Ack.refusedByNode(drive, reason));
  }

  /** Never refused for what it says: whoever may watch may stop. */
  void onStop(Stop stop, long nowMs) {
    SelectedRobot robot = selector.current();
    if (robot == null) {
      client.complaints().about(Codes.NOT_SELECTED, "Not stopped. " + NO_SELECTION, nowMs);
      return;
    }
    long stopId = stop.stopId();
    if (stopId == 0) {
      client
          .complaints()
          .about(Reason.OUT_OF_RANGE, "Stopped, but a stop needs an id that is not 0.", nowMs);
      stopId = context.random().nextLong() | 1;
    }
    Stop marked =
        new Stop(
            Stop.Cause.PERSON, authorityOf(stop), stopId, client.address().holder(), Numbered.NONE);
    boolean sent = robot.press(marked);
    robot.presses().onPress(stopId, sent, nowMs);
    if (!sent) {
      client.complaints().about(Reason.NO_ROBOT, "Not stopped. " + OFFLINE, nowMs);
    } else if (isLock(stop) && !client.mayLock()) {
      client.complaints().about(Reason.NOT_PERMITTED, NO_LOCK, nowMs);
    }
  }

  /** A lock of somebody who may not lock stops all the same, as everybody's stop does. */
  private int authorityOf(Stop stop) {
    return isLock(stop) && client.mayLock() ? Stop.ADMINISTRATOR : 0;
  }

  /** What a client wrote there that doesn't know the lock means nothing. */
  private boolean isLock(Stop stop) {
    return client.knowsLock() && stop.authority() == Stop.ADMINISTRATOR;
  }

  void onLeaseRequest(Action action, long nowMs) {
    SelectedRobot robot = forDriver(action.request(), nowMs);
    if (robot != null && action != Action.RELEASE && !robot.mayBegin(nowMs)) {
      refuse(robot, action.request(), Codes.UNAVAILABLE, UNCONFIRMED);
    } else if (robot != null) {
      robot.notExtending();
      takeRetry.onAsked(action, robot.capability().isBooked(nowMs), nowMs);
      toRobot(robot, action.request(), () -> wish(robot, action, nowMs));
    }
  }

  private boolean wish(SelectedRobot robot, Action action, long nowMs) {
    if (action == Action.HAND_OVER) {
      return robot.askDriver(nowMs);
    }
    if (action != Action.TAKE || robot.registerView().holder() == 0) {
      return robot.changeLease(action, Numbered.NONE, nowMs);
    }
    if (isHeldByPredecessor(robot)) {
      return robot.changeLease(Action.HAND_OVER, robot.registerView().term(), nowMs);
    }
    boolean mine = robot.capability().isBooked(nowMs) && !robot.isHolder();
    return robot.changeLease(mine ? Action.TAKE_OVER : action, Numbered.NONE, nowMs);
  }

  /**
   * Of a robot that somebody drives. A page that was reloaded is not locked out by the page it was.
   */
  private boolean isHeldByPredecessor(SelectedRobot robot) {
    RegisterView register = robot.registerView();
    return register.isKnown() && register.holder() == client.predecessor();
  }

  void onAnswerRequest(AnswerRequest answer, long nowMs) {
    SelectedRobot robot = forDriver(Request.ANSWER_REQUEST, nowMs);
    if (robot != null) {
      toRobot(robot, Request.ANSWER_REQUEST, () -> robot.answerAsker(answer));
    }
  }

  void onGetStatus(GetStatus ask, long nowMs) {
    SelectedRobot robot = selector.current();
    if (robot == null) {
      client.complaints().about(Codes.NOT_SELECTED, NO_SELECTION, nowMs);
    } else if (!robot.askStatus(ask)) {
      client.complaints().about(Reason.NO_ROBOT, OFFLINE, nowMs);
    }
  }

  /** Written down before it goes: on the same loop the answer is here before it returns. */
  private void toRobot(SelectedRobot robot, Request request, BooleanSupplier sending) {
    robot.journal().event(request.wireName(), CommandRecord.FORWARDED);
    if (!sending.getAsBoolean()) {
      robot.journal().event(request.wireName(), Reason.NO_ROBOT.wireName());
      client.refuse(request, Reason.NO_ROBOT.wireName(), OFFLINE);
    }
  }

  void onReleaseStop(ReleaseStop asked, long nowMs) {
    SelectedRobot robot = forDriver(Request.RELEASE_STOP, nowMs);
    if (robot != null) {
      Long holder = client.address().holder();
      ReleaseStop marked =
          new ReleaseStop(
              asked.term(), asked.latch(), asked.echo(), asked.ttlMs(), holder, robot.rank(nowMs));
      toRobot(robot, Request.RELEASE_STOP, () -> robot.release(marked));
    }
  }

  private @Nullable SelectedRobot forDriver(Request request, long nowMs) {
    selector.openAwaited(nowMs);
    SelectedRobot robot = selector.current();
    if (robot == null) {
      client.refuse(request, Codes.NOT_SELECTED, NO_SELECTION);
      return null;
    }
    if (!robot.mayDrive(nowMs)) {
      refuseDriver(robot, request, nowMs);
      return null;
    }
    return robot;
  }

  private void refuseDriver(SelectedRobot robot, Request request, long nowMs) {
    Capability capability = robot.capability();
    if (capability.right(nowMs) == Right.DRIVE) {
      refuse(robot, request, Codes.UNAVAILABLE, UNCONFIRMED);
    } else if (capability.rights().right() == Right.DRIVE) {
      String message = TurnWatch.whyNot(capability, nowMs);
      refuse(robot, request, Codes.BOOKING_NEEDED, message);
    } else {
      refuse(robot, request, Reason.NOT_PERMITTED.wireName(), NO_RIGHT);
    }
  }

  private void refuse(SelectedRobot robot, Request request, String code, String message) {
    robot.journal().event(request.wireName(), code);
    client.refuse(request, code, message);
  }

  /** What a robot's session sends to this one; of any other robot it means nothing. */
  void fromRobot(ToClientSession told, long nowMs) {
    SelectedRobot robot = selector.current();
    if (robot == null || !robot.robotId().equals(told.robotId())) {
      return;
    }
    switch (told) {
      case ToClientSession.Heard(var to, var id, Beacon beacon) -> {
        if (robot.registerView().onBeacon(beacon, nowMs) != RegisterView.Heard.OLD) {
          robot.presses().onBeacon(beacon);
          pass(beacon);
        }
      }
      case ToClientSession.Leased(var to, var id, Lease lease) -> {
        robot.notExtending();
        if (lease.holder() == client.address().holder()) {
          takeRetry.done();
        }
        if (robot.registerView().onLease(lease, nowMs) != RegisterView.Heard.OLD) {
          robot.drives().onLease(lease);
          client.link().offer(lease);
        }
      }
      case ToClientSession.Acknowledged(var to, var id, Ack ack, long readNs) -> {
        robot.journal().onAck(ack, nowMs);
        pass(ack);
        measurePassed(ack);
      }
      case ToClientSession.Latched(var to, var id, Stopped stopped) -> {
        robot.presses().onStopped(stopped, nowMs);
        pass(stopped);
      }
      case ToClientSession.Denied(var to, var id, Refused refused) -> {
        if (takeRetry.takesUp(refused, nowMs)) {
          break;
        }
        if (!refused.answers(Request.TAKE_LEASE) || !robot.isOwnRefusal()) {
          robot.journal().event(refused.request(), refused.code());
          client.link().offer(refused);
        }
      }
      case ToClientSession.Failed(var to, var id, ErrorReport error) ->
          client.complaints().about(error.code(), error.message(), nowMs);
      case ToClientSession.Asked asked -> client.link().offer(asked.request());
      case ToClientSession.Watched watched -> client.link().offer(watched.watchers());
      case ToClientSession.Pressed pressed -> client.link().offer(pressed.press());
      case ToClientSession.StatusTold status -> client.link().offer(status.status());
    }
  }

  /** An ACK with a stamp comes from the robot; without one, from a node that refused. */
  private void measurePassed(Ack ack) {
    Arrival arrival = context.instrumentation().arrival();
    if (arrival.isKnown() && ack.stamp().millis() != 0) {
      context.metrics().ackPassed(arrival.hop(), arrival.nowNs() - arrival.readNs());
    }
  }

  private void pass(Binary message) {
    if (client.link().offer(message) == Offer.FULL) {
      context.drops().count(Reason.LINK_FULL);
    }
  }

  /** When it has something to do next. */
  long dueMs(long nowMs) {
    return Math.min(selector.dueMs(nowMs), takeRetry.dueMs());
  }

  void onTick(long nowMs) {
    selector.onTick(nowMs);
    SelectedRobot robot = selector.current();
    if (robot == null) {
      return;
    }
    robot.renewWatch(nowMs);
    robot.journal().onTick(nowMs);
    if (robot.isExtensionDue(nowMs)) {
      // Of the term that this driver holds only: a lease that has just ended is not taken anew.
      robot.changeLease(Action.TAKE, robot.registerView().term(), nowMs);
    }
    if (takeRetry.isDue(nowMs) && robot.mayBegin(nowMs)) {
      wish(robot, Action.TAKE, nowMs);
    }
  }
}
