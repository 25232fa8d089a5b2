package org.havatar.relay.node;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.identity.SignedIn;
import org.havatar.relay.access.robots.Admission;
import org.havatar.relay.limits.Edge;
import org.havatar.relay.limits.Limit;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.RobotKeys;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Claim;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkListener;
import org.havatar.transports.link.Refusal;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.RobotId;
import org.jspecify.annotations.Nullable;

/** Decides at the handshake who comes in, by claim and proof (PROTOCOL.md §6). */
final class HandshakeAuthorizer implements Acceptor {
  /** When somebody may have closed a window. */
  private static final long COME_BACK_MS = 5000;

  private static final Verdict LEAVING =
      new Verdict.Refuse(Refusal.UNAVAILABLE, "This node is leaving.");

  /** Makes the sessions of those who were let in. */
  interface Openers {
    LinkListener client(Account account, @Nullable String wantedRobot, Link link);

    LinkListener robot(RobotKeys.Proof proof, Link link);
  }

  /** Makes the session of one of them. */
  interface SessionOpener {
    LinkListener open(Link link);
  }

  private final Access access;
  private final Openers openers;
  private final Consumer<Runnable> loop;
  private final Consumer<Refusal> refusals;
  private final Edge edge;
  private final RobotDoor robots;
  private final AdmissionRules.Logs logs;
  private boolean isLeaving;

  /**
   * @param loop runs a task on the loop of the handshakes
   * @param refusals hears why each that was refused was
   */
  HandshakeAuthorizer(
      Access access,
      Openers openers,
      Consumer<Runnable> loop,
      Consumer<Refusal> refusals,
      AdmissionRules admission) {
    this.access = access;
    this.openers = openers;
    this.loop = loop;
    this.refusals = refusals;
    this.edge = admission.edge();
    this.robots = admission.robots();
    this.logs = admission.logs();
  }

  /** From now on nobody comes in. */
  void leave() {
    isLeaving = true;
  }

  @Override
  public void onRefused(Refusal reason) {
    refusals.accept(reason);
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
  public void judge(Claim claim, Consumer<Verdict> answer) {
    if (isLeaving) {
      answer.accept(LEAVING);
      return;
    }
    String address = edge.addresses().of(claim.trail());
    switch (claim) {
      case Claim.Client client ->
          ifWithinLimit(address, answer, () -> judgeClient(client, address, answer));
      case Claim.Robot robot -> judgeRobot(robot, address, answer);
      case Claim.Unreadable claimed ->
          refuseWithinLimit(Refusal.MALFORMED, claimed.sentence(), address, answer);
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
          new Verdict.Refuse(
              Refusal.RATE_LIMITED, "Too many new sockets from your address.", waitMs));
    }
  }

  private void refuseWithinLimit(
      Refusal reason, String sentence, String address, Consumer<Verdict> answer) {
    ifWithinLimit(address, answer, () -> refuse(answer, reason, sentence));
  }

  private static void refuse(Consumer<Verdict> answer, Refusal reason, String sentence) {
    answer.accept(new Verdict.Refuse(reason, sentence));
  }

  private void judgeClient(Claim.Client client, String address, Consumer<Verdict> answer) {
    Optional<Runnable> counted = edge.limits().openSocket(address);
    if (counted.isEmpty()) {
      answer.accept(
          new Verdict.Refuse(
              Refusal.RATE_LIMITED,
              "Too many sockets are open from your address. Close a window that is not needed.",
              COME_BACK_MS));
      return;
    }
    Runnable giveBack = counted.get();
    judgeProof(
        client,
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
      Claim.Client client, String address, Runnable giveBack, Consumer<Verdict> answer) {
    if (client.proof() == null) {
      refuse(answer, Refusal.UNAUTHENTICATED, "A ticket or a token is needed.");
      return;
    }
    Future<Optional<SignedIn>> proven =
        switch (client.proof()) {
          case Claim.Proof.Ticket ticket -> access.redeemTicket(ticket.value());
          case Claim.Proof.Token token -> access.signedIn(token.value());
        };
    String wanted = client.robot();
    String robot = wanted != null && RobotId.isValid(wanted) ? wanted : null;
    answerWith(
        proven,
        answer,
        who ->
            who.isEmpty()
                ? new Verdict.Refuse(Refusal.UNAUTHENTICATED, "The ticket or token is not valid.")
                : new Verdict.Admit(
                    CountedSocket.opener(
                        link -> openers.client(AccessPorts.account(who.get()), robot, link),
                        giveBack),
                    address));
  }

  /** The buckets are looked at before the store: robots have their own, apart from browsers'. */
  private void judgeRobot(Claim.Robot robot, String address, Consumer<Verdict> answer) {
    String robotId = robot.id();
    String key = robot.key();
    if (!RobotId.isValid(robotId)) {
      refuseWithinLimit(Refusal.MALFORMED, "That is no robot id.", address, answer);
      return;
    }
    if (key == null) {
      refuseWithinLimit(Refusal.UNAUTHENTICATED, "The robot's key is needed.", address, answer);
      return;
    }
    long waitMs = robots.waitMs(robotId, key, address);
    if (waitMs > 0) {
      answer.accept(
          new Verdict.Refuse(
              Refusal.RATE_LIMITED, "Too many keys were shown from your address.", waitMs));
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
    return new Verdict.Refuse(Refusal.UNAUTHENTICATED, sentence);
  }

  private <T> void answerWith(
      Future<T> asked, Consumer<Verdict> answer, Function<T, Verdict> judge) {
    asked.onComplete(
        known -> loop.accept(() -> answer.accept(isLeaving ? LEAVING : judge.apply(known))),
        failure -> {
          logs.unasked().atWarn().log("handshake can't be judged: {}", failure.toString());
          loop.accept(() -> refuse(answer, Refusal.UNAVAILABLE, "The relay can't check that now."));
        });
  }
}
