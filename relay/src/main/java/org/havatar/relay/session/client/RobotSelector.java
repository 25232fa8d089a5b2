package org.havatar.relay.session.client;

import java.util.Optional;
import java.util.function.Consumer;
import org.havatar.relay.session.client.Capability.Moment;
import org.havatar.relay.session.connection.Alarm;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.Rights;
import org.havatar.relay.session.port.Accounts.RobotProfile;
import org.havatar.relay.session.port.StoreReach;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Propose.Action;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Request;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.SessionEnds;
import org.jspecify.annotations.Nullable;

/** Which robot a welcomed client has selected, and whether it may still watch and drive it. */
final class RobotSelector {
  private static final String LAPSED =
      "The relay can't confirm that you may still drive: the robot is stopped. Take it again when"
          + " the relay can look that up.";

  private final LoopContext context;
  private final Client client;
  private final Consumer<@Nullable String> onSelected;
  private @Nullable SelectedRobot selection;
  private int selecting;
  private boolean isAskingRights;
  private boolean isAskedAgain;

  /** A robot that was chosen before the account's booking of it begins; null: none. */
  private @Nullable Awaited awaited;

  private record Awaited(String robotId, Capability capability) {}

  /**
   * @param onSelected hears the robot that is selected from now on, or null
   */
  RobotSelector(LoopContext context, Client client, Consumer<@Nullable String> onSelected) {
    this.context = context;
    this.client = client;
    this.onSelected = onSelected;
  }

  @Nullable SelectedRobot current() {
    return selection;
  }

  /** True when that robot is selected, or awaited. */
  boolean concerns(String robotId) {
    return robotId.equals(robotId());
  }

  private @Nullable String robotId() {
    if (selection != null) {
      return selection.robotId();
    }
    return awaited == null ? null : awaited.robotId;
  }

  /** True once a choice was made, also while its answer is awaited. */
  boolean isMade() {
    return selecting > 0;
  }

  /** The former robot is left at once; the same one is kept while the answer is awaited. */
  void select(String robotId, long nowMs) {
    SelectedRobot former = selection;
    if (former != null && !former.robotId().equals(robotId)) {
      leave(former);
    }
    awaited = null;
    selecting++;
    int mine = selecting;
    Moment asked = moment(nowMs);
    Consumer<Optional<Rights>> answer =
        rights -> {
          if (mine == selecting) {
            onSelectable(robotId, rights, asked);
          }
        };
    context.ports().accounts().rights(client.account(), robotId, answer);
  }

  private Moment moment(long nowMs) {
    StoreReach reach = context.ports().storeReach();
    return new Moment(nowMs, context.epochMs().getAsLong(), reach.exposedMs(nowMs));
  }

  private void onSelectable(String robotId, Optional<Rights> answer, Moment asked) {
    if (answer.isEmpty()) {
      refuse(Codes.UNAVAILABLE, "The relay can't look that up now. Retry.");
      return;
    }
    Rights rights = answer.get();
    switch (rights.right()) {
      case UNKNOWN -> refuse(Codes.UNKNOWN_ROBOT, "There is no such robot.");
      case NONE -> refuse(Reason.NOT_PERMITTED.wireName(), "Your account may not watch it.");
      case WATCH, DRIVE -> {
        Capability capability =
            new Capability(context.epochMs(), context.ports().storeReach(), rights, asked);
        if (capability.right(asked.nowMs()).compareTo(Right.WATCH) >= 0) {
          choose(robotId, capability, asked.nowMs());
        } else {
          awaited = new Awaited(robotId, capability);
          refuse(Codes.BOOKING_NEEDED, TurnWatch.whyNot(capability, asked.nowMs()));
        }
      }
    }
  }

  private void choose(String robotId, Capability capability, long nowMs) {
    SelectedRobot chosen = selection;
    if (chosen == null) {
      chosen = new SelectedRobot(robotId, client, context, capability, nowMs);
    } else {
      chosen.capability().take(capability);
    }
    awaited = null;
    selection = chosen;
    onSelected.accept(robotId);
    tellSelected(chosen);
    tellEnd(chosen, nowMs);
    chosen.watch();
  }

  private void tellEnd(SelectedRobot robot, long nowMs) {
    robot.turn().isOver(nowMs); // they have just come: nothing can be over
    robot.turn().isLapsed(nowMs);
    tellWhenDue(robot, nowMs);
  }

  private void tellWhenDue(SelectedRobot robot, long nowMs) {
    SessionEnds end = robot.turn().due(robot.isHolder(), nowMs);
    if (end != null) {
      client.link().offer(end);
    }
  }

  /** The window that was awaited may have begun: it opens without asking anybody. */
  void openAwaited(long nowMs) {
    Awaited door = awaited;
    if (door != null && door.capability.mayDrive(nowMs)) {
      choose(door.robotId, door.capability, nowMs);
      askRights(nowMs); // so that it is known that they came
    }
  }

  private void refuse(String code, String message) {
    client.refuse(Request.SELECT_ROBOT, code, message);
  }

