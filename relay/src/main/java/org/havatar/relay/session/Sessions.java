package org.havatar.relay.session;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.havatar.relay.session.client.ClientSession;
import org.havatar.relay.session.client.InterestListener;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.message.Addressee;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.Accounts.Concerned;
import org.havatar.relay.session.port.Inbox;
import org.havatar.relay.session.port.RobotKeys;
import org.havatar.relay.session.robot.RobotSession;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Link;
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

  private final LoopContext context;
  private final Map<String, ClientSession> clients = new HashMap<>();
  private final Set<RobotSession> robots = new LinkedHashSet<>();
  private final Map<String, RobotSession> liveRobots = new HashMap<>();
  private final Index<ClientSession> ofAccount = new Index<>();
  private final Set<ClientSession> administrators = new LinkedHashSet<>();
  private final Index<ClientSession> watching = new Index<>();
  private final Index<ClientSession> listing = new Index<>();
  private final Set<ClientSession> asking = new LinkedHashSet<>();
  private final Index<RobotSession> ofRobot = new Index<>();
  private final TickSchedule<ClientSession> clientTicks = new TickSchedule<>(this::nowMs);
  private final TickSchedule<RobotSession> robotTicks = new TickSchedule<>(this::nowMs);
  private final Set<Adapter> adapters = new LinkedHashSet<>();
  private final AbsentRobot absentRobot;
  private final LeapWatch leapWatch;
  private long nowMs;
  private long tickedMs;
  private long opened;

  public Sessions(LoopContext context, long nowMs) {
    this.context = context;
    this.nowMs = nowMs;
    this.tickedMs = nowMs;
    this.absentRobot = new AbsentRobot(context.ports().router(), context.drops());
    this.leapWatch = new LeapWatch(context.epochMs(), context.leaps(), new Leaps(), nowMs);
  }

  private long tick(ClientSession session) {
    boolean isSound = guarded(session, () -> session.onTick(nowMs));
    return isSound ? dueMs(session, () -> session.dueMs(nowMs)) : nowMs;
  }

  private long tick(RobotSession session) {
    boolean isSound = guarded(session, () -> session.onTick(nowMs));
    return isSound ? dueMs(session, session::dueMs) : nowMs;
  }

  /**
   * Like {@link #guarded}: one that can't say when it is due ends, and has a last tick for that.
   */
  private long dueMs(Session session, LongSupplier due) {
    try {
      return due.getAsLong();
    } catch (RuntimeException e) {
      LOG.error("session failed", e);
      session.abort();
      return nowMs;
    }
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
      wakeAll(); // windows are judged by it
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
    clientTicks.onTick(atMs, this::tick);
    robotTicks.onTick(atMs, this::tick);
    eachAdapter(each -> each.onTick(atMs));
  }

  /** Everybody gets the next tick. */
  void wakeAll() {
    eachClient(ClientSession::wake);
    eachRobot(RobotSession::wake);
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
        clientTicks.add(
            alarm ->
                new ClientSession(
                    context,
                    new ClientSession.Peer(id, account, wantedRobot),
                    link,
                    new Interests(),
                    alarm,
                    nowMs));
    clients.put(id, session);
    ofAccount.add(account.name(), session);
    if (account.administrator()) {
      administrators.add(session);
    }
    return session;
  }

  public Session openRobot(RobotKeys.Proof proof, Link link) {
    RobotSession session =
        robotTicks.add(
            alarm ->
                new RobotSession(
                    context,
                    new RobotSession.Peer(newId(), proof),
                    link,
                    this::onLive,
                    alarm,
                    nowMs));
    robots.add(session);
    ofRobot.add(session.robotId(), session);
    return session;
  }

  private String newId() {
    opened++;
    return context.place().loop() + "." + Long.toString(opened, 36);
  }

  private void onLive(RobotSession session) {
    liveRobots.put(session.robotId(), session);
  }

  private final class Interests implements InterestListener {
    @Override
    public void onSelected(ClientSession session, @Nullable String before, @Nullable String after) {
      if (before != null) {
        watching.remove(before, session);
      }
      if (after != null) {
        watching.add(after, session);
      }
    }

    @Override
    public void onAsking(ClientSession session) {
      asking.add(session);
    }

    @Override
    public void onListed(ClientSession session, Set<String> before, Set<String> after) {
      asking.remove(session);
      before.forEach(robotId -> listing.remove(robotId, session));
      after.forEach(robotId -> listing.add(robotId, session));
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
      case ClientSession client -> {
        clients.remove(client.id(), client);
        ofAccount.remove(client.account().name(), client);
        administrators.remove(client);
      }
      case RobotSession robot -> {
        robots.remove(robot);
        ofRobot.remove(robot.robotId(), robot);
        liveRobots.remove(robot.robotId(), robot);
      }
      case Adapter adapter -> adapters.remove(adapter);
      default -> throw new IllegalArgumentException("not one of ours");
    }
  }

  /** The robot came, went or changed its loop. */
  public void onRoute(String robotId) {
    knowing(robotId).forEach(each -> guarded(each, () -> each.onRoute(robotId)));
  }

  private Set<ClientSession> knowing(String robotId) {
    Set<ClientSession> those = new LinkedHashSet<>(listing.of(robotId));
    those.addAll(watching.of(robotId));
    return those;
  }

  /** Whatever may have been granted or taken back: each client's rights are asked for anew. */
  public void onAnythingChanged() {
    eachClient(each -> each.recheck(nowMs));
    eachRobot(RobotSession::recheck);
    eachAdapter(each -> each.onLoginChanged(""));
  }

  /** That account's rights, or its login, may be others now. */
  public void onAccountChanged(String account) {
    ofAccount.of(account).forEach(each -> guarded(each, () -> each.onAccountChanged(nowMs)));
    eachAdapter(each -> each.onLoginChanged(account));
  }

  /** Who may reach that robot may be others now, or the robot is new, renamed or gone. */
  public void onRobotChanged(String robotId) {
    Set<ClientSession> told = knowing(robotId);
    told.addAll(asking); // their answer may be older than this
    told.forEach(each -> guarded(each, () -> each.onRobotChanged(robotId, nowMs)));
    context
        .ports()
        .accounts()
        .concerned(
            robotId,
            answer -> {
              Set<ClientSession> others = concerned(answer);
              others.removeAll(told);
              others.forEach(each -> guarded(each, () -> each.onRobotChanged(robotId, nowMs)));
            });
    onRobotKeysChanged(robotId);
  }

  /** Those who know nothing of the robot yet; everybody while that can't be known. */
  private Set<ClientSession> concerned(Optional<Concerned> answer) {
    if (answer.isEmpty() || answer.get().everybody()) {
      return new LinkedHashSet<>(clients.values());
    }
    Set<ClientSession> those = new LinkedHashSet<>(administrators);
    answer.get().accounts().forEach(account -> those.addAll(ofAccount.of(account)));
    return those;
  }

  /** What let that robot in may have ended. */
  public void onRobotKeysChanged(String robotId) {
    ofRobot.of(robotId).forEach(each -> guarded(each, each::recheck));
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
    return watching.names();
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
      absentRobot.answer(message);
    }
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
        watching.of(message.robotId()).forEach(each -> tell(each, message));
      }
    }
  }

  private void tell(ClientSession client, ToClientSession message) {
    guarded(client, () -> client.fromRobot(message, nowMs));
  }
}
