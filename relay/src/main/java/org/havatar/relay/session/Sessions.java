package org.havatar.relay.session;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.havatar.relay.session.Accounts.Account;
import org.havatar.relay.session.message.Addressee;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.SessionMessage;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sessions of one event loop. Whoever enters from outside calls {@link #enter} first, so that a
 * loop that stood still knows it before it believes anything that arrived meanwhile.
 */
public final class Sessions implements Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  /** A loop whose ticks are further apart stood still (frozen process, long pause). */
  public static final long FREEZE_MS = 400;

  private static final String OFFLINE = "The robot is not connected.";

  private final LoopContext context;
  private final Map<String, ClientSession> clients = new HashMap<>();
  private final Set<RobotSession> robots = new LinkedHashSet<>();
  private final Map<String, RobotSession> liveRobots = new HashMap<>();
  private final Map<String, Set<ClientSession>> watching = new HashMap<>();
  private final Set<Adapter> adapters = new LinkedHashSet<>();
  private final LeapWatch leapWatch;
  private long nowMs;
  private long tickedMs;
  private long opened;

  public Sessions(LoopContext context, long nowMs) {
    this.context = context;
    this.nowMs = nowMs;
    this.tickedMs = nowMs;
    this.leapWatch = new LeapWatch(context.epochMs(), context.leaps(), new Leaps(), nowMs);
  }

  private final class Leaps implements LeapWatch.Listener {
    @Override
    public void onRobotsAhead(long byMs) {
      LOG.atWarn().addKeyValue("node", context.place().node()).log("the node's clock stood still");
      eachRobot(each -> each.onFreeze(nowMs));
      eachAdapter(each -> each.onLeap(byMs, nowMs));
    }

    @Override
    public void onWallJump(long byMs) {
      eachAdapter(each -> each.onLeap(byMs, nowMs));
    }
  }

  /** A turn of the loop begins. */
  public void enter(long atMs) {
    nowMs = atMs;
    context.instrumentation().arrival().forget();
    long gapMs = atMs - tickedMs;
    if (gapMs > FREEZE_MS) {
      tickedMs = atMs;
      LOG.atWarn()
          .addKeyValue("node", context.place().node())
          .addKeyValue("loop", context.place().loop())
          .addKeyValue("gapMs", gapMs)
          .log("loop stood still");
      context.metrics().loopFroze();
      eachClient(each -> each.onFreeze(atMs));
      eachRobot(each -> each.onFreeze(atMs));
    }
    leapWatch.look(atMs);
  }

  /** A turn begins with a message that was just read from a link of this loop. */
  public void enterToRead(long atMs) {
    enter(atMs);
    context.instrumentation().arrival().onRead();
  }

  /** To be called every few tens of milliseconds. */
  public void onTick(long atMs) {
    enter(atMs);
    tickedMs = atMs;
    eachClient(each -> each.onTick(atMs));
    eachRobot(each -> each.onTick(atMs));
    eachAdapter(each -> each.onTick(atMs));
  }

  /** When the present turn of the loop began. */
  public long nowMs() {
    return nowMs;
  }

  /** From now on it has its ticks, until its link is closed. */
  public void adopt(Adapter adapter) {
    adapters.add(adapter);
  }

  /**
   * Makes the session of a client whose link has just opened.
   *
   * @param wantedRobot the robot named at the handshake, or null
   */
  public Session openClient(Account account, @Nullable String wantedRobot, Link link) {
    String id = newId();
    ClientSession session =
        new ClientSession(
            context,
            new ClientSession.Peer(id, account, wantedRobot),
            link,
            this::onSelected,
            nowMs);
    clients.put(id, session);
    return session;
  }

  public Session openRobot(RobotKeys.Proof proof, Link link) {
    RobotSession session =
        new RobotSession(context, new RobotSession.Peer(newId(), proof), link, this::onLive, nowMs);
    robots.add(session);
    return session;
  }

  private String newId() {
    opened++;
    return context.place().loop() + "." + Long.toString(opened, 36);
  }

  private void onLive(RobotSession session) {
    liveRobots.put(session.robotId(), session);
  }

  private void onSelected(ClientSession session, @Nullable String before, @Nullable String after) {
    watching.computeIfPresent(
        before,
        (robotId, those) -> {
          those.remove(session);
          return those.isEmpty() ? null : those;
        });
    if (after != null) {
      watching.computeIfAbsent(after, robotId -> new LinkedHashSet<>()).add(session);
    }
  }

  private void eachClient(Consumer<ClientSession> task) {
    // a copy: a session that closes changes the map
    List.copyOf(clients.values()).forEach(each -> guarded(each, () -> task.accept(each)));
  }

  private void eachRobot(Consumer<RobotSession> task) {
    List.copyOf(robots).forEach(each -> guarded(each, () -> task.accept(each)));
  }

  private void eachAdapter(Consumer<Adapter> task) {
    List.copyOf(adapters).forEach(each -> guarded(each, () -> task.accept(each)));
  }

  /** One session's fault must not keep the others from their turn; false when it failed. */
  private static boolean guarded(Session session, Runnable task) {
    try {
      task.run();
      return true;
    } catch (RuntimeException e) {
      LOG.error("session failed", e);
      session.abort();
      return false;
    }
  }

  /** The link is closed; the session is forgotten. */
  public void onClosed(Session session, CloseCode code) {
    session.onClosed(code);
    switch (session) {
      case ClientSession client -> clients.remove(client.id(), client);
      case RobotSession robot -> {
        robots.remove(robot);
        liveRobots.remove(robot.robotId(), robot);
      }
      case Adapter adapter -> adapters.remove(adapter);
      default -> throw new IllegalArgumentException("not one of ours");
    }
  }

  /** The robot came, went or changed its loop. */
  public void onRoute(String robotId) {
    eachClient(each -> each.onRoute(robotId));
  }

  /** Whatever may have been granted or taken back: each client's rights are asked for anew. */
  public void onAnythingChanged() {
    eachClient(each -> each.recheck(nowMs));
    eachRobot(RobotSession::recheck);
    eachAdapter(each -> each.onLoginChanged(""));
  }

  /** That account's rights, or its login, may be others now. */
  public void onAccountChanged(String account) {
    eachClient(
        each -> {
          if (each.isOf(account)) {
            each.recheck(nowMs);
          }
        });
    eachAdapter(each -> each.onLoginChanged(account));
  }

  /** Who may reach that robot may be others now, or the robot is new, renamed or gone. */
  public void onRobotChanged(String robotId) {
    eachClient(each -> each.onRobotChanged(robotId, nowMs));
    onRobotKeysChanged(robotId);
  }

  /** What let that robot in may have ended. */
  public void onRobotKeysChanged(String robotId) {
    eachRobot(
        each -> {
          if (each.robotId().equals(robotId)) {
            each.recheck();
          }
        });
  }

  /** The node leaves soon: everybody is told when to come back; what is under way goes on. */
  public void announceLeave(int retryMs) {
    eachClient(each -> each.announceLeave(retryMs));
    eachRobot(each -> each.announceLeave(retryMs));
  }

  /** The node leaves: everybody is closed. */
  public void leave() {
    eachClient(ClientSession::leave);
    eachRobot(RobotSession::leave);
    eachAdapter(Adapter::leave);
  }

  /** The robots that somebody on this loop has selected. */
  Set<String> watched() {
    return Set.copyOf(watching.keySet());
  }

  /** How many connections this loop has. */
  public int size() {
    return clients.size() + robots.size();
  }

  @Override
  public void receive(ToRobotSession message) {
    RobotSession robot = liveRobots.get(message.robotId());
    if (robot == null
        || !robot.isLive()
        || !guarded(robot, () -> robot.fromClient(message, nowMs))) {
      answerForAbsent(message);
    }
  }

  private void answerForAbsent(ToRobotSession message) {
    switch (message) {
      case ToRobotSession.Setpoint setpoint -> {
        context.drops().count(Reason.NO_ROBOT);
        Ack ack = Ack.refusedByNode(setpoint.drive(), Reason.NO_ROBOT);
        answer(
            new ToClientSession.Acknowledged(
                setpoint.from(), setpoint.robotId(), ack, SessionMessage.UNKNOWN_NS));
      }
      case ToRobotSession.Press press -> {
        context.drops().count(Reason.NO_ROBOT);
        fail(press, "Not stopped. " + OFFLINE);
      }
      case ToRobotSession.ChangeLease asked ->
          deny(asked, Proposals.requestOf(asked.wish().action()));
      case ToRobotSession.AskDriver asked ->
          deny(asked, Proposals.requestOf(asked.wish().action()));
      case ToRobotSession.AnswerAsker answer -> deny(answer, Request.ANSWER_REQUEST);
      case ToRobotSession.AskStatus question -> fail(question, OFFLINE);
      case ToRobotSession.Release release -> deny(release, Request.RELEASE_STOP);
      case ToRobotSession.Watch ignored -> {} // finds the robot when it comes
    }
  }

  private void deny(ToRobotSession asked, Request request) {
    Refused refused = Refused.of(request, Reason.NO_ROBOT.wireName(), OFFLINE);
    answer(new ToClientSession.Denied(asked.from(), asked.robotId(), refused));
  }

  private void fail(ToRobotSession asked, String message) {
    ErrorReport error = new ErrorReport(Reason.NO_ROBOT.wireName(), message, null, null);
    answer(new ToClientSession.Failed(asked.from(), asked.robotId(), error));
  }

  private void answer(ToClientSession message) {
    context.ports().router().send(message);
  }

  @Override
  public void receive(ToClientSession message) {
    switch (message.to()) {
      case ClientAddress one -> {
        ClientSession client = clients.get(one.session());
        if (client != null) {
          tell(client, message);
        }
      }
      case Addressee.Watchers ignored -> {
        Set<ClientSession> those = watching.get(message.robotId());
        if (those != null) {
          // a link that runs over closes, and that changes the set
          List.copyOf(those).forEach(each -> tell(each, message));
        }
      }
    }
  }

  private void tell(ClientSession client, ToClientSession message) {
    guarded(client, () -> client.fromRobot(message, nowMs));
  }
}
