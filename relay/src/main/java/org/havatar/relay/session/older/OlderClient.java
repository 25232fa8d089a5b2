package org.havatar.relay.session.older;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseLease;
import org.havatar.transports.wire.Request;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.SelectRobot;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.StatusResponse;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Welcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An older client (PROTOCOL.md §11): towards its link a session that speaks its dialect, towards a
 * modern client's session the link, so that everything behind it is as for any driver.
 *
 * <p>What that session offers is only noted here, or passed to the client: it is never called back
 * within its own call.
 */
final class OlderClient extends OlderPeer {
  private static final Logger LOG = LoggerFactory.getLogger(OlderClient.class);

  /** Questions that came before the robot was chosen wait for so long, and so many. */
  static final long CHOICE_WITHIN_MS = 500;

  static final int MOST_WAITING = 8;

  /** Who connected. */
  record Peer(Account account, @Nullable String wantedRobot) {}

  private final Session inner;
  private final Answers answers;
  private final StandInDriver driver;
  private final CommandGate gate = new CommandGate();
  private final Queue<GetStatus> waiting = new ArrayDeque<>();
  private final long openedMs;
  private @Nullable Ping ping;
  private boolean hasAskedForRobot;

  /**
   * @param tickedMs when this loop ticked last: a gap before the first message counts too
   */
  OlderClient(Opening opening, Peer peer, ProbeClock probes, long tickedMs, long nowMs) {
    super(opening, probes, tickedMs, nowMs);
    LoopContext context = opening.context();
    this.answers = new Answers(link, context.epochMs());
    this.openedMs = nowMs;
    this.driver =
        new StandInDriver(this::toInner, answers, probes, context.place().olderHoldMs(), nowMs);
    this.inner = sessions.openClient(peer.account(), peer.wantedRobot(), this);
    LOG.atInfo().addKeyValue("remote", link.info().remoteAddress()).log("older client");
    toInner(
        new ClientHello(List.of(1), List.of(), instance(context.random()), "an older client"),
        nowMs);
  }

  private static String instance(RandomGenerator random) {
    return String.format("%016x%016x", random.nextLong(), random.nextLong());
  }

  private void toInner(Message message, long nowMs) {
    inner.onMessage(message, nowMs);
  }

  @Override
  public void onMessage(Message message, long nowMs) {
    if (isClosed()) {
      return;
    }
    noticeGap(nowMs);
    boolean within = isWithinBudget(message, nowMs);
    switch (message) {
      case Stop stop -> toInner(stop, nowMs); // whoever may watch may stop
      case MotorControl command -> onMotorControl(command, within, nowMs);
      default -> {
        if (within) {
          onOther(message, nowMs);
        } else {
          onHaste(nowMs);
        }
      }
    }
  }

  private void onOther(Message message, long nowMs) {
    switch (message) {
      case GetStatus ask -> {
        if (!driver.isSelected() && waiting.size() < MOST_WAITING) {
          waiting.add(ask);
        } else {
          toInner(ask, nowMs);
        }
      }
      case SelectRobot select -> {
        hasAskedForRobot = true;
        toInner(select, nowMs);
      }
      case ErrorReport ignored -> {}
      default ->
          complaints.about(Codes.HELLO_FIRST, "Only a client that says hello may send it.", nowMs);
    }
  }

  private void onMotorControl(MotorControl command, boolean within, long nowMs) {
    Answers.Open answer = answers.open(command.id(), nowMs);
    if (!command.isDirectionKnown()) {
      answers.refuse(answer, Codes.INVALID_DIRECTION);
      return;
    }
    if (!within && !command.isNeutral()) {
      answers.refuse(answer, Reason.RATE_LIMITED.wireName());
      onHaste(nowMs);
      return;
    }
    switch (gate.judge(command, probes.provenMs(), nowMs)) {
      case FRESH -> driver.onCommand(command, answer, nowMs);
      case STALE -> {
        driver.onStale(command, nowMs);
        answers.refuse(answer, hasPonged() ? Reason.STALE.wireName() : Codes.UNPROVEN);
      }
      case HOLD_VOID -> {
        driver.onStale(command, nowMs);
        answers.refuse(answer, Reason.STALE.wireName());
        driver.rest(nowMs);
      }
    }
    endAbuse(nowMs);
  }

  /** Without any pong nobody knows how old its commands are, and none will count. */
  private boolean hasPonged() {
    return probes.answered() > 0;
  }

  /** A gap before it is noticed by the next command or tick: the gate is for those. */
  @Override
  public void onProbed(long token, long nowMs) {
    if (probes.onProbed(token, nowMs)) {
      driver.onProven(nowMs); // a session that has ended ignores what it says
    }
  }

  @Override
  void onGap(long nowMs) {
    gate.onGap(nowMs);
  }

  @Override
  public void onLeap(long byMs, long nowMs) {
    gate.onLeap(byMs, nowMs);
    driver.rest(nowMs);
  }

  @Override
  void tick(long nowMs) {
    probes.onTick(driver.isBusy(nowMs), nowMs);
    Ping asked = ping;
    if (asked != null) {
      ping = null;
      toInner(new Pong(asked.id(), asked.senderMs(), false, new Stamp(0)), nowMs);
    }
    if (driver.isSelected() || nowMs - openedMs >= CHOICE_WITHIN_MS) {
      for (GetStatus ask = waiting.poll(); ask != null; ask = waiting.poll()) {
        toInner(ask, nowMs);
      }
    }
    driver.onTick(nowMs);
    if (!driver.isSelected() && nowMs - openedMs >= CHOICE_WITHIN_MS) {
      answers.refuseAll(Codes.NOT_SELECTED, Sentences.about(Codes.NOT_SELECTED));
    }
    answers.onTick(nowMs);
  }

  /** What a modern client would be told. */
  @Override
  public Offer offer(Message message) {
    if (isClosed()) {
      return Offer.CLOSED;
    }
    long nowMs = sessions.nowMs();
    switch (message) {
      case Ping asked -> ping = asked;
      case Welcome welcome -> driver.onWelcome(welcome.holder() == null ? 0 : welcome.holder());
      case RobotSelected selected -> {
        driver.onSelected(selected, nowMs);
        if (hasAskedForRobot) {
          link.offer(selected);
        }
      }
      case Beacon beacon -> driver.onBeacon(beacon, nowMs);
      case Lease lease -> driver.onLease(lease, nowMs);
      case Ack ack -> driver.onAck(ack, nowMs);
      case Refused refused -> onRefused(refused, nowMs);
      case StatusResponse status -> link.offer(status);
      case ErrorReport error -> link.offer(error);
      default -> {} // an older client has no word for it
    }
    return Offer.SENT;
  }

  private void onRefused(Refused refused, long nowMs) {
    if (refused.answers(Request.SELECT_ROBOT)) {
      link.offer(new ErrorReport(refused.code(), refused.message(), null, null));
    } else {
      driver.onRefused(refused, nowMs);
    }
  }

  /** The session behind closes. */
  @Override
  public void close(CloseCode code) {
    markClosed();
    link.close(code);
  }

  @Override
  public void onClosed(CloseCode code) {
    depart(code, sessions.nowMs());
  }

  @Override
  void end(CloseCode code, long nowMs) {
    depart(code, nowMs);
    link.close(code);
  }

  /** Its instance was for this connection only: nobody else goes on with the drive. */
  private void depart(CloseCode code, long nowMs) {
    if (driver.isHolder()) { // a session that has ended ignores it
      toInner(new ReleaseLease(), nowMs);
    }
    markClosed();
    sessions.onClosed(inner, code);
  }
}
