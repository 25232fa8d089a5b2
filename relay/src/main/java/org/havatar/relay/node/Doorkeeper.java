package org.havatar.relay.node;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.User;
import org.havatar.relay.access.robots.Admission;
import org.havatar.relay.session.Accounts.Account;
import org.havatar.relay.session.RobotKeys;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkListener;
import org.havatar.transports.wire.RobotId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides at the handshake who comes in, by path and proof (PROTOCOL.md §6). */
final class Doorkeeper implements Acceptor {
  private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);

  private static final int BAD_PATH = 400;
  private static final int NO_PROOF = 401;
  private static final int UNKNOWN_ROBOT = 404;
  private static final int NOT_READY = 503;
  private static final Verdict LEAVING = new Verdict.Refuse(NOT_READY, "This node is leaving.");

  /** Makes the sessions of those who were let in. */
  interface Openers {
    LinkListener client(Account account, @Nullable String wantedRobot, Link link);

    LinkListener robot(RobotKeys.Proof proof, Link link);
  }

  /** What a path asks for. */
  private enum Role {
    CLIENT,
    ROBOT
  }

  private final Access access;
  private final Openers openers;
  private final Consumer<Runnable> loop;
  private final IntConsumer refusals;
  private boolean isLeaving;

  /**
   * @param loop runs a task on the loop of the handshakes
   * @param refusals hears the HTTP status of each handshake that was refused
   */
  Doorkeeper(Access access, Openers openers, Consumer<Runnable> loop, IntConsumer refusals) {
    this.access = access;
    this.openers = openers;
    this.loop = loop;
    this.refusals = refusals;
  }

  /** From now on nobody comes in. */
  void leave() {
    isLeaving = true;
  }

  @Override
  public void onRefused(int httpStatus) {
    refusals.accept(httpStatus);
  }

  @Override
  public void judge(Handshake handshake, Consumer<Verdict> answer) {
    String[] parts = handshake.path().split("/", -1);
    int roleAt = parts.length == 4 && parts[1].equals("ws") ? 2 : 1;
    Role role = parts.length == roleAt + 2 && parts[0].isEmpty() ? roleOf(parts[roleAt]) : null;
    String id = parts[parts.length - 1];
    if (role == null || !RobotId.isValid(id)) {
      refuse(answer, BAD_PATH, "No such place: /ws/client/{id} or /ws/robot/{id}.");
    } else if (isLeaving) {
      answer.accept(LEAVING);
    } else {
      switch (role) {
        case CLIENT -> judgeClient(handshake, answer);
        case ROBOT -> judgeRobot(id, handshake.bearer(), answer);
      }
    }
  }

  private static @Nullable Role roleOf(String name) {
    return switch (name) {
      case "client" -> Role.CLIENT;
      case "robot" -> Role.ROBOT;
      default -> null;
    };
  }

  private static void refuse(Consumer<Verdict> answer, int status, String message) {
    answer.accept(new Verdict.Refuse(status, message));
  }

  private void judgeClient(Handshake handshake, Consumer<Verdict> answer) {
    String ticket = handshake.ticket();
    String bearer = handshake.bearer();
    Future<Optional<User>> proven;
    if (ticket != null) {
      proven = access.redeemTicket(ticket);
    } else if (bearer != null) {
      proven = access.userOfToken(bearer);
    } else {
      refuse(answer, NO_PROOF, "A ticket or a token is needed.");
      return;
    }
    String wanted = handshake.robot();
    String robot = wanted != null && RobotId.isValid(wanted) ? wanted : null;
    answerWith(
        proven,
        answer,
        user ->
            user.isEmpty()
                ? new Verdict.Refuse(NO_PROOF, "The ticket or token is not valid.")
                : admit(link -> openers.client(AccessPorts.account(user.get()), robot, link)));
  }

  private void judgeRobot(String robotId, @Nullable String key, Consumer<Verdict> answer) {
    if (key == null) {
      refuse(answer, NO_PROOF, "The robot's key is needed.");
      return;
    }
    answerWith(
        access.robotKeys().admit(robotId, key), answer, admission -> verdict(robotId, admission));
  }

  private Verdict verdict(String robotId, Admission admission) {
    return switch (admission) {
      case Admission.Admitted in ->
          admit(link -> openers.robot(new RobotKeys.Proof(robotId, in.series()), link));
      case Admission.UnknownRobot ignored ->
          new Verdict.Refuse(UNKNOWN_ROBOT, "No such robot is registered.");
      case Admission.Refused refused -> {
        LOG.atInfo()
            .addKeyValue("robot", robotId)
            .addKeyValue("code", refused.code())
            .log("robot refused: {}", refused.sentence());
        yield new Verdict.Refuse(NO_PROOF, refused.sentence());
      }
    };
  }

  private static Verdict admit(Opener opener) {
    return new Verdict.Admit(opener);
  }

  private <T> void answerWith(
      Future<T> asked, Consumer<Verdict> answer, Function<T, Verdict> judge) {
    asked.onComplete(
        known -> loop.accept(() -> answer.accept(isLeaving ? LEAVING : judge.apply(known))),
        failure -> {
          LOG.warn("handshake can't be judged: {}", failure.toString());
          loop.accept(() -> refuse(answer, NOT_READY, "The relay can't check that now."));
        });
  }
}