  private void tellSelected(SelectedRobot chosen) {
    RobotProfile profile = chosen.profile();
    client
        .link()
        .offer(
            new RobotSelected(
                chosen.robotId(), profile.name(), chosen.isOnline(), profile.holdLimitS()));
  }

  private void leave(SelectedRobot left) {
    selection = null;
    left.close();
    onSelected.accept(null);
  }

  /** The connection is gone: late answers mean nothing. Ends no lease and stops nothing. */
  void close() {
    selecting++;
    awaited = null;
    SelectedRobot left = selection;
    if (left != null) {
      leave(left);
    }
  }

  void onRoute(String robotId) {
    SelectedRobot robot = selection;
    if (robot != null && robot.robotId().equals(robotId) && robot.onRoute()) {
      tellSelected(robot);
    }
  }

  /** When it has something to do next. */
  long dueMs(long nowMs) {
    if (selection != null) {
      return selection.dueMs(nowMs);
    }
    return awaited == null ? Alarm.NEVER : dueMs(awaited, nowMs);
  }

  private long dueMs(Awaited door, long nowMs) {
    long edgeMs = door.capability.nextEdgeMs(nowMs);
    return isAskingRights ? edgeMs : Math.min(edgeMs, door.capability.confirmationDueMs());
  }

  /** Ends what is over, begins what is awaited; asks for rights when it is time to. */
  void onTick(long nowMs) {
    openAwaited(nowMs);
    if (isAskedAgain) {
      askRights(nowMs); // not in the answer: that knows no other time than that of its question
    }
    SelectedRobot robot = selection;
    if (robot == null) {
      onAwaiting(nowMs);
      return;
    }
    if (robot.turn().isOver(nowMs)) {
      endTurn(robot, nowMs);
    } else {
      endUnproven(robot, nowMs);
      tellWhenDue(robot, nowMs);
    }
    if (!isAskingRights && robot.isRightsCheckDue(nowMs)) {
      askRights(nowMs);
    }
  }

  private void onAwaiting(long nowMs) {
    Awaited door = awaited;
    if (door != null && !isAskingRights && door.capability.isConfirmationDue(nowMs)) {
      askRights(nowMs);
    }
  }

  /** The robot ramps down when its register hears this, or by itself at the lease's own end. */
  private void endTurn(SelectedRobot robot, long nowMs) {
    revoke(robot, nowMs);
    String code = Codes.BOOKING_OVER;
    String message = "Your time is over. " + TurnWatch.whyNot(robot.capability(), nowMs);
    if (robot.capability().right(nowMs).compareTo(Right.WATCH) < 0) {
      awaited = new Awaited(robot.robotId(), robot.capability());
      leave(robot);
    }
    client.link().offer(new ErrorReport(code, message, null, null));
  }

  /** As at the end of a booking; a lease that was proposed in the outage may have just ended. */
  private void endUnproven(SelectedRobot robot, long nowMs) {
    if (robot.turn().isLapsed(nowMs) && (robot.isHolder() || robot.turn().isToldUnconfirmed())) {
      revoke(robot, nowMs);
      client.link().offer(new ErrorReport(Codes.UNCONFIRMED, LAPSED, null, null));
    }
  }

  private static void revoke(SelectedRobot robot, long nowMs) {
    if (robot.isHolder()) {
      robot.changeLease(Action.REVOKE, robot.registerView().term(), nowMs);
    }
  }

  /** Something that they rest on has changed: only an answer about what it was keeps them. */
  void doubtRights(long nowMs) {
    SelectedRobot robot = selection;
    if (robot != null) {
      robot.capability().doubt(nowMs);
    }
  }

  /** They may have changed; an answer that is on its way may be older than the change. */
  void askRights(long nowMs) {
    isAskedAgain = isAskingRights;
    String robotId = robotId();
    if (robotId == null || isAskingRights) {
      return;
    }
    isAskingRights = true;
    int mine = selecting;
    Moment asked = moment(nowMs);
    Consumer<Optional<Rights>> answer =
        rights -> {
          isAskingRights = false;
          client.alarm().wake();
          if (mine == selecting && rights.isPresent()) {
            onRights(rights.get(), asked);
          }
        };
    context.ports().accounts().rights(client.account(), robotId, answer);
  }

  private void onRights(Rights rights, Moment asked) {
    SelectedRobot robot = selection;
    Awaited door = awaited;
    if (robot != null) {
      onRights(robot, rights, asked);
    } else if (door != null) {
      door.capability.confirm(rights, asked);
      if (rights.right().compareTo(Right.WATCH) < 0) {
        awaited = null;
      }
    }
  }

  private void onRights(SelectedRobot robot, Rights rights, Moment asked) {
    RobotProfile told = robot.profile();
    robot.capability().confirm(rights, asked);
    if (!isAskedAgain) {
      robot.capability().trust();
    }
    if (rights.right() != Right.DRIVE) {
      revoke(robot, asked.nowMs());
    }
    if (rights.right().compareTo(Right.WATCH) < 0) {
      leave(robot);
      String code = Reason.NOT_PERMITTED.wireName();
      client.link().offer(new ErrorReport(code, "You may no longer watch it.", null, null));
    } else if (!robot.profile().equals(told)) {
      tellSelected(robot);
    }
  }
}
