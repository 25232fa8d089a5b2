package org.havatar.relay.node;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.identity.SignedIn;
import org.havatar.relay.access.robots.Admission;
import org.havatar.relay.limits.Edge;
import org.havatar.relay.limits.Limit;
import org.havatar.relay.session.Accounts.Account;
import org.havatar.relay.session.RobotKeys;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkListener;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.RobotId;
import org.jspecify.annotations.Nullable;

/** Decides at the handshake who comes in, by path and proof (PROTOCOL.md §6). */
final class HandshakeAuthorizer implements Acceptor {
  private static final int BAD_PATH = 400;
  private static final int TOO_MANY = 429;

  /** When somebody may have closed a window. */
  private static final long COME_BACK_MS = 5000;

  private static final int NO_PROOF = 401;
  private static final int NOT_READY = 503;
  private static final Verdict NO_SUCH_PLACE =
      new Verdict.Refuse(BAD_PATH, "No such place: /ws/client/{id} or /ws/robot/{id}.");
  private static final Verdict LEAVING = new Verdict.Refuse(NOT_READY, "This node is leaving.");

  /** Makes the sessions of those who were let in. */
  interface Openers {
    LinkListener client(Account account, @Nullable String wantedRobot, Link link);

    LinkListener robot(RobotKeys.Proof proof, Link link);
  }

  /** Makes the session of one of them. */
  interface SessionOpener {
    LinkListener open(Link link);
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
  private final Edge edge;
  private final RobotDoor robots;
  private final Entrance.Logs logs;
  private boolean isLeaving;

