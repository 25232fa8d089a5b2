package org.havatar.relay.session;

import java.util.Optional;
import java.util.function.Consumer;
import org.havatar.relay.session.Accounts.Right;
import org.havatar.relay.session.Accounts.Rights;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Propose.Action;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RobotSelected;
import org.jspecify.annotations.Nullable;

/** Which robot a welcomed client has selected, and whether it may still watch and drive it. */
final class RobotChoice {
  private final Surroundings around;
  private final Client client;
  private final Consumer<@Nullable String> onSelected;
  private @Nullable Selection selection;
  private int selecting;
  private boolean isAskingRights;
  private boolean isAskedAgain;

  /**
   * @param onSelected hears the robot that is selected from now on, or null
   */
  RobotChoice(Surroundings around, Client client, Consumer<@Nullable String> onSelected) {
    this.around = around;
    this.client = client;
    this.onSelected = onSelected;
  }

  @Nullable Selection current() {
    return selection;
  }

  /** True once a choice was made, also while its answer is awaited. */
  boolean isMade() {
    return selecting > 0;
  }

  /** The former robot is left at once; the same one is kept while the answer is awaited. */
  void select(String robotId, long nowMs) {
    if (selection != null && !selection.robotId().equals(robotId)) {
      leave();
    }
    selecting++;
    int mine = selecting;
    Consumer<Optional<Rights>> answer =
        rights -> {
          if (mine == selecting) {
            onSelectable(robotId, rights, nowMs);
          }
        };
    around.ports().accounts().rights(client.account(), robotId, answer);
  }

  private void onSelectable(String robotId, Optional<Rights> answer, long askedAtMs) {
    if (answer.isEmpty()) {
      refuse(Codes.UNAVAILABLE, "The relay can't look that up now. Retry.");
      return;
    }
    Rights rights = answer.get();
    switch (rights.right()) {
      case UNKNOWN -> refuse(Codes.UNKNOWN_ROBOT, "There is no such robot.");
      case NONE -> refuse(Reason.NOT_PERMITTED.wireName(), "Your account may not watch it.");
      case WATCH, DRIVE -> {
        Selection chosen =
            selection != null
                ? selection
                : new Selection(robotId, client, around, rights, askedAtMs);
        chosen.onRights(rights, askedAtMs);
        selection = chosen;
        onSelected.accept(robotId);
        tellSelected(chosen);
        chosen.watch();
      }
    }
  }

  private void refuse(String code, String message) {
    client.refuse("select_robot", code, message);
  }

  private void tellSelected(Selection chosen) {
    client.link().offer(new RobotSelected(chosen.robotId(), chosen.name(), chosen.isOnline()));
  }

  private void leave() {
    Selection left = selection;
    selection = null;
    if (left != null) {
      left.journal().close();
    }
    onSelected.accept(null);
  }

  /** The connection is gone: late answers mean nothing. Ends no lease and stops nothing. */
  void close() {
    selecting++;
    if (selection != null) {
      leave();
    }
  }

  void onRoute(String robotId) {
    Selection robot = selection;
    if (robot != null && robot.robotId().equals(robotId) && robot.onRoute()) {
      tellSelected(robot);
    }
  }

  /** Rights that were taken back end watching and driving within about a second. */
  void onTick(long nowMs) {
    Selection robot = selection;
    if (robot != null && !isAskingRights && robot.isRightsCheckDue(nowMs)) {
      askRights(nowMs);
    }
  }

  /** They may have changed; an answer that is on its way may be older than the change. */
  void askRights(long nowMs) {
    Selection robot = selection;
    if (robot == null) {
      return;
    }
    if (isAskingRights) {
      isAskedAgain = true;
      return;
    }
    isAskingRights = true;
    isAskedAgain = false;
    Consumer<Optional<Rights>> answer =
        rights -> {
          isAskingRights = false;
          if (robot == selection && rights.isPresent()) {
            onRights(robot, rights.get(), nowMs);
          }
          if (isAskedAgain) {
            askRights(nowMs);
          }
        };
    around.ports().accounts().rights(client.account(), robot.robotId(), answer);
  }

  private void onRights(Selection robot, Rights rights, long askedAtMs) {
    robot.onRights(rights, askedAtMs);
    if (rights.right() != Right.DRIVE && robot.isHolder()) {
      robot.send(robot.proposal(Action.REVOKE, robot.mirror().term()));
    }
    if (rights.right().compareTo(Right.WATCH) < 0) {
      leave();
      String code = Reason.NOT_PERMITTED.wireName();
      client.link().offer(new ErrorReport(code, "You may no longer watch it.", null, null));
    }
  }
}