  /**
   * @param loop runs a task on the loop of the handshakes
   * @param refusals hears the HTTP status of each handshake that was refused
   */
  HandshakeAuthorizer(
      Access access,
      Openers openers,
      Consumer<Runnable> loop,
      IntConsumer refusals,
      Entrance entrance) {
    this.access = access;
    this.openers = openers;
    this.loop = loop;
    this.refusals = refusals;
    this.edge = entrance.edge();
    this.robots = entrance.robots();
    this.logs = entrance.logs();
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
  public boolean isTrustedProxy(String address) {
    return edge.addresses().isTrusted(address);
  }

  @Override
  public Optional<Runnable> connected(String address) {
    return edge.limits().openConnection(address);
  }

  @Override
  public void judge(Handshake handshake, Consumer<Verdict> answer) {
    String[] parts = handshake.path().split("/", -1);
    int roleAt = parts.length == 4 && parts[1].equals("ws") ? 2 : 1;
    Role role = parts.length == roleAt + 2 && parts[0].isEmpty() ? roleOf(parts[roleAt]) : null;
    String id = parts[parts.length - 1];
    String address = edge.addresses().of(handshake.trail());
    if (isLeaving) {
      answer.accept(LEAVING);
    } else if (role == null || !RobotId.isValid(id)) {
      ifWithinLimit(address, answer, () -> answer.accept(NO_SUCH_PLACE));
    } else {
      switch (role) {
        case CLIENT ->
            ifWithinLimit(address, answer, () -> judgeClient(handshake, address, answer));
        case ROBOT -> judgeRobot(id, handshake.bearer(), address, answer);
      }
    }
  }

  /** Counts a handshake; a robot that shows a key never comes here. */
  private void ifWithinLimit(String address, Consumer<Verdict> answer, Runnable judge) {
    Future<Long> waited = edge.limits().takeByAddress(Limit.NEW_SOCKETS, address);
    if (waited.isComplete()) {
      goOn(waited, answer, judge);
    } else {
      waited.onComplete(ignored -> loop.accept(() -> goOn(waited, answer, judge)));
    }
  }

  private static void goOn(Future<Long> waited, Consumer<Verdict> answer, Runnable judge) {
    long waitMs = waited.succeeded() ? waited.result() : 0;
    if (waitMs == 0) {
      judge.run();
    } else {
      answer.accept(
          new Verdict.Refuse(TOO_MANY, "Too many new sockets from your address.", waitMs));
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

  private void judgeClient(Handshake handshake, String address, Consumer<Verdict> answer) {
    Optional<Runnable> counted = edge.limits().openSocket(address);
    if (counted.isEmpty()) {
      answer.accept(
          new Verdict.Refuse(
              TOO_MANY,
              "Too many sockets are open from your address. Close a window that is not needed.",
              COME_BACK_MS));
      return;
    }
    Runnable giveBack = counted.get();
    judgeProof(
        handshake,
        address,
        giveBack,
        verdict -> {
          if (verdict instanceof Verdict.Refuse) {
            giveBack.run();
          }
          answer.accept(verdict);
        });
  }

  private void judgeProof(
      Handshake handshake, String address, Runnable giveBack, Consumer<Verdict> answer) {
    String ticket = handshake.ticket();
    String bearer = handshake.bearer();
    Future<Optional<SignedIn>> proven;
    if (ticket != null) {
      proven = access.redeemTicket(ticket);
    } else if (bearer != null) {
      proven = access.signedIn(bearer);
    } else {
      refuse(answer, NO_PROOF, "A ticket or a token is needed.");
      return;
    }
    String wanted = handshake.robot();
    String robot = wanted != null && RobotId.isValid(wanted) ? wanted : null;
    answerWith(
        proven,
        answer,
        who ->
            who.isEmpty()
                ? new Verdict.Refuse(NO_PROOF, "The ticket or token is not valid.")
                : new Verdict.Admit(
                    CountedSocket.opener(
                        link -> openers.client(AccessPorts.account(who.get()), robot, link),
                        giveBack),
                    address));
  }

  /** The buckets are looked at before the store: robots have their own, apart from browsers'. */
  private void judgeRobot(
      String robotId, @Nullable String key, String address, Consumer<Verdict> answer) {
    if (key == null) {
      Verdict refusal = new Verdict.Refuse(NO_PROOF, "The robot's key is needed.");
      ifWithinLimit(address, answer, () -> answer.accept(refusal));
      return;
    }
    long waitMs = robots.waitMs(robotId, key, address);
    if (waitMs > 0) {
      answer.accept(
          new Verdict.Refuse(TOO_MANY, "Too many keys were shown from your address.", waitMs));
      return;
    }
    answerWith(
        robots.admit(robotId, key, address),
        answer,
        admission -> verdict(robotId, admission, address));
  }

  private Verdict verdict(String robotId, Admission admission, String address) {
    return switch (admission) {
      case Admission.Admitted in ->
          new Verdict.Admit(
              link -> openers.robot(new RobotKeys.Proof(robotId, in.series()), link), address);
      case Admission.UnknownRobot ignored ->
          refused(robotId, address, Codes.UNKNOWN_ROBOT, Admission.NOT_ITS_KEY);
      case Admission.Refused refused ->
          refused(robotId, address, refused.code(), refused.sentence());
    };
  }

  /** The log tells more than the answer, which has to be the same whether there is such a robot. */
  private Verdict refused(String robotId, String address, String code, String sentence) {
    logs.refused()
        .atInfo()
        .addKeyValue("robot", robotId)
        .addKeyValue("code", code)
        .addKeyValue("remote", address)
        .log("robot refused: {}", sentence);
    return new Verdict.Refuse(NO_PROOF, sentence);
  }

  private <T> void answerWith(
      Future<T> asked, Consumer<Verdict> answer, Function<T, Verdict> judge) {
    asked.onComplete(
        known -> loop.accept(() -> answer.accept(isLeaving ? LEAVING : judge.apply(known))),
        failure -> {
          logs.unasked().atWarn().log("handshake can't be judged: {}", failure.toString());
          loop.accept(() -> refuse(answer, NOT_READY, "The relay can't check that now."));
        });
  }
}
